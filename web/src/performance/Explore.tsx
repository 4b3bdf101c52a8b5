import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { EffectMetric, InquiryLine, PerformanceFrame } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column, type Order } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Sheet } from '@/parts/Page';
import { Loaded, Lines } from '@/parts/Loaded';
import { count, counted } from '@/parts/numbers';
import { wordOf } from '@/parts/words';
import { SORTS, type Change, type PerformanceSearch } from './addresses';
import { ConversationsBehind } from './Conversations';
import { inquiriesQuery, type Asked } from './queries';
import { Cell } from './Standing';
import { METRIC_WORDS } from './words';

/** All inquiries of somebody, by volume or by any metric, both ways. */
export function Explore({
  asked,
  search,
  onChange,
}: {
  asked: Asked;
  search: PerformanceSearch;
  onChange: Change;
}) {
  const query = useQuery(inquiriesQuery(asked, search));
  const metrics = metricsOf(asked.channel);
  // The API sorts them: it leaves out those with the fewest conversations.
  const order: Order = {
    by: SORTS.find((each) => each === search.sort) ?? 'volume',
    ascending: search.ascending !== undefined,
    onChange: (by, ascending) => {
      const sort = SORTS.find((each) => each === by);
      onChange({ sort: sort === 'volume' ? undefined : sort, ascending: ascending ? 'yes' : undefined });
    },
  };
  return (
    <Sheet title="Explore all inquiries" pad={false}>
      <Loaded query={query} skeleton={<Lines count={8} />}>
        {(table) => (
          <>
            <DataTable
              name="Inquiries"
              id="performance-inquiries"
              columns={columnsOf(metrics, table.frame)}
              rows={table.items}
              rowKey={({ inquiry }) => inquiry}
              order={order}
              empty={
                <Empty title="No inquiries in this period">
                  Conversations are sorted into inquiries once the account has listed some. Choose a longer
                  period to see more.
                </Empty>
              }
            />
            {table.left_out > 0 && (
              <Text size="sm" c="dimmed" p="md">
                {counted(table.left_out, 'inquiry', 'inquiries')} with the fewest conversations aren’t shown.
              </Text>
            )}
            {table.unnamed > 0 && (
              <Text size="sm" c="dimmed" p="md">
                {counted(table.unnamed, 'conversation')} of {count(table.number)}{' '}
                {table.unnamed === 1 ? 'isn’t' : 'aren’t'} told by inquiry: there were more different
                inquiries on one day than are counted apart.
              </Text>
            )}
          </>
        )}
      </Loaded>
    </Sheet>
  );
}

/** What is measured of a channel: nothing is predicted of e-mail. */
export function metricsOf(channel: Asked['channel']): EffectMetric[] {
  return channel === 'email'
    ? ['effectiveness', 'handle_time']
    : ['effectiveness', 'handle_time', 'satisfaction', 'resolution'];
}

function columnsOf(metrics: EffectMetric[], frame: PerformanceFrame): Column<InquiryLine>[] {
  return [
    {
      id: 'inquiry',
      header: 'Inquiry',
      render: ({ inquiry }) => (
        <Anchor
          from="/performance/inquiries"
          to="/performance/inquiries"
          search={(before) => ({ ...before, inquiry })}
        >
          {inquiry}
        </Anchor>
      ),
    },
    {
      id: 'volume',
      header: 'Volume',
      align: 'right',
      value: ({ number }) => number,
      render: ({ number, inquiry }) => (
        <ConversationsBehind
          frame={frame}
          inquiry={inquiry}
          says={`${counted(number, 'conversation')} about ${inquiry}`}
        >
          {count(number)}
        </ConversationsBehind>
      ),
    },
    ...metrics.map((metric): Column<InquiryLine> => ({
      id: metric,
      header: wordOf(METRIC_WORDS, metric),
      align: 'right',
      value: ({ figures }) => figures.find((each) => each.metric === metric)?.value,
      render: ({ figures }) => <Cell figure={figures.find((each) => each.metric === metric)} />,
    })),
  ];
}
