import { day, given, manyOf, oneOf, text, texts } from '@/parts/search';

export const TYPES = ['manual', 'blended', 'automatic'] as const;
export const STATUSES = ['completed', 'draft'] as const;
export const ANSWERS = ['awaited', 'disputed', 'acknowledged'] as const;
export const ORDERS = ['due'] as const;
export const OUTCOMES = ['passed', 'missed', 'not_applicable', 'auto_failed', 'scored'] as const;
const OF_SECTIONS = ['scored', 'not_applicable', 'auto_failed'] as const;
const OF_QUESTIONS = ['passed', 'missed', 'not_applicable'] as const;

/**
 * The list: its filters, and the evaluation that stands open beside it.
 *
 * `team`, `question`, `section`, `outcome` and `option` lead from a figure to what is behind it; each needs a
 * scorecard, and none stands beside drafts or beside what the agent answered. Automatic failures of the evaluation as a
 * whole are of any scorecard.
 */
export function list(search: Record<string, unknown>) {
  const status = oneOf(search.status, STATUSES);
  const scorecard = text(search.scorecard);
  // What is behind a figure is completed, and a figure is of one scorecard.
  const figure = figureIn(search, status === 'draft', scorecard);
  return given({
    status,
    // What one was given to do, the soonest due first; it is a list of its own.
    order: status === 'draft' ? oneOf(search.order, ORDERS) : undefined,
    agent: texts(search.agent),
    // The list of drafts is of one's own, and of those that nobody has taken: nobody's would be left out.
    evaluator: status === 'draft' ? undefined : text(search.evaluator),
    scorecard,
    type: manyOf(search.type, TYPES),
    team: text(figure.team),
    question: text(figure.question),
    section: text(figure.section),
    outcome: manyOf(figure.outcome, OUTCOMES),
    option: figure.question === undefined ? undefined : text(figure.option),
    // What the agent said: of what is completed, and not beside a figure.
    answer: status === 'draft' || isOfFigure(figure) ? undefined : oneOf(search.answer, ANSWERS),
    from: day(search.from),
    to: day(search.to),
    open: text(search.open),
  });
}

/** Whether a list is of what is behind a figure; nothing of it is narrowed by what the agents answered. */
export function isOfFigure({ team, question, section, outcome, option }: Record<string, unknown>): boolean {
  return [team, question, section, outcome, option].some((each) => each !== undefined);
}

/** What leads from a figure, taken away: the list of all again. */
export const NO_FIGURE = {
  team: undefined,
  question: undefined,
  section: undefined,
  outcome: undefined,
  option: undefined,
} as const;

function figureIn(
  { team, question, section, outcome, option }: Record<string, unknown>,
  drafts: boolean,
  scorecard: string | undefined,
): Record<string, unknown> {
  if (drafts) return {};
  const failed = manyOf(outcome, OUTCOMES)?.includes('auto_failed');
  // What is of a section is of one scorecard, and of no question.
  if (scorecard !== undefined && text(section) !== undefined && text(question) === undefined) {
    return { team, section, outcome: failed ? 'auto_failed' : manyOf(outcome, OF_SECTIONS) };
  }
  if (failed) return { team, outcome: 'auto_failed' };
  const figure = { team: text(team), question: text(question), outcome: manyOf(outcome, OF_QUESTIONS) };
  if (scorecard === undefined) return {};
  return { ...figure, option: figure.question === undefined ? undefined : text(option) };
}

/** One evaluation: the question to begin at, and another evaluation of the conversation to put beside it. */
export function one(search: Record<string, unknown>) {
  return given({ question: text(search.question), with: text(search.with) });
}

/** What the address of the list carries. */
export type ListSearch = ReturnType<typeof list>;
