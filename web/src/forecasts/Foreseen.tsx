import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { ForecastOf } from './ForecastOf';
import { forecastQuery, type Plan } from './queries';

/**
 * What a change would do, before it takes effect: with a way on and a way back. One needn't wait for the forecast.
 *
 * @param what the change, as a sentence: "New evaluations are made with version 2 from then on."
 * @param go what the way on is called, as a verb: "Publish version 2".
 */
export function Foreseen({
  plan,
  what,
  go,
  pending,
  onGo,
  onBack,
}: {
  plan: Plan;
  what: string;
  go: string;
  pending: boolean;
  onGo: () => void;
  onBack: () => void;
}) {
  const asked = useQuery(forecastQuery(plan));
  const here = useRef<HTMLDivElement>(null);
  // The button that opened it is gone: one goes on where it says what would be.
  useEffect(() => here.current?.focus(), []);
  return (
    <Stack ref={here} tabIndex={-1} role="group" aria-label="Before it takes effect" gap="md" p="xs">
      <Text size="sm">{what}</Text>
      {asked.error && <ProblemNotice error={asked.error} onRetry={() => void asked.refetch()} />}
      {!asked.error && <ForecastOf id={asked.data?.id} />}
      <Group gap="xs">
        <Button loading={pending} onClick={onGo}>
          {go}
        </Button>
        <Button variant="default" disabled={pending} onClick={onBack}>
          Go back
        </Button>
      </Group>
    </Stack>
  );
}
