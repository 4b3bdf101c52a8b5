import { Radio, Slider, Stack, Text } from '@mantine/core';
import type { EffectMetric, PlanAdvice, PlanMetric } from '@/api/schema';
import { DateField } from '@/parts/DateField';
import { counted } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { Day } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { adviceOn, targetOf } from './making';
import { METRIC_WORDS, betterOf, sayValue } from './words';

/** The metric to focus on; the recommended one is chosen to begin with. */
export function MetricStep({
  advice,
  metric,
  onChoose,
}: {
  advice: PlanAdvice;
  metric: PlanMetric;
  onChoose: (metric: EffectMetric) => void;
}) {
  return (
    <Radio.Group
      label="Metric"
      description="Which of these do you want to get better at with these conversations?"
      value={metric.metric}
      onChange={(name) => {
        const found = advice.metrics.find((each) => each.metric === name);
        if (found) onChoose(found.metric);
      }}
    >
      <Stack gap="sm" mt="xs">
        {advice.metrics.map((each) => (
          <Radio
            key={each.metric}
            value={each.metric}
            disabled={each.targets.length === 0}
            label={
              <>
                {wordOf(METRIC_WORDS, each.metric)} {each.recommended && <Tag tone="accent">Recommended</Tag>}
              </>
            }
            description={each.why_not ?? saidOf(each)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function saidOf({ metric, start }: PlanMetric): string {
  const value = typeof start.value === 'number' ? sayValue(metric, start.value) : '–';
  return `${value} over ${counted(start.n, 'conversation')} of the past 3 months; ${betterOf(metric)}`;
}

/** How much better, with the value that it comes to. */
export function TargetStep({
  advice,
  metric,
  percent,
  onChoose,
}: {
  advice: PlanAdvice;
  metric: PlanMetric;
  percent: number;
  onChoose: (percent: number) => void;
}) {
  const { recommended_from: from, recommended_to: to } = advice;
  const first = metric.targets[0]?.percent ?? 5;
  const last = metric.targets.at(-1)?.percent ?? first;
  const target = targetOf(metric, percent);
  const said = target === undefined ? '' : sayValue(metric.metric, target);
  return (
    <Stack gap="lg">
      <Text size="sm">
        Begin with a small improvement: {from} to {to}% is recommended.
      </Text>
      <Slider
        thumbLabel="Percent better"
        thumbProps={{ 'aria-valuetext': `${percent}% better, ${said}` }}
        min={first}
        max={last}
        value={percent}
        label={(value) => `${value}%`}
        marks={[first, last].map((value) => ({ value, label: `${value}%` }))}
        onChange={onChoose}
        mb="md"
      />
      <Text role="status">
        {percent}% better: from{' '}
        {typeof metric.start.value === 'number' && sayValue(metric.metric, metric.start.value)} to{' '}
        <Text span fw={600} inherit>
          {said}
        </Text>
      </Text>
    </Stack>
  );
}

/** By when; any day to come may be chosen, and some are advised. */
export function DateStep({
  advice,
  date,
  error,
  onChoose,
}: {
  advice: PlanAdvice;
  date: string | null;
  error: string | undefined;
  onChoose: (date: string | null) => void;
}) {
  const { dates } = advice;
  return (
    <Stack gap="sm">
      <DateField
        label="Date"
        description="By when can you realistically reach it?"
        required
        maw={280}
        min={dates.earliest}
        max={dates.latest}
        value={date}
        error={error}
        onChange={onChoose}
      />
      <Text size="sm" c="dimmed" role="status">
        {SAID[date ? adviceOn(date, advice) : 'advised']} Recommended: <Day day={dates.advised_from} /> to{' '}
        <Day day={dates.advised_to} />.
      </Text>
    </Stack>
  );
}

const SAID = {
  shorter: 'That is soon: in less than two weeks few conversations show a change.',
  advised: 'Two weeks at least and three months at most work best.',
  longer: 'That is far away: a nearer day is easier to keep in mind.',
} as const;
