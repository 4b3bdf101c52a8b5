import { day, given, manyOf, oneOf, text } from '@/parts/search';

export const REPORTS = ['line-items', 'responses', 'agreement'] as const;
export const TYPES = ['manual', 'blended', 'automatic'] as const;

/** Which report beside the overview, about whom, and over which days (the last one is in it). */
export function report(search: Record<string, unknown>) {
  return given({
    report: oneOf(search.report, REPORTS),
    agent: text(search.agent),
    team: text(search.team),
    scorecard: text(search.scorecard),
    type: manyOf(search.type, TYPES),
    from: day(search.from),
    to: day(search.to),
  });
}

/** What the address of the reports carries. */
export type ReportSearch = ReturnType<typeof report>;
