import { Alert, Button, Group, Text } from '@mantine/core';
import { IconCloudOff, IconRefresh } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useOnline } from '@/session/back';
import { look, reloadOnce, type Found } from './recovering';
import { entryOf } from '@/parts/words';

const SHORTEST_MS = 1_000;
const LONGEST_MS = 30_000;
/** So long it is said that Debrief was updated, before that happens. */
const SAID_MS = 1_500;
/** A page that is missing again so soon after it was tried again isn't helped by that. */
const SOON_MS = 20_000;

const triedAt = new Map<string, number>();

const WORDS: Record<Found, { title: string; text: string }> = {
  offline: {
    title: 'No connection to Debrief',
    text: 'This page has not been read yet. It opens by itself as soon as there is a connection again; what you typed elsewhere is kept.',
  },
  updated: {
    title: 'Debrief was updated while you had it open',
    text: 'It is read anew, and this page opens by itself. What you typed elsewhere is kept.',
  },
  there: {
    title: 'This page could not be fetched',
    text: 'It is tried again by itself. What you typed elsewhere is kept.',
  },
};

/** A page whose script did not come: says what is so, and opens as soon as it can. */
export function PageMissing() {
  const router = useRouter();
  const online = useOnline();
  const [found, setFound] = useState<Found>(online ? 'there' : 'offline');

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    let waits = SHORTEST_MS;
    const later = (work: () => void, ms: number) => {
      timer = setTimeout(work, ms);
    };
    async function recover() {
      const now = await look();
      if (over) return;
      setFound(now);
      if (now === 'updated') later(reload, SAID_MS);
      else if (now === 'there') tryAgain();
      else lookAgain();
    }
    function lookAgain() {
      waits = Math.min(2 * waits, LONGEST_MS);
      later(() => void recover(), waits);
    }
    function reload() {
      // Done a moment ago in vain: it is looked at again, at longer and longer pauses.
      if (!reloadOnce()) lookAgain();
    }
    function tryAgain() {
      const path = globalThis.location.pathname;
      const last = triedAt.get(path) ?? 0;
      triedAt.set(path, Date.now());
      // A browser may keep in mind that a script was missing: then only a new document helps.
      if (Date.now() - last > SOON_MS) void router.invalidate();
      else reload();
    }
    later(() => void recover(), SHORTEST_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [router, online]);

  const { title, text } = entryOf(WORDS, online ? found : 'offline', WORDS.offline);
  return (
    <Alert
      role="alert"
      variant="default"
      maw={640}
      icon={found === 'updated' ? <IconRefresh aria-hidden /> : <IconCloudOff aria-hidden />}
      title={title}
    >
      <Text size="sm">{text}</Text>
      {online && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={() => globalThis.location.reload()}>
            Load it now
          </Button>
        </Group>
      )}
    </Alert>
  );
}
