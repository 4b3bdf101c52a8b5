import { day, given, manyOf, oneOf, text, texts } from '@/parts/search';

export const TYPES = ['manual', 'blended', 'automatic'] as const;
export const STATUSES = ['completed', 'draft'] as const;
export const OUTCOMES = ['passed', 'missed', 'not_applicable'] as const;

/**
 * The list: its filters, and the evaluation that stands open beside it.
 *
 * `team`, `question`, `outcome` and `option` lead from a figure to what is behind it; each needs a scorecard.
 */
export function list(search: Record<string, unknown>) {
  return given({
    status: oneOf(search.status, STATUSES),
    agent: texts(search.agent),
    evaluator: text(search.evaluator),
    scorecard: text(search.scorecard),
    type: manyOf(search.type, TYPES),
    team: text(search.team),
    question: text(search.question),
    outcome: manyOf(search.outcome, OUTCOMES),
    option: text(search.option),
    from: day(search.from),
    to: day(search.to),
    open: text(search.open),
  });
}

/** One evaluation: the question to begin at, and another evaluation of the conversation to put beside it. */
export function one(search: Record<string, unknown>) {
  return given({ question: text(search.question), with: text(search.with) });
}

/** What the address of the list carries. */
export type ListSearch = ReturnType<typeof list>;
