import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { LogView } from '@/api/schema';
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
  const { value: text, set: setText, forget } = useKept(`log.${log.id}.${asked ?? ''}`, '');
  const problem = deed.error ? asProblem(deed.error) : null;
  const open = asked !== null && log.actions.includes(asked) ? asked : null;
  if (log.actions.length === 0) return null;
  return (
    <Stack gap="sm">
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
        <form
          aria-label={wordOf(LABELS, open)}
          onSubmit={(event) => {
            event.preventDefault();
            deed.mutate(
              { act: open, text: text.trim() },
              {
                onSuccess: () => {
                  forget('');
                  setAsked(null);
                  said(wordOf(DONE, open));
                },
              },
            );
          }}
        >
          <Stack gap="sm">
            <Textarea
              key={open}
              {...FOCUSED}
              label={open === 'note' ? 'Note' : 'A word with it'}
              description={wordOf(HELP, open)}
              value={text}
              maxLength={2000}
              autosize
              minRows={2}
              required={open === 'note'}
              error={problem?.field('/text')}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Group>
              <Button
                type="submit"
                size="xs"
                loading={deed.isPending}
                disabled={open === 'note' && text.trim() === ''}
              >
                {wordOf(LABELS, open)}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
      <OtherProblem
        problem={problem}
        shown={['text']}
        onReload={() => void onReload().then(() => deed.reset())}
      />
    </Stack>
  );
}
