import '@mantine/charts/styles.css';
import { CompositeChart } from '@mantine/charts';
import { Paper, Text } from '@mantine/core';
import type { Week } from '@/api/schema';
import { average, counted } from '@/parts/numbers';
import { sayDay, saySpan } from '@/parts/times';
import { sayInterval } from './words';

const COLOUR = 'var(--debrief-agent)';

/** The weeks as a line in the band of its intervals. A week without enough data is a gap in both. */
export function TrendChart({ weeks }: { weeks: Week[] }) {
  const now = new Date();
  const banded = weeks.some((each) => sayInterval(each) !== null);
  const points = weeks.map((week) => ({
    day: sayDay(week.first_day, now),
    span: saySpan(week.first_day, week.last_day, now),
    score: week.average,
    interval: sayInterval(week) === null ? null : [week.low, week.high],
    week,
  }));
  return (
    <div
      role="img"
      aria-label={`Average score by week, from ${points[0]?.span ?? ''} on; the table has the numbers`}
    >
      <CompositeChart
        h={200}
        data={points}
        dataKey="day"
        series={[
          ...(banded ? [{ type: 'area' as const, name: 'interval', color: COLOUR }] : []),
          { type: 'line', name: 'score', color: COLOUR },
        ]}
        // The band has neither edge nor dots: only the averages are points.
        areaProps={{ strokeOpacity: 0, dot: false, activeDot: false }}
        yAxisProps={{ domain: [0, 100], ticks: [0, 25, 50, 75, 100], width: 52 }}
        unit="%"
        curveType="linear"
        connectNulls={false}
        gridAxis="x"
        tickLine="none"
        withLegend={false}
        tooltipProps={{
          content: ({ payload }) => {
            const point = payload[0]?.payload as (typeof points)[number] | undefined;
            return point && <Point span={point.span} week={point.week} />;
          },
        }}
        // What is drawn is told by the table; the chart takes no stop of the Tab key.
        accessibilityLayer={false}
        composedChartProps={{ margin: { top: 8, right: 16 } }}
      />
    </div>
  );
}

/** What one week came to, where it is pointed at. */
function Point({ span, week }: { span: string; week: Week }) {
  const interval = sayInterval(week);
  return (
    <Paper withBorder shadow="sm" px="sm" py="xs">
      <Text size="sm" fw={600}>
        {span}
      </Text>
      <Text size="sm">
        {average(week.average)} over {counted(week.sample, 'evaluation')}
      </Text>
      {interval && (
        <Text size="sm" c="dimmed">
          95% interval {interval}
        </Text>
      )}
    </Paper>
  );
}
