import { Stack, Text } from '@mantine/core';
import type { MeetingView } from '@/api/schema';
import { Disclosure } from '@/parts/Disclosure';
import { When } from '@/parts/When';
import { wordOf } from '@/parts/words';

type Verb = MeetingView['history'][number]['verb'];

const DONE: Record<Verb, string> = {
  start: 'Started',
  complete: 'Completed',
  reopen: 'Reopened',
  acknowledge: 'Acknowledged',
  cancel: 'Cancelled',
};

/** What happened to a 1-to-1, by whom and when, the latest first. */
export function MeetingHistory({ meeting }: { meeting: MeetingView }) {
  if (meeting.history.length === 0) return null;
  return (
    <Disclosure label="History">
      <Stack component="ol" aria-label="History" gap={4} p={0} m={0} style={{ listStyle: 'none' }}>
        {[...meeting.history].reverse().map((step, at) => (
          <Text component="li" size="sm" key={meeting.history.length - at}>
            {wordOf(DONE, step.verb)}
            {step.by_name && ` by ${step.by_name}`}, <When at={step.at} />
          </Text>
        ))}
      </Stack>
    </Disclosure>
  );
}
