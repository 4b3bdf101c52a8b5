import { Group, NativeSelect, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { PerformanceFrame, PerformanceOverview } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DayRange } from '@/parts/DayRange';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { useNames } from '@/parts/names';
import { counted } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { useToday, When } from '@/parts/When';
import { saySpan } from '@/parts/times';
import { wordOf } from '@/parts/words';
import { useMe } from '@/session/me';
import { CHANNELS, PERIODS, type Change, type PerformanceSearch } from './addresses';
import { ConversationsBehind } from './Conversations';
import { Effects } from './Effects';
import { Explore } from './Explore';
import { InquiryDetails } from './InquiryDetails';
import { Leaderboard } from './Leaderboard';
import { channelsQuery, overviewQuery, type Asked } from './queries';
import { Standing, Value } from './Standing';
import { CHANNEL_WORDS, METRIC_WORDS, PERIOD_WORDS } from './words';

const route = getRouteApi('/signed-in/performance/inquiries');

/** Performance by inquiry: an agent's own, that of somebody in one's line, or the line's leaderboard. */
export function PerformancePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { reach, person } = useMe();
  const change: Change = (by) =>
    void navigate({ search: (before: PerformanceSearch) => ({ ...before, ...by }), replace: true });
  const nameOf = useNames([search.agent]);
  const agent = reach === 'own' ? undefined : search.agent;
  if (reach !== 'own' && agent === undefined) {
    return (
      <Page title="Performance by inquiry" subtitle="Everybody whom you lead, over the past three months">
        <Leaderboard search={search} onChange={change} />
      </Page>
    );
  }
  const own = agent === undefined || agent === person.id;
  const name = own ? undefined : (nameOf(agent) ?? '…');
  const back = { ...search, inquiry: undefined, open: undefined, beside: undefined };
  return (
    <Page
      title={search.inquiry ?? (name ? `Performance of ${name}` : 'Your performance by inquiry')}
      above={[
        ...(reach === 'own'
          ? []
          : [
              <Anchor key="all" to="/performance/inquiries" search={{ channel: search.channel }}>
                Leaderboard
              </Anchor>,
            ]),
        ...(search.inquiry
          ? [
              <Anchor key="agent" to="/performance/inquiries" search={back}>
                {name ?? 'All your inquiries'}
              </Anchor>,
            ]
          : []),
      ]}
    >
      <OfOne agent={agent} search={search} own={own} onChange={change} />
    </Page>
  );
}

function OfOne({
  agent,
  search,
  own,
  onChange,
}: {
  agent: string | undefined;
  search: PerformanceSearch;
  own: boolean;
  onChange: Change;
}) {
  const channels = useQuery(channelsQuery(agent));
  const { reach } = useMe();
  return (
    <Stack gap="md">
      {reach !== 'own' && !search.inquiry && (
        <PersonSelect
          label="Person"
          maw={260}
          value={agent ?? null}
          onChange={(id) => onChange({ agent: id ?? undefined, inquiry: undefined, open: undefined })}
        />
      )}
      <Loaded query={channels}>
        {({ items }) => {
          const channel = items.find((each) => each.channel === search.channel)?.channel ?? items[0]?.channel;
          if (channel === undefined) {
            return (
              <Sheet>
                <Empty title="No conversations yet">
                  Performance is shown here once conversations have come in.
                </Empty>
              </Sheet>
            );
          }
          const { period, from, to } = search;
          const asked: Asked = { agent, channel, period, from, to };
          return (
            <>
              <Choice channels={items.map((each) => each.channel)} asked={asked} onChange={onChange} />
              {search.inquiry === undefined ? (
                <Whole asked={asked} search={search} own={own} onChange={onChange} />
              ) : (
                <InquiryDetails
                  asked={asked}
                  inquiry={search.inquiry}
                  search={search}
                  own={own}
                  onChange={onChange}
                />
              )}
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}

/** Which channel, of those with conversations, and which days. */
function Choice({
  channels,
  asked,
  onChange,
}: {
  channels: Asked['channel'][];
  asked: Asked;
  onChange: Change;
}) {
  const [custom, setCustom] = useState(false);
  const ranged = asked.from !== undefined && asked.to !== undefined;
  const [range, setRange] = useState<{ from: string | undefined; to: string | undefined }>({
    from: asked.from,
    to: asked.to,
  });
  return (
    <Group gap="sm" align="flex-end" role="search" aria-label="Choose a channel and a period">
      <SegmentedControl
        aria-label="Channel"
        value={asked.channel}
        data={CHANNELS.filter((each) => channels.includes(each)).map((value) => ({
          value,
          label: wordOf(CHANNEL_WORDS, value),
        }))}
        onChange={(value) =>
          onChange({ channel: CHANNELS.find((each) => each === value), sort: undefined, open: undefined })
        }
      />
      <NativeSelect
        label="Period"
        w={{ base: '100%', xs: 170 }}
        value={custom || ranged ? 'custom' : (asked.period ?? '3_months')}
        data={[
          ...PERIODS.map((value) => ({ value, label: wordOf(PERIOD_WORDS, value) })),
          { value: 'custom', label: 'Custom range' },
        ]}
        onChange={(event) => {
          const chosen = PERIODS.find((each) => each === event.currentTarget.value);
          setCustom(chosen === undefined);
          // Days of an earlier range aren't those of the figures below: it begins with what is shown, or with none.
          setRange({ from: asked.from, to: asked.to });
          if (chosen) {
            onChange({ period: chosen === '3_months' ? undefined : chosen, from: undefined, to: undefined });
          }
        }}
      />
      {(custom || ranged) && (
        <DayRange
          label="Days"
          from={range.from}
          to={range.to}
          onChange={(from, to) => {
            setRange({ from, to });
            if (from && to) onChange({ from, to, period: undefined });
          }}
        />
      )}
    </Group>
  );
}

function Whole({
  asked,
  search,
  own,
  onChange,
}: {
  asked: Asked;
  search: PerformanceSearch;
  own: boolean;
  onChange: Change;
}) {
  const query = useQuery(overviewQuery(asked));
  return (
    <>
      <Loaded query={query} skeleton={<Lines count={8} />}>
        {(overview) => (
          <>
            <Overall overview={overview} />
            <Effects overview={overview} own={own} onChange={onChange} />
          </>
        )}
      </Loaded>
      <Explore asked={asked} search={search} onChange={onChange} />
    </>
  );
}

function Overall({ overview }: { overview: PerformanceOverview }) {
  const { frame, overall, number } = overview;
  return (
    <Sheet title="Overall">
      <Stack gap="md">
        <Framed frame={frame} number={number} />
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          {overall.map((figure) => (
            <Stack
              key={figure.metric}
              gap={4}
              component="section"
              aria-label={wordOf(METRIC_WORDS, figure.metric)}
            >
              <Text size="sm" c="dimmed">
                {wordOf(METRIC_WORDS, figure.metric)}
              </Text>
              <Text component="div">
                <Value figure={figure} />
              </Text>
              <div>
                <Standing figure={figure} minimum={frame.minimum} />
              </div>
            </Stack>
          ))}
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          The effectiveness score is the handle time in seconds, divided by predicted satisfaction (1 to 5)
          plus predicted resolution (0 or 1); for e-mail it is the handle time alone. Lower is better.
        </Text>
      </Stack>
    </Sheet>
  );
}

/** Over which days, of how many conversations, and against what. */
function Framed({ frame, number }: { frame: PerformanceFrame; number: number }) {
  const today = useToday();
  return (
    <Text size="sm" c="dimmed" component="div">
      <ConversationsBehind frame={frame} says={counted(number, 'conversation')}>
        {counted(number, 'conversation')}
      </ConversationsBehind>
      ,{' '}
      {frame.since && frame.newest_at ? (
        <>
          the 24 hours up to the newest one, <When at={frame.newest_at} />
        </>
      ) : (
        saySpan(frame.first_day, frame.last_day, today)
      )}
      .{' '}
      {frame.compared_first_day && frame.compared_last_day
        ? `Words hold against all agents, ${saySpan(frame.compared_first_day, frame.compared_last_day, today)}.`
        : 'All agents are compared once a day; that hasn’t happened yet.'}
    </Text>
  );
}
