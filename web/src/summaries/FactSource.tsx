import { CloseButton, Group, ScrollArea, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Evidence, Fact } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { counted, interval } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useReportPlace } from './context';
import { provenanceQuery } from './queries';

const FIRST = 6;

/** Where a number comes from: what it is of, its sample and interval, and what it was computed from. */
export function FactSource({
  fact,
  definition,
  onClose,
}: {
  fact: Fact;
  definition?: string | undefined;
  onClose: () => void;
}) {
  const { summaryId, attempt } = useReportPlace();
  const query = useQuery(provenanceQuery(summaryId, attempt));
  const sources = query.data?.facts.find((each) => each.id === fact.id)?.source_ids;
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <Text fw={600} size="sm">
          {fact.kind === 'metric' ? fact.name : fact.name.charAt(0).toUpperCase() + fact.name.slice(1)}
        </Text>
        <CloseButton size="sm" aria-label="Close" onClick={onClose} data-mantine-stop-propagation />
      </Group>
      <Text size="sm">
        {fact.text && (
          <Text span inherit fw={600}>
            {fact.text}{' '}
          </Text>
        )}
        {told(fact)}
      </Text>
      {definition && (
        <Text size="sm" c="dimmed">
          {definition}
        </Text>
      )}
      {sources ? (
        <Sources ids={sources} evidence={query.data?.evidence ?? []} />
      ) : query.error ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Stack gap="xs" aria-busy="true" aria-label="Loading">
          <Skeleton height={14} width="60%" />
          <Skeleton height={14} />
          <Skeleton height={14} />
        </Stack>
      )}
    </Stack>
  );
}

/** The sample and the interval of a number, in words. */
function told(fact: Fact): string {
  const parts: string[] = [];
  if (fact.passed !== null && fact.passed !== undefined) {
    parts.push(`${fact.passed} of ${fact.sample} passed`);
  } else if (fact.note) parts.push(fact.note);
  // A change tells its interval in its note.
  const between = fact.kind === 'change' ? null : interval(fact.low, fact.high);
  if (between) parts.push(`95% interval ${between}`);
  return parts.join('; ');
}

function Sources({ ids, evidence }: { ids: string[]; evidence: Evidence[] }) {
  const [all, setAll] = useState(false);
  const byEvaluation = new Map(
    evidence.flatMap((each) => (each.evaluation_id ? [[each.evaluation_id, each]] : [])),
  );
  const byInteraction = new Map(evidence.map((each) => [each.interaction_id, each]));
  const evaluations = ids.filter((id) => id.startsWith('ev_'));
  const interactions = ids.filter((id) => id.startsWith('int_'));
  const others = ids.length - evaluations.length - interactions.length;
  // An evaluation of the period before has no reference here: only what was analysed has.
  const known = evaluations.filter((id) => byEvaluation.has(id));
  const earlier = evaluations.length - known.length;
  const links = [
    ...known.map((id) => ({ id, evidence: byEvaluation.get(id), evaluation: true })),
    ...interactions.map((id) => ({ id, evidence: byInteraction.get(id), evaluation: false })),
  ];
  const from = [
    known.length ? counted(known.length, 'evaluation') : '',
    earlier ? counted(earlier, 'evaluation of the period before', 'evaluations of the period before') : '',
    interactions.length ? counted(interactions.length, 'conversation') : '',
    others ? counted(others, 'record') : '',
  ].filter(Boolean);
  if (!from.length) return null;
  return (
    <>
      <Text size="sm" c="dimmed">
        Computed from {from.join(', ')}
      </Text>
      <ScrollArea.Autosize mah={180} type="auto">
        <Stack gap={2} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {links.slice(0, all ? undefined : FIRST).map((link) => (
            <li key={link.id}>
              {link.evaluation ? (
                <Anchor
                  to="/evaluations/$evaluationId"
                  params={{ evaluationId: link.id }}
                  target="_blank"
                  size="sm"
                  data-mantine-stop-propagation
                >
                  {link.evidence?.contact_reference ?? 'Evaluation'}
                </Anchor>
              ) : (
                <Anchor
                  to="/conversations/$interactionId"
                  params={{ interactionId: link.id }}
                  target="_blank"
                  size="sm"
                  data-mantine-stop-propagation
                >
                  {link.evidence?.contact_reference ?? 'Conversation'}
                </Anchor>
              )}
              {link.evaluation && link.evidence?.score && (
                <Text span size="sm" c="dimmed">
                  {' '}
                  scored {link.evidence.score}
                </Text>
              )}
            </li>
          ))}
        </Stack>
      </ScrollArea.Autosize>
      {!all && links.length > FIRST && (
        <UnstyledButton
          fz="sm"
          c="var(--mantine-color-anchor)"
          data-mantine-stop-propagation
          onClick={() => setAll(true)}
        >
          Show all {links.length}
        </UnstyledButton>
      )}
    </>
  );
}
