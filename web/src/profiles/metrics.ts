/** What is measured of conversations, in words. */
import type { Metric } from '@/api/schema';
import { fixed, percent, signed } from '@/parts/numbers';
import { sayDuration } from '@/parts/times';

export const METRIC_WORDS: Record<Metric['name'], { name: string; means: string }> = {
  xnps: {
    name: 'xNPS',
    means: 'Predicted promoters less predicted detractors, from −100 to 100.',
  },
  agent_sentiment: { name: 'Agent sentiment', means: 'How the agent sounded on average, from −5 to 5.' },
  customer_sentiment: {
    name: 'Customer sentiment',
    means: 'How customers sounded on average, from −5 to 5.',
  },
  resolution_rate: { name: 'Resolution rate', means: 'Conversations in which the matter was resolved.' },
  repeat_rate: {
    name: 'Repeat rate',
    means: 'Conversations about something the customer had come with before.',
  },
  average_handling_time: {
    name: 'Average handling time',
    means: 'Talk, hold and after-call work together, on average.',
  },
  satisfaction: { name: 'Predicted satisfaction', means: 'Predicted by the analysis, from 1 to 5.' },
};

/** The value with its unit; undefined below the minimum sample. */
export function sayMetric({ value, unit }: Metric): string | undefined {
  if (value === null) return undefined;
  if (unit === 'percent') return percent(value);
  if (unit === 'ms') return sayDuration(value);
  if (unit === 'points') return signed(value);
  if (unit === 'sentiment') return signed(value, 1);
  return `${Number(fixed(value, 1))} of 5`;
}
