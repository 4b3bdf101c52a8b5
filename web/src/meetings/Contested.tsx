import { Alert, Button, Group, Text } from '@mantine/core';
import type { MeetingView } from '@/api/schema';
import { KEEP_MINE, SAVED_NOW, TAKE_THEIRS } from '@/parts/Contested';
import { STATUS_WORDS, WRITTEN_WORDS, mayWrite, type Written } from './words';
import { wordOf } from '@/parts/words';

/** Somebody else wrote in the same part meanwhile: their text beside one's own, and the choice between them. */
export function Contested({
  meeting,
  part,
  onKeep,
  onTake,
}: {
  meeting: MeetingView;
  part: Written;
  onKeep: () => void;
  onTake: () => void;
}) {
  const open = mayWrite(meeting, part);
  const theirs = part === 'goals' ? meeting.goals.map((goal) => goal.text).join('\n') : meeting[part];
  return (
    <Alert
      variant="default"
      mt="xs"
      title={
        open
          ? `${wordOf(WRITTEN_WORDS, part)} were changed meanwhile`.replace('Agenda were', 'The agenda was')
          : `This 1-to-1 is ${wordOf(STATUS_WORDS, meeting.status).toLowerCase()}, so this can no longer change`
      }
    >
      <Text size="sm" c="dimmed">
        {open ? SAVED_NOW : 'What is saved:'}
      </Text>
      <Text size="sm" mt={4} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {theirs === '' ? 'Nothing' : theirs}
      </Text>
      <Group gap="xs" mt="sm">
        {open && (
          <Button size="xs" onClick={onKeep}>
            {KEEP_MINE}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={onTake}>
          {open ? TAKE_THEIRS : 'Discard what I typed'}
        </Button>
      </Group>
    </Alert>
  );
}
