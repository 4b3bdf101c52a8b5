import { Facts } from '@/parts/Facts';
import { counted, percent } from '@/parts/numbers';
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
          summary.average === null ? thin : `${percent(summary.average, 1)} of ${summary.scored}`,
        ],
        ['Passed', passed(summary) ?? thin],
        ['Auto-failed', summary.auto_failed === 0 ? 'None' : String(summary.auto_failed)],
      ]}
    />
  );
}

/** "82% of 38 (95% interval 67 to 91%)"; null below the minimum sample. */
export function passed(summary: ScoreSummary): string | null {
  const { pass_percent: rate, pass_low: low, pass_high: high } = summary;
  if (rate === null) return null;
  const interval =
    low !== null && high !== null ? ` (95% interval ${low.toFixed(0)} to ${high.toFixed(0)}%)` : '';
  return `${percent(rate)} of ${summary.scored}${interval}`;
}
