import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { asProblem } from '@/api/problems';
import type { LogView } from '@/api/schema';
import { firstControl, useFollowing } from '@/parts/focus';
import { OtherProblem } from '@/parts/OtherProblem';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import { wordOf } from '@/parts/words';
import { useDeed, type Deed } from './queries';

type Act = Deed['act'];

const ACTS = ['release', 'note', 'acknowledge'] as const;

const LABELS: Record<Act, string> = {
  release: 'Release to the agent',
  note: 'Add a note',
  acknowledge: 'I have read it',
};

const HELP: Record<Act, string> = {
  release: 'A word to the agent, if you like. They see the log and its notes from then on, and are told.',
  note: 'The agent reads it too, once the log is released to them.',
  acknowledge: 'What you say to it, if you like. Whoever released it to you is told.',
};

const DONE: Record<Act, string> = {
  release: 'The log is released.',
  note: 'The note is added.',
  acknowledge: 'Thank you: whoever released it knows that you have read it.',
};

/** Whoever opens the field is about to write in it. */
const FOCUSED = { 'data-autofocus': true, autoFocus: true };

/** What the signed-in person may do with a log. */
export function LogActs({ log, onReload }: { log: LogView; onReload: () => Promise<unknown> }) {
  const deed = useDeed(log);
  const [asked, setAsked] = useState<Act | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const problem = deed.error ? asProblem(deed.error) : null;
  const open = asked !== null && log.actions.includes(asked) ? asked : null;
  const { isPending } = deed;
  // With what was done its form goes, and often its button.
  const follow = useFollowing(`${isPending} ${open ?? ''} ${log.actions.join(' ')}`, () =>
    isPending ? null : (firstControl(place.current) ?? place.current),
  );
  return (
    <Stack gap="sm" ref={place} tabIndex={-1} style={{ outline: 'none' }}>
      <Group gap="xs">
        {ACTS.map(
          (act) =>
            log.actions.includes(act) && (
              <Button
                key={act}
                size="xs"
                variant={act === 'note' ? 'default' : 'filled'}
                aria-expanded={open === act}
                onClick={() => setAsked(open === act ? null : act)}
              >
                {wordOf(LABELS, act)}
              </Button>
            ),
        )}
      </Group>
      {open && (
        <Saying
          key={open}
          log={log}
          act={open}
          pending={isPending}
          wrong={problem?.field('/text')}
          onGo={(text, forget) => {
            follow();
            deed.mutate(
              { act: open, text },
              {
                onSuccess: () => {
                  forget();
                  setAsked(null);
                  said(wordOf(DONE, open));
                },
              },
            );
          }}
        />
      )}
      <OtherProblem
        problem={problem}
        shown={open ? ['text'] : []}
        onReload={() => void onReload().then(() => deed.reset())}
      />
    </Stack>
  );
}

/** What is said with it: of each act its own, so that a note is no word with the release. */
function Saying({
  log,
  act,
  pending,
  wrong,
  onGo,
}: {
  log: LogView;
  act: Act;
  pending: boolean;
  wrong: string | undefined;
  onGo: (text: string, forget: () => void) => void;
}) {
  const { value: text, set: setText, forget } = useKept(`log.${log.id}.${act}`, '');
  return (
    <form
      aria-label={wordOf(LABELS, act)}
      onSubmit={(event) => {
        event.preventDefault();
        onGo(text.trim(), () => forget(''));
      }}
    >
      <Stack gap="sm">
        <Textarea
          {...FOCUSED}
          label={act === 'note' ? 'Note' : 'A word with it'}
          description={wordOf(HELP, act)}
          value={text}
          maxLength={2000}
          autosize
          minRows={2}
          required={act === 'note'}
          error={wrong}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" size="xs" loading={pending} disabled={act === 'note' && text.trim() === ''}>
            {wordOf(LABELS, act)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
