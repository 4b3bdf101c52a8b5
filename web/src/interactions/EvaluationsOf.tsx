import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body, intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { EvaluationItem, InteractionView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Loaded } from '@/parts/Loaded';
import { scorecardsQuery } from '@/parts/names';
import { percent } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useMay } from '@/session/me';
import { evaluationsOfQuery } from './queries';

/** What others made of an interaction, and the way to evaluate it oneself. */
export function EvaluationsOf({ interaction }: { interaction: InteractionView }) {
  const may = useMay();
  const query = useQuery({ ...evaluationsOfQuery(interaction.id), enabled: may('evaluations.view') });
  return (
    <Stack gap="sm">
      {may('evaluations.view') && (
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Text size="sm" c="dimmed">
                Nobody has evaluated it yet.
              </Text>
            ) : (
              <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
                {items.map((each) => (
                  <li key={each.id}>
                    <Line evaluation={each} />
                  </li>
                ))}
              </Stack>
            )
          }
        </Loaded>
      )}
      {interaction.actions.includes('evaluate') && <Evaluate interaction={interaction} />}
    </Stack>
  );
}

function Line({ evaluation }: { evaluation: EvaluationItem }) {
  const draft = evaluation.status === 'draft';
  const by = evaluation.evaluator_name ?? (evaluation.type === 'automatic' ? 'AI' : undefined);
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
      <Stack gap={0}>
        <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: evaluation.id }} size="sm" fw={550}>
          {evaluation.scorecard_name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {by ? `${by}, ` : ''}
          <When at={evaluation.completed_at ?? evaluation.created_at} />
        </Text>
      </Stack>
      {draft ? (
        <Tag tone="accent">Draft</Tag>
      ) : (
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" fw={600}>
            {percent(evaluation.percent, 1)}
          </Text>
          <Outcome evaluation={evaluation} />
        </Group>
      )}
    </Group>
  );
}

function Outcome({ evaluation }: { evaluation: EvaluationItem }) {
  if (evaluation.auto_failed) return <Tag tone="act">Auto-failed</Tag>;
  if (evaluation.passed === null) return null;
  return evaluation.passed ? <Tag tone="good">Passed</Tag> : <Tag tone="watch">Failed</Tag>;
}

function Evaluate({ interaction }: { interaction: InteractionView }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [scorecard, setScorecard] = useState<string | null>(null);
  const [key, setKey] = useState(intention);
  const scorecards = useQuery(scorecardsQuery);
  const usable = scorecards.data?.filter(({ status }) => status === 'published') ?? [];
  const begin = useMutation({
    mutationFn: (id: string) =>
      body(
        api.POST('/evaluations', {
          body: { interaction_id: interaction.id, scorecard_id: id },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: ['evaluations'] });
      await navigate({ to: '/evaluations/$evaluationId', params: { evaluationId: id } });
    },
  });
  const problem = begin.error ? asProblem(begin.error) : null;
  const beside = problem?.field('/scorecard_id');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (scorecard) begin.mutate(scorecard);
      }}
    >
      <Stack gap="xs">
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <Select
            style={{ flex: 1 }}
            aria-label="Scorecard"
            placeholder="Choose a scorecard"
            data={usable.map(({ id, name }) => ({ value: id, label: name }))}
            nothingFoundMessage="No published scorecard"
            value={scorecard}
            error={beside}
            onChange={(id) => {
              setScorecard(id);
              // Another scorecard is another intention.
              setKey(intention());
              begin.reset();
            }}
          />
          <Button type="submit" disabled={!scorecard} loading={begin.isPending}>
            Evaluate
          </Button>
        </Group>
        {problem && !beside && <ProblemNotice error={problem} />}
      </Stack>
    </form>
  );
}
