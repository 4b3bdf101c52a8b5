import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import type { Week } from '@/api/schema';
import { sayDay, saySpan } from '@/parts/times';

/** The weeks as a line. A week without enough data is a gap in it. */
export function TrendChart({ weeks }: { weeks: Week[] }) {
  const now = new Date();
  const data = weeks.map((week) => ({
    week: sayDay(week.first_day, now),
    span: saySpan(week.first_day, week.last_day, now),
    score: week.average === null ? null : Number(week.average.toFixed(1)),
  }));
  return (
    <div
      role="img"
      aria-label={`Average score by week, from ${data[0]?.span ?? ''} on; the table has the numbers`}
    >
      <LineChart
        h={200}
        data={data}
        dataKey="week"
        series={[{ name: 'score', label: 'Average score', color: 'var(--debrief-agent)' }]}
        yAxisProps={{ domain: [0, 100], ticks: [0, 25, 50, 75, 100], width: 44 }}
        unit="%"
        curveType="linear"
        connectNulls={false}
        gridAxis="x"
        tickLine="none"
        strokeWidth={2}
        withLegend={false}
        // What is drawn is told by the table; the chart takes no stop of the Tab key.
        lineChartProps={{ accessibilityLayer: false, margin: { top: 8, right: 16 } }}
      />
    </div>
  );
}
