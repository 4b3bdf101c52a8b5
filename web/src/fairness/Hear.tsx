import { Button, Group, Text } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { asProblem } from '@/api/problems';
import type { VerifiedQuote } from '@/api/schema';
import { mediaQuery } from '@/interactions/queries';
import { Sound, type Address } from '@/interactions/sound';
import { clock } from '@/parts/times';

/** A little before the words, so that their beginning is heard. */
const LEAD_MS = 400;

/** So long is played at most: whoever wants more opens the conversation. */
const LONGEST_MS = 30_000;

/**
 * Plays the words of an answer where they stand; the recording's address is asked for when somebody presses the button.
 *
 * @param label which words, for those who can't see them beside the button.
 */
export function Hear({
  interactionId,
  quote: { start_ms: from },
  label,
}: {
  interactionId: string;
  quote: VerifiedQuote;
  label: string;
}) {
  const client = useQueryClient();
  const [address] = useState(() => async (): Promise<Address> => {
    const { url, seconds } = await client.query({ ...mediaQuery(interactionId), staleTime: 0 });
    return { url, givenAt: Date.now(), livesMs: seconds * 1000 };
  });
  const [sound] = useState(() => new Sound(address));
  const { atMs, playing, error } = useSyncExternalStore(sound.subscribe, sound.now);
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => sound.attach(), [sound]);
  const over = playing && typeof from === 'number' && atMs > from + LONGEST_MS;
  useEffect(() => {
    if (over) sound.togglePlay();
  }, [over, sound]);
  if (typeof from !== 'number') return null;
  const play = () => {
    setAsked(true);
    setProblem(null);
    address()
      .then((found) => {
        sound.takeAddress(found);
        sound.seek(from - LEAD_MS);
        sound.togglePlay();
      }, setProblem)
      .finally(() => setAsked(false));
  };
  const wrong = error ?? problem;
  return (
    <Group gap="xs">
      <Button
        size="compact-xs"
        variant="default"
        loading={asked}
        leftSection={
          playing ? <IconPlayerStop size={12} aria-hidden /> : <IconPlayerPlay size={12} aria-hidden />
        }
        aria-label={playing ? 'Stop' : `Hear it, ${clock(from)}: ${label}`}
        onClick={() => (playing ? sound.togglePlay() : play())}
      >
        {playing ? 'Stop' : `Hear it, ${clock(from)}`}
      </Button>
      {wrong !== null && (
        <Text size="xs" c="var(--debrief-act-text)" role="alert">
          {asProblem(wrong).detail}
        </Text>
      )}
    </Group>
  );
}
