import { Group, NativeSelect, SegmentedControl, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { EffectMetric, InquiryLine } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Sheet } from '@/parts/Page';
import { Loaded, Lines } from '@/parts/Loaded';
import { count, counted } from '@/parts/numbers';
import { wordOf } from '@/parts/words';
import { SORTS, type Change, type PerformanceSearch } from './addresses';
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
  const query = useQuery({ ...inquiriesQuery(asked, search), placeholderData: keepPreviousData });
  const metrics = metricsOf(asked.channel);
  const sort = search.sort ?? 'volume';
  return (
    <Sheet
      title="Explore all inquiries"
      pad={false}
      actions={
        <Group gap="sm" align="flex-end">
          <NativeSelect
            label="Sort by"
            w={190}
            value={sort}
            data={SORTS.filter((each) => each === 'volume' || metrics.includes(each)).map((value) => ({
              value,
              label: value === 'volume' ? 'Volume' : wordOf(METRIC_WORDS, value),
            }))}
            onChange={(event) => {
              const chosen = SORTS.find((each) => each === event.currentTarget.value);
              onChange({ sort: chosen === 'volume' ? undefined : chosen });
            }}
          />
          <SegmentedControl
            aria-label="Order"
            value={search.ascending ?? 'no'}
            data={[
              { value: 'no', label: 'High to low' },
              { value: 'yes', label: 'Low to high' },
            ]}
            onChange={(value) => onChange({ ascending: value === 'yes' ? 'yes' : undefined })}
          />
        </Group>
      }
    >
      <Loaded query={query} skeleton={<Lines count={8} />}>
        {(table) => (
          <>
            <DataTable
              name="Inquiries"
              id="performance-inquiries"
              columns={columnsOf(metrics)}
              rows={table.items}
              rowKey={({ inquiry }) => inquiry}
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

function columnsOf(metrics: EffectMetric[]): Column<InquiryLine>[] {
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
    { id: 'volume', header: 'Volume', align: 'right', render: ({ number }) => count(number) },
    ...metrics.map((metric): Column<InquiryLine> => ({
      id: metric,
      header: wordOf(METRIC_WORDS, metric),
      align: 'right',
      render: ({ figures }) => <Cell figure={figures.find((each) => each.metric === metric)} />,
    })),
  ];
}
