import { day, given, manyOf, oneOf, text } from '@/parts/search';

export const REPORTS = ['line-items', 'responses', 'agreement'] as const;
export const BYS = ['agent', 'team', 'version', 'evaluator', 'week'] as const;
export const TYPES = ['manual', 'blended', 'automatic'] as const;

/**
 * Which report beside the overview, about whom, and over which days (the last one is in it).
 *
 * `by` takes one figure apart in Line items and Responses: that of `question` or `section`, or else of the whole.
 * `sort` is a column of the report's table.
 */
export function report(search: Record<string, unknown>) {
  const kind = oneOf(search.report, REPORTS);
  const by = kind === 'line-items' || kind === 'responses' ? oneOf(search.by, BYS) : undefined;
  const question = by && text(search.question);
  return given({
    report: kind,
    by,
    question,
    section: by && question === undefined && kind === 'responses' ? text(search.section) : undefined,
    agent: text(search.agent),
    team: text(search.team),
    scorecard: text(search.scorecard),
    type: manyOf(search.type, TYPES),
    from: day(search.from),
    to: day(search.to),
    sort: text(search.sort),
    ascending: oneOf(search.ascending, ['yes']),
  });
}

/** What the address of the reports carries. */
export type ReportSearch = ReturnType<typeof report>;
