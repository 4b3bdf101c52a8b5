import { List } from '@mantine/core';
import type { PlanAdvice, PlanMetric } from '@/api/schema';
import { CHANNEL_WORDS } from '@/interactions/words';
import { Facts } from '@/parts/Facts';
import { Day } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { percentOf, targetOf, written, type Made } from './making';
import { METRIC_WORDS, sayValue } from './words';

/** The plan as it is committed to. */
export function SummaryStep({
  advice,
  metric,
  made,
}: {
  advice: PlanAdvice;
  metric: PlanMetric;
  made: Made;
}) {
  const percent = percentOf(made, metric);
  const target = targetOf(metric, percent);
  return (
    <Facts
      facts={[
        ['Conversations', `${advice.inquiry}, ${wordOf(CHANNEL_WORDS, advice.channel)}`],
        ['Metric', wordOf(METRIC_WORDS, metric.metric)],
        ['Start', typeof metric.start.value === 'number' ? sayValue(metric.metric, metric.start.value) : '–'],
        ['Target', `${target === undefined ? '–' : sayValue(metric.metric, target)}, ${percent}% better`],
        ['By', made.date ? <Day key="by" day={made.date} /> : '–'],
        ['I will', <Lines key="actions" lines={written(made.actions)} />],
        ['Help with', <Lines key="assistance" lines={written(made.assistance)} />],
      ]}
    />
  );
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <List size="sm">
      {lines.map((each) => (
        <List.Item key={each}>{each}</List.Item>
      ))}
    </List>
  );
}
