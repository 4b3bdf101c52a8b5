import { Group, Kbd, MultiSelect, SegmentedControl, Select, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { itemsOf } from '@/api/queries';
import type { FlagItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { sayEarlier } from '@/parts/Earlier';
import { Empty } from '@/parts/Empty';
import { Filters, inForce } from '@/parts/Filters';
import { Heading } from '@/parts/Heading';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { useKeys } from '@/parts/useKeys';
import { When } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { KINDS, STATES, WHOSE, type ListSearch } from './addresses';
import type { Asked } from './FlagActs';
import { FlagDetail } from './FlagDetail';
import { flagQuery, flagsQuery } from './queries';
import { sayWaiting, waitingQuery } from './waiting';
import { KIND_WORDS, reasonWords, STATE_WORDS } from './words';

const route = getRouteApi('/signed-in/flags');

const WHOSE_WORDS = { me: 'Mine', everybody: 'All that I see' };
const QUALITY: readonly string[] = ['low_score', 'pattern'];

/** Conversations that somebody has to look at: a queue for compliance, and one for quality. */
export function FlagsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { open, ...asked } = search;
  const queue = asked.queue ?? 'compliance';
  const query = useInfiniteQuery(flagsQuery(asked));
  const waiting = useQuery(waitingQuery);
  const rows = itemsOf(query);
  const [doing, setDoing] = useState<{ id: string; asked: Asked } | null>(null);
  const go = (changes: Partial<ListSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const at = rows.findIndex(({ id }) => id === open);
  const show = (place: number) => {
    if (query.isPlaceholderData) return sayEarlier();
    const row = rows[Math.max(0, Math.min(rows.length - 1, place))];
    if (row) go({ open: row.id });
  };
  const begin = (what: Asked) => (open === undefined ? undefined : () => setDoing({ id: open, asked: what }));
  useKeys(
    {
      j: () => show(at + 1),
      k: () => show(at - 1),
      r: begin('resolve'),
      s: begin('snooze'),
      h: begin('hand_over'),
    },
    () => undefined,
    true,
  );
  // What was settled leaves the list; the next one takes its place.
  const next = rows[at + 1]?.id ?? rows[at - 1]?.id;
  return (
    <Page
      title={queue === 'compliance' ? 'Compliance flags' : 'Quality flags'}
      subtitle={waiting.data && `${sayWaiting(waiting.data[queue])} open for you`}
    >
      <Filters
        label="Filter flags"
        count={inForce(asked.state, asked.kind)}
        always={
          <SegmentedControl
            aria-label="Whose"
            value={asked.whose ?? 'me'}
            data={WHOSE.map((value) => ({ value, label: wordOf(WHOSE_WORDS, value) }))}
            onChange={(value) => go({ whose: WHOSE.find((each) => each === value && each !== 'me') })}
          />
        }
      >
        <Select
          label="State"
          value={asked.state ?? 'open'}
          data={STATES.map((value) => ({ value, label: wordOf(STATE_WORDS, value) }))}
          allowDeselect={false}
          onChange={(value) => go({ state: STATES.find((each) => each === value && each !== 'open') })}
        />
        <MultiSelect
          label="Why"
          value={asked.kind ?? []}
          data={KINDS.filter(
            (each) => each === 'pattern' || QUALITY.includes(each) === (queue === 'quality'),
          ).map((value) => ({ value, label: wordOf(KIND_WORDS, value) }))}
          clearable
          onChange={(chosen) => go({ kind: KINDS.filter((each) => chosen.includes(each)) })}
        />
      </Filters>
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name={queue === 'compliance' ? 'Compliance flags' : 'Quality flags'}
            id="flags"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            openKey={open}
            onOpen={({ id }) => go({ open: id })}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="No flags here">
                {asked.whose === 'everybody'
                  ? 'Conversations that need somebody to look at them stand here once they are scored or analysed.'
                  : 'What needs you stands here. “All that I see” shows what others have.'}
              </Empty>
            }
          />
        </Sheet>
      )}
      <Group gap="xs" visibleFrom="md">
        <Text size="xs" c="dimmed">
          <Kbd size="xs">J</Kbd> next, <Kbd size="xs">K</Kbd> back, <Kbd size="xs">R</Kbd> resolve,{' '}
          <Kbd size="xs">S</Kbd> snooze, <Kbd size="xs">H</Kbd> hand over
        </Text>
      </Group>
      <FlagDrawer
        id={open}
        asked={doing !== null && doing.id === open ? doing.asked : null}
        onAsk={(what) => setDoing(what && open !== undefined ? { id: open, asked: what } : null)}
        onClose={() => go({ open: undefined })}
        onDone={() => go({ open: next })}
      />
    </Page>
  );
}

function FlagDrawer({
  id,
  asked,
  onAsk,
  onClose,
  onDone,
}: {
  id: string | undefined;
  asked: Asked | null;
  onAsk: (asked: Asked | null) => void;
  onClose: () => void;
  onDone: () => void;
}) {
  const query = useQuery({ ...flagQuery(id ?? ''), enabled: id !== undefined });
  const flag = query.data;
  return (
    <DetailDrawer
      id={id}
      title={flag ? <Heading of={spoken(flag)} /> : 'Flag'}
      whole={`/flags/${id ?? ''}`}
      size="lg"
      onClose={onClose}
    >
      <Loaded query={query}>
        {(one) => (
          <FlagDetail
            flag={one}
            asked={asked}
            onAsk={onAsk}
            onReload={() => query.refetch()}
            onDone={onDone}
          />
        )}
      </Loaded>
    </DetailDrawer>
  );
}

const spoken = ({ about }: FlagItem) => ({ ...about, queue: '', at: about.interaction_started_at });

const COLUMNS: Column<FlagItem>[] = [
  {
    id: 'conversation',
    header: 'Conversation',
    render: (row) => (
      <Anchor from="/flags" to="/flags" search={(before) => ({ ...before, open: row.id })} inherit>
        <Heading of={spoken(row)} />
      </Anchor>
    ),
  },
  {
    id: 'kind',
    header: 'Why',
    render: (row) => (
      <>
        <Tag tone={row.queue === 'compliance' ? 'watch' : 'neutral'}>{wordOf(KIND_WORDS, row.kind)}</Tag>{' '}
        <Text span size="sm">
          {reasonWords(row)}
        </Text>
      </>
    ),
  },
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  { id: 'assignee', header: 'With', render: (row) => <Name of={row.assignee_name ?? 'Nobody'} /> },
  { id: 'raised', header: 'Raised', render: (row) => <When at={row.raised_at} /> },
];
