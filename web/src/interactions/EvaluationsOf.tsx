import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { EvaluationItem, InteractionView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Loaded } from '@/parts/Loaded';
import { trim } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { MadeBy } from '@/parts/MadeBy';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useMay, useMe } from '@/session/me';
import { Evaluate } from './Evaluate';
import { pairIn } from './evaluating';
import { draftsOfQuery, evaluationsOfQuery } from './queries';

/** What others made of an interaction, the drafts that wait for oneself, and the way to evaluate it. */
export function EvaluationsOf({ interaction }: { interaction: InteractionView }) {
  const may = useMay();
  const mayEvaluate = interaction.actions.includes('evaluate');
  const query = useQuery({ ...evaluationsOfQuery(interaction.id), enabled: may('evaluations.view') });
  const drafts = useQuery({ ...draftsOfQuery(interaction.id), enabled: mayEvaluate });
  const begun = drafts.data ?? [];
  return (
    <Stack gap="sm">
      {begun.length > 0 && (
        <Lines>
          {begun.map((draft) => (
            <li key={draft.id}>
              <Draft draft={draft} />
            </li>
          ))}
        </Lines>
      )}
      {drafts.error && !drafts.data && (
        <ProblemNotice error={drafts.error} onRetry={() => void drafts.refetch()} />
      )}
      {may('evaluations.view') && (
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              begun.length === 0 && (
                <Text size="sm" c="dimmed">
                  Nobody has evaluated it yet.
                </Text>
              )
            ) : (
              <>
                <Lines>
                  {items.map((each) => (
                    <li key={each.id}>
                      <Line evaluation={each} />
                    </li>
                  ))}
                </Lines>
                <SideBySide evaluations={items} />
              </>
            )
          }
        </Loaded>
      )}
      {mayEvaluate && <Evaluate interaction={interaction} />}
    </Stack>
  );
}

/** Two that were made with one scorecard, put side by side: the newest of the AI's and of a person's first. */
function SideBySide({ evaluations }: { evaluations: EvaluationItem[] }) {
  const pair = pairIn(evaluations);
  if (!pair) return null;
  return (
    <Anchor
      to="/evaluations/$evaluationId"
      params={{ evaluationId: pair[0].id }}
      search={{ with: pair[1].id }}
      size="sm"
    >
      {pair[0].scorecard_name}: side by side
    </Anchor>
  );
}

function Lines({ children }: { children: ReactNode }) {
  return (
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {children}
    </Stack>
  );
}

/** A draft that one has begun, or that the AI has prepared and nobody has taken. */
function Draft({ draft }: { draft: EvaluationItem }) {
  const { person } = useMe();
  const mine = draft.evaluator_id === person.id;
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
      <Stack gap={0}>
        <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: draft.id }} size="sm" fw={550}>
          {mine ? 'Go on with' : 'Take up'} {draft.scorecard_name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {mine ? 'begun' : 'prepared by the AI'} <When at={draft.created_at} />
        </Text>
      </Stack>
      <Tag tone={mine ? 'accent' : 'neutral'}>{mine ? 'Your draft' : 'Not taken yet'}</Tag>
    </Group>
  );
}

function Line({ evaluation }: { evaluation: EvaluationItem }) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
      <Stack gap={0}>
        <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: evaluation.id }} size="sm" fw={550}>
          {evaluation.scorecard_name}
        </Anchor>
        <Text size="xs" c="dimmed">
          <MadeBy evaluation={evaluation} />, <When at={evaluation.completed_at ?? evaluation.created_at} />
        </Text>
      </Stack>
      <Group gap="xs" wrap="nowrap">
        <Text size="sm" fw={600}>
          {evaluation.percent === null ? '–' : `${trim(evaluation.percent)}%`}
        </Text>
        <Outcome evaluation={evaluation} />
      </Group>
    </Group>
  );
}

function Outcome({ evaluation }: { evaluation: EvaluationItem }) {
  if (evaluation.auto_failed) return <Tag tone="act">Auto-failed</Tag>;
  if (evaluation.passed === null) return null;
  return evaluation.passed ? <Tag tone="good">Passed</Tag> : <Tag tone="watch">Failed</Tag>;
}
