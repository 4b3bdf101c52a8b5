import { day, given, manyOf, oneOf, text, texts } from '@/parts/search';

export const TYPES = ['manual', 'blended', 'automatic'] as const;
export const STATUSES = ['completed', 'draft'] as const;

/** The list: its filters, and the evaluation that stands open beside it. */
export function list(search: Record<string, unknown>) {
  return given({
    status: oneOf(search.status, STATUSES),
    agent: texts(search.agent),
    evaluator: text(search.evaluator),
    scorecard: text(search.scorecard),
    type: manyOf(search.type, TYPES),
    from: day(search.from),
    to: day(search.to),
    open: text(search.open),
  });
}

/** What the address of the list carries. */
export type ListSearch = ReturnType<typeof list>;
