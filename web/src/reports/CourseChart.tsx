import { BarChart, LineChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { Pictured } from '@/parts/Pictured';

const COLOURS = [
  'var(--debrief-agent)',
  'var(--debrief-customer)',
  'var(--debrief-watch-line)',
  'var(--debrief-good-line)',
  'var(--debrief-act-line)',
];

/** A course over days or weeks as lines or stacked bars. Its figures stand in a table beside it. */
export function CourseChart({
  data,
  series,
  unit,
  domain,
  as = 'lines',
}: {
  data: Record<string, string | number>[];
  series: { name: string; label: string }[];
  unit?: string;
  domain?: [number, number];
  as?: 'lines' | 'bars';
}) {
  const shared = {
    h: 260,
    data,
    dataKey: 'day',
    withLegend: series.length > 1,
    series: series.map((each, index) => ({ ...each, color: COLOURS[index % COLOURS.length] ?? 'gray.6' })),
    ...(unit ? { unit } : {}),
    ...(domain ? { yAxisProps: { domain } } : {}),
  };
  return (
    <Pictured>
      {as === 'lines' ? (
        <LineChart {...shared} curveType="linear" connectNulls strokeWidth={2} accessibilityLayer={false} />
      ) : (
        <BarChart {...shared} type="stacked" accessibilityLayer={false} />
      )}
    </Pictured>
  );
}
