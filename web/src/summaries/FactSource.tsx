import { CloseButton, Group, ScrollArea, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import type { Fact, FactSources, FactSource as FactSourceItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { firstControl, useFollowing } from '@/parts/focus';
import { Headed } from '@/parts/Heading';
import { NewTab } from '@/parts/NewTab';
import { interval } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { behind, type Counted } from '@/parts/proof';
import { wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { useReportPlace } from './context';
import { factSourcesQuery } from './queries';
import { groupsOf, sayEarlier, sayOthers, sayUnanalysed, whichOf, type SourceGroup } from './sources';
import { MADE } from './words';

const FIRST = 4;

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
  const query = useQuery(factSourcesQuery(summaryId, attempt, fact.id));
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
      {query.data ? (
        <Sources fact={fact} sources={query.data} />
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

/** What a number was computed from, newest first: of a line item what met it and what missed it, apart. */
function Sources({ fact, sources }: { fact: Fact; sources: FactSources }) {
  const { counts, countsBefore } = useReportPlace();
  const groups = groupsOf(sources);
  const none = sayOthers(sources);
  return (
    <ScrollArea.Autosize mah={300} type="auto" offsetScrollbars="present" viewportProps={{ tabIndex: 0 }}>
      <Stack gap="sm">
        {groups.map((group) => (
          <SourceList key={group.title} {...group} />
        ))}
        <Listed fact={fact} of={counts} says={sayUnanalysed(sources)} link="All that were counted" />
        <Listed fact={fact} of={countsBefore} says={sayEarlier(sources)} link="Those of the period before" />
        {none && (
          <Text size="sm" c="dimmed">
            {none}
          </Text>
        )}
      </Stack>
    </ScrollArea.Autosize>
  );
}

/** What the number counts beside what stands above, with the way to their list; nothing where there is none of it. */
function Listed({ fact, of, says, link }: { fact: Fact; of: Counted | null; says: string; link: string }) {
  const may = useMay();
  const which = whichOf(fact);
  if (!says) return null;
  return (
    <Text size="sm" c="dimmed">
      {says}
      {of && which && may('evaluations.view') && (
        <>
          .{' '}
          <Anchor
            to="/evaluations"
            search={behind(of, which)}
            target="_blank"
            inherit
            data-mantine-stop-propagation
          >
            {link}
            <NewTab />
          </Anchor>
        </>
      )}
    </Text>
  );
}

function SourceList({ title, items }: SourceGroup) {
  const [all, setAll] = useState(false);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const follow = useFollowing(all, () => firstControl(list.current?.children[FIRST]));
  return (
    <div>
      <Text size="sm" fw={600} id={id}>
        {title}
      </Text>
      <Stack gap={4} component="ul" ref={list} m={0} p={0} style={{ listStyle: 'none' }} aria-labelledby={id}>
        {items.slice(0, all ? undefined : FIRST).map((item) => (
          <li key={`${item.evaluation_id ?? ''} ${item.interaction_id}`}>
            <Source item={item} />
          </li>
        ))}
      </Stack>
      {!all && items.length > FIRST && (
        <UnstyledButton
          fz="sm"
          c="var(--mantine-color-anchor)"
          data-mantine-stop-propagation
          onClick={() => {
            follow();
            setAll(true);
          }}
        >
          Show all {items.length}
        </UnstyledButton>
      )}
    </div>
  );
}

/** One conversation, headed by what it was about and when, at the question where there is one. */
function Source({ item }: { item: FactSourceItem }) {
  const named = (
    <>
      <Headed heading={item.heading} at={item.interaction_started_at} />
      <NewTab />
    </>
  );
  const look = { target: '_blank', size: 'sm', 'data-mantine-stop-propagation': true } as const;
  return (
    <>
      {item.evaluation_id ? (
        <Anchor
          to="/evaluations/$evaluationId"
          params={{ evaluationId: item.evaluation_id }}
          search={{ question: item.question_id ?? undefined }}
          {...look}
        >
          {named}
        </Anchor>
      ) : (
        <Anchor to="/conversations/$interactionId" params={{ interactionId: item.interaction_id }} {...look}>
          {named}
        </Anchor>
      )}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {item.contact_reference}
        {item.score && `, scored ${item.score}`}
        {item.type && `, ${wordOf(MADE, item.type)}`}
        {item.reading && `, ${item.reading}`}
      </Text>
    </>
  );
}
