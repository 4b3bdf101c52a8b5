import { Group, Progress, Stack, Text } from '@mantine/core';
import type { ImportView, IntakeStatus } from '@/api/schema';
import { count } from '@/parts/numbers';

const PARTS: { status: IntakeStatus; word: string; colour: string }[] = [
  { status: 'loaded', word: 'loaded', colour: 'var(--debrief-good-line)' },
  { status: 'held', word: 'held', colour: 'var(--debrief-watch-line)' },
  { status: 'failed', word: 'failed', colour: 'var(--debrief-act-line)' },
  { status: 'dismissed', word: 'dismissed', colour: 'var(--debrief-line)' },
  { status: 'processing', word: 'processing', colour: 'var(--debrief-agent)' },
];

/** How far an import is: the parts of the bar add up to the lines that were read, and the words say the same. */
export function ImportBar({ bulk }: { bulk: ImportView }) {
  const { counts, lines } = bulk;
  const read = PARTS.reduce((sum, { status }) => sum + counts[status], 0);
  const whole = Math.max(lines ?? read, read, 1);
  const said = PARTS.filter(({ status }) => counts[status])
    .map(({ status, word }) => `${count(counts[status])} ${word}`)
    .join(' + ');
  return (
    <Stack gap={6}>
      <Progress.Root size="lg" aria-hidden>
        {PARTS.map(({ status, colour }) => (
          <Progress.Section key={status} value={(counts[status] / whole) * 100} color={colour} />
        ))}
      </Progress.Root>
      <Group gap="xs" aria-live="polite">
        <Text size="sm">
          {`${count(read)}${lines !== null && lines !== undefined && lines !== read ? ` of ${count(lines)}` : ''} ${
            whole === 1 && read === 1 ? 'line' : 'lines'
          } read`}
          {said ? ` = ${said}` : ''}
        </Text>
      </Group>
    </Stack>
  );
}
