import { Button } from '@mantine/core';
import { IconCalendarDown } from '@tabler/icons-react';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useCalendarFile } from './queries';

/** A 1-to-1 as a file for a calendar program. */
export function CalendarFile({ meetingId }: { meetingId: string }) {
  const file = useCalendarFile(meetingId);
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconCalendarDown size={15} aria-hidden />}
        loading={file.isPending}
        onClick={() => file.mutate()}
      >
        Calendar file
      </Button>
      {file.error && <ProblemNotice error={file.error} />}
    </>
  );
}
