import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { CalibrationView } from '@/api/schema';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useIntention } from '@/parts/useIntention';
import { useExchange } from './queries';

/** Who assesses in the place of somebody who hasn't handed in. */
export function ExchangeForm({
  calibration,
  leaves,
  onDone,
}: {
  calibration: CalibrationView;
  leaves: CalibrationView['assessors'][number];
  onDone: () => void;
}) {
  const keyOf = useIntention();
  const exchanging = useExchange(calibration);
  const [comes, setComes] = useState<string | null>(null);
  const problem = exchanging.error ? asProblem(exchanging.error) : null;
  const beside = problem?.field('/by_id');
  return (
    <form
      aria-label={`Exchange ${leaves.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (!comes) return;
        const exchange = { assessor_id: leaves.user_id, by_id: comes };
        exchanging.mutate(
          { exchange, key: keyOf([calibration.revision, exchange]) },
          {
            onSuccess: () => {
              said('The assessor is exchanged, and told.');
              onDone();
            },
          },
        );
      }}
    >
      <Stack gap="xs" maw={420}>
        <PersonSelect
          label={`Who assesses in the place of ${leaves.name}`}
          required
          among="evaluators"
          value={comes}
          without={[calibration.agent_id, ...calibration.assessors.map(({ user_id }) => user_id)]}
          error={beside}
          onChange={setComes}
        />
        <Text size="sm" c="dimmed">
          They begin anew, without seeing what anybody answered. What {leaves.name} had begun goes, and{' '}
          {leaves.name} can’t come back.
        </Text>
        {problem && !beside && <ProblemNotice error={problem} changing />}
        <Group gap="xs">
          <Button type="submit" disabled={!comes} loading={exchanging.isPending}>
            Exchange
          </Button>
          <Button variant="default" disabled={exchanging.isPending} onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
