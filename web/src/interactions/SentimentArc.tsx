import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import { Box, Group, Title, VisuallyHidden } from '@mantine/core';
import type { Analysis } from '@/api/schema';
import { Pictured } from '@/parts/Pictured';
import { OriginTag } from './Origins';
import { sentiment, signed } from './words';

const QUARTERS = ['First quarter', 'Second', 'Third', 'Last'];

/** How the customer's sentiment went, quarter by quarter; the same as a table for those who can't see it. */
export function SentimentArc({ analysis }: { analysis: Analysis }) {
  const arc = analysis.customer_sentiment_arc;
  if (!arc?.value.length) return null;
  const data = arc.value.map(({ quarter, score }) => ({
    quarter: QUARTERS[quarter - 1] ?? String(quarter),
    Sentiment: score,
  }));
  return (
    <Box>
      <Group justify="space-between" mb={4}>
        <Title order={3}>Customer sentiment</Title>
        <OriginTag reading={arc} provenance={analysis.provenance} />
      </Group>
      <VisuallyHidden>
        <table>
          <caption>Customer sentiment by quarter of the conversation, from −5 to +5</caption>
          <tbody>
            {data.map(({ quarter, Sentiment: score }) => (
              <tr key={quarter}>
                <th scope="row">{quarter}</th>
                <td>
                  {signed(score)}, {sentiment(score).word.toLowerCase()}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
      <Pictured>
        <LineChart
          h={128}
          data={data}
          dataKey="quarter"
          series={[{ name: 'Sentiment', color: 'var(--debrief-customer)' }]}
          curveType="monotone"
          gridAxis="none"
          yAxisProps={{ domain: [-5, 5], ticks: [-5, 0, 5], width: 28, tickFormatter: signed }}
          xAxisProps={{ padding: { left: 28, right: 28 } }}
          referenceLines={[{ y: 0, color: 'var(--mantine-color-dimmed)' }]}
          valueFormatter={(score) => `${signed(score)}, ${sentiment(score).word.toLowerCase()}`}
          lineChartProps={{ accessibilityLayer: false }}
        />
      </Pictured>
    </Box>
  );
}
