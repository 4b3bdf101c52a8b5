import { Behind } from '@/parts/Behind';
import { Facts } from '@/parts/Facts';
import { average, count, counted, interval, percent } from '@/parts/numbers';
import { SCORED } from '@/parts/proof';
import type { ScoreSummary } from '@/api/schema';
import type { Asked } from './queries';

/** Evaluations in sum, each rate with its sample and interval. */
export function Summary({
  summary,
  minimum,
  scorecard,
  of,
  before,
}: {
  summary: ScoreSummary;
  /** The same of the period before, where that stands beside it. */
  before?: ScoreSummary | null | undefined;
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
          summary.average === null ? (
            thin
          ) : (
            <Behind
              key="average"
              of={of}
              which={{ scorecard, outcome: SCORED }}
              says={`${average(summary.average)} of ${summary.scored}: the evaluations behind the average`}
            >
              {average(summary.average)} of {summary.scored}
            </Behind>
          ),
        ],
        [
          'Passed',
          <Behind
            key="passed"
            of={of}
            which={{ scorecard, outcome: ['passed'] }}
            count={passed(summary) === null ? 0 : summary.passed}
            says={`${passed(summary) ?? ''}: ${counted(summary.passed, 'evaluation')} passed`}
          >
            {passed(summary) ?? thin}
          </Behind>,
        ],
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
        [
          'Evaluations auto-failed',
          <Behind
            key="auto-failed"
            of={of}
            which={{ scorecard, outcome: ['auto_failed'] }}
            count={summary.auto_failed}
            says={`${summary.auto_failed} auto-failed`}
          >
            {summary.auto_failed === 0 ? 'None' : count(summary.auto_failed)}
          </Behind>,
        ],
        ...(before ? [['Before', sayBefore(before)] as [string, string]] : []),
      ]}
    />
  );
}

/** "12 evaluations, average 81.2%, 75% passed": what stands beside a sum. */
function sayBefore(before: ScoreSummary): string {
  const figures = [
    counted(before.evaluations, 'evaluation'),
    before.average === null ? 'not enough data for an average' : `average ${average(before.average)}`,
    before.pass_percent !== null && `${percent(before.pass_percent)} passed`,
  ];
  return figures.filter(Boolean).join(', ');
}

/** "82% of 38 (95% interval 67 to 91%)"; null below the minimum sample. */
export function passed(summary: ScoreSummary): string | null {
  const { pass_percent: rate, pass_low: low, pass_high: high } = summary;
  if (rate === null) return null;
  const between = interval(low, high);
  return `${percent(rate)} of ${summary.scored}${between ? ` (95% interval ${between})` : ''}`;
}
