import { Facts } from '@/parts/Facts';
import { average, count, counted, interval, percent } from '@/parts/numbers';
import type { ScoreSummary } from '@/api/schema';

/** Evaluations in sum, each rate with its sample and interval. */
export function Summary({ summary, minimum }: { summary: ScoreSummary; minimum: number }) {
  const thin = `Not enough data (${summary.scored} of ${minimum})`;
  return (
    <Facts
      facts={[
        ['Evaluations', counted(summary.evaluations, 'evaluation')],
        [
          'Average score',
          summary.average === null ? thin : `${average(summary.average)} of ${summary.scored}`,
        ],
        ['Passed', passed(summary) ?? thin],
        ['Evaluations auto-failed', summary.auto_failed === 0 ? 'None' : count(summary.auto_failed)],
      ]}
    />
  );
}

/** "82% of 38 (95% interval 67 to 91%)"; null below the minimum sample. */
export function passed(summary: ScoreSummary): string | null {
  const { pass_percent: rate, pass_low: low, pass_high: high } = summary;
  if (rate === null) return null;
  const between = interval(low, high);
  return `${percent(rate)} of ${summary.scored}${between ? ` (95% interval ${between})` : ''}`;
}
