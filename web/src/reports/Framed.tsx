import { Alert, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Frame } from '@/api/schema';
import { counted } from '@/parts/numbers';
import { saySpan } from '@/parts/times';
import { useToday } from '@/parts/When';

/** What a report is over, above its figures: the days, the smallest sample, and whether it names nobody. */
export function Framed({ frame, children }: { frame: Frame; children: ReactNode }) {
  const today = useToday();
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {saySpan(frame.first_day, frame.last_day, today)}, days in {frame.time_zone}. Percentages are shown
        from {frame.minimum} on.
      </Text>
      {frame.days_left_out > 0 && (
        <Alert variant="default" title={`${counted(frame.days_left_out, 'day')} left out`}>
          You assess a conversation of {frame.days_left_out === 1 ? 'that day' : 'those days'} in a
          calibration, without seeing how it was evaluated. Once the calibration is closed it is all here.
        </Alert>
      )}
      {frame.anonymous && (
        <Alert variant="default" title="The whole team in sum">
          You may not see the work of each colleague, so only the sum of the team over whole weeks is shown,
          and no course over time.
          {frame.weeks_left_out > 0 &&
            ` Of ${counted(frame.weeks_left_out, 'week')} something is left out: too few people are behind it.`}
        </Alert>
      )}
      {children}
    </Stack>
  );
}
