import { Behind } from '@/parts/Behind';
import { Facts } from '@/parts/Facts';
import { average, count, counted, interval, percent } from '@/parts/numbers';
import type { ScoreSummary } from '@/api/schema';
import type { Asked } from './queries';

/** Evaluations in sum, each rate with its sample and interval. */
export function Summary({
  summary,
  minimum,
  scorecard,
  of,
}: {
  summary: ScoreSummary;
  minimum: number;
  scorecard: string;
  of: Asked | null;
}) {
  const thin = `Not enough data (${summary.scored} of ${minimum})`;
  return (
    <Facts
      facts={[
        [
          'Evaluations',
          <Behind
            key="all"
            of={of}
            which={{ scorecard }}
            count={summary.evaluations}
            says={counted(summary.evaluations, 'evaluation')}
          >
            {counted(summary.evaluations, 'evaluation')}
          </Behind>,
        ],
        [
          'Average score',
          summary.average === null ? thin : `${average(summary.average)} of ${summary.scored}`,
        ],
        ['Passed', passed(summary) ?? thin],
        [
          'Missed the pass mark',
          <Behind
            key="missed"
            of={of}
            which={{ scorecard, outcome: ['missed'] }}
            count={summary.scored - summary.passed}
            says={`${summary.scored - summary.passed} missed the pass mark`}
          >
            {summary.scored - summary.passed}
          </Behind>,
        ],
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
