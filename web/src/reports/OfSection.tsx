import type { ReportDays, SectionBreakdown } from '@/api/schema';
import { Behind } from '@/parts/Behind';
import { average, count } from '@/parts/numbers';
import type { Which } from '@/parts/proof';
import { inDays } from './before';
import type { Asked } from './queries';

/** What a section came to, each figure leading to the evaluations that it counts. */
export function OfSection({
  section,
  minimum,
  scorecard,
  of,
  days,
}: {
  section: SectionBreakdown;
  minimum: number;
  scorecard: string;
  /** Null where the figures name nobody. */
  of: Asked | null;
  /** Those that stand beside the report's. */
  days: ReportDays | null | undefined;
}) {
  const lead = (figure: string, outcome: Which['outcome'], many: number, whose = of) => (
    <Behind
      of={whose}
      which={{ scorecard, section: section.section_id, outcome }}
      count={many}
      says={`${figure}: ${section.title}`}
    >
      {figure}
    </Behind>
  );
  const { scored, auto_failed: failed, not_applicable: none } = section;
  const { average_before: before, scored_before: many } = section;
  return (
    <>
      {section.average === null
        ? `not enough data (${scored} of ${minimum})`
        : lead(`average ${average(section.average)} of ${scored}`, ['scored'], scored)}
      {typeof before === 'number' && (
        <>, {lead(`before ${average(before)} of ${many ?? 0}`, ['scored'], many ?? 0, inDays(of, days))}</>
      )}
      {failed > 0 && <>, {lead(`auto-failed as a section in ${count(failed)}`, ['auto_failed'], failed)}</>}
      {none > 0 && <>, {lead(`${none} N/A`, ['not_applicable'], none)}</>}
    </>
  );
}
