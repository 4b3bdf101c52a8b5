import { NativeSelect, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Channel, Leaderboard as Board, LeaderboardRow } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column, type Order } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Filters, inForce } from '@/parts/Filters';
import { Loaded, Lines } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { teamsQuery, useNames } from '@/parts/names';
import { ordered, orderIn } from '@/parts/order';
import { Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { useToday } from '@/parts/When';
import { saySpan } from '@/parts/times';
import { wordOf } from '@/parts/words';
import { byPlainLetters } from '@/parts/plain';
import { useMay, useMe } from '@/session/me';
import { CHANNELS, METRICS, type Change, type PerformanceSearch } from './addresses';
import { metricsOf } from './Explore';
import { leaderboardQuery } from './queries';
import { CHANNEL_WORDS, METRIC_WORDS, sayInterval, sayRange, sayRank, sayValue } from './words';

/** Those whom somebody leads, by a metric, with how far their numbers tell. Each leads to their performance. */
export function Leaderboard({ search, onChange }: { search: PerformanceSearch; onChange: Change }) {
  const may = useMay();
  const { settings } = useMe();
  const channel: Channel = search.channel ?? 'voice';
  const metrics = metricsOf(channel);
  const metric = metrics.find((each) => each === search.metric) ?? 'effectiveness';
  const teams = useQuery({ ...teamsQuery, enabled: may('people.view') });
  const query = useQuery(leaderboardQuery(channel, metric, search));
  return (
    <Stack gap="md">
      <Filters
        label="Filter the leaderboard"
        count={inForce(search.channel, search.metric, search.team, search.about)}
      >
        <PersonSelect
          label="Person"
          w={{ base: '100%', xs: 190 }}
          placeholder="All of them, ranked"
          value={null}
          onChange={(id) => onChange({ agent: id ?? undefined })}
        />
        <NativeSelect
          label="Channel"
          w={{ base: '100%', xs: 130 }}
          value={channel}
          data={CHANNELS.map((value) => ({ value, label: wordOf(CHANNEL_WORDS, value) }))}
          onChange={(event) =>
            onChange({ channel: CHANNELS.find((each) => each === event.currentTarget.value) })
          }
        />
        <NativeSelect
          label="Measured by"
          w={{ base: '100%', xs: 200 }}
          value={metric}
          data={metrics.map((value) => ({ value, label: wordOf(METRIC_WORDS, value) }))}
          onChange={(event) =>
            onChange({ metric: METRICS.find((each) => each === event.currentTarget.value) })
          }
        />
        <Select
          label="Inquiry"
          w={{ base: '100%', xs: 190 }}
          clearable
          searchable
          filter={byPlainLetters}
          placeholder="Any"
          nothingFoundMessage="No inquiry of that name"
          data={settings.inquiries}
          value={search.about ?? null}
          onChange={(about) => onChange({ about: about ?? undefined })}
        />
        {may('people.view') && (
          <Select
            label="Team"
            w={{ base: '100%', xs: 170 }}
            clearable
            placeholder="Any"
            data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={search.team ?? null}
            onChange={(id) => onChange({ team: id ?? undefined })}
          />
        )}
      </Filters>
      <Loaded query={query} skeleton={<Lines count={8} />}>
        {(board) => <Ranks board={board} channel={channel} order={orderIn(search, onChange)} />}
      </Loaded>
    </Stack>
  );
}

function Ranks({ board, channel, order }: { board: Board; channel: Channel; order: Order }) {
  const today = useToday();
  const nameOf = useNames(board.items.map((row) => row.agent_id));
  const columns = columnsOf(board, channel, nameOf);
  return (
    <Sheet title="Leaderboard" pad={false}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed" px="md">
          {board.first_day && board.last_day
            ? `${saySpan(board.first_day, board.last_day, today)}. ${board.lower_is_better ? 'Lower' : 'Higher'} is better. Whose intervals overlap may well stand the other way round: “Could be” tells the ranks that the numbers leave open.`
            : 'People are compared once a day, from the first conversations on.'}
        </Text>
        <DataTable
          name="Leaderboard"
          id="leaderboard"
          columns={columns}
          rows={ordered(board.items, columns, order)}
          order={order}
          rowKey={(row) => row.agent_id}
          empty={
            <Empty title="Nobody to compare yet">
              {board.inquiry
                ? `Nobody has enough conversations about “${board.inquiry}” on this channel to be compared by them, or nobody whom you lead has any`
                : 'Nobody whom you lead has conversations on this channel'}
              , as of the last time that people were compared.
            </Empty>
          }
        />
      </Stack>
    </Sheet>
  );
}

function columnsOf(
  { metric, minimum, inquiry: about }: Board,
  channel: Channel,
  nameOf: (id: string) => string | undefined,
): Column<LeaderboardRow>[] {
  const inquiry = about ?? undefined;
  return [
    {
      id: 'agent',
      header: 'Agent',
      value: (row) => nameOf(row.agent_id),
      render: (row) => (
        <Anchor to="/performance/inquiries" search={{ agent: row.agent_id, channel, inquiry }}>
          <Name of={nameOf(row.agent_id) ?? '…'} />
        </Anchor>
      ),
    },
    { id: 'rank', header: 'Rank', align: 'right', value: ({ rank }) => rank, render: sayRank },
    { id: 'range', header: 'Could be', align: 'right', render: sayRange },
    {
      id: 'value',
      header: wordOf(METRIC_WORDS, metric),
      align: 'right',
      value: (row) => row.value,
      render: (row) =>
        row.value === null ? (
          <Text span inherit c="dimmed">
            Not enough data ({row.number} of {minimum})
          </Text>
        ) : (
          <Text span inherit fw={600}>
            {sayValue(metric, row.value)}
          </Text>
        ),
    },
    {
      id: 'interval',
      header: '95% interval',
      align: 'right',
      render: (row) => sayInterval(metric, row.low, row.high) ?? '–',
    },
    {
      id: 'number',
      header: 'Conversations',
      align: 'right',
      value: (row) => row.number,
      render: (row) => row.number,
    },
  ];
}
