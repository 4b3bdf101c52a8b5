import { day, given, manyOf, oneOf, text, texts } from '@/parts/search';

export const TYPES = ['manual', 'blended', 'automatic'] as const;
export const STATUSES = ['completed', 'draft'] as const;
export const ANSWERS = ['awaited', 'disputed', 'acknowledged'] as const;
export const ORDERS = ['due', 'given'] as const;
export const OUTCOMES = [
  'passed',
  'missed',
  'not_applicable',
  'no_opportunity',
  'auto_failed',
  'scored',
] as const;
const OF_SECTIONS = ['scored', 'not_applicable', 'auto_failed'] as const;
const OF_QUESTIONS = ['passed', 'missed', 'not_applicable', 'no_opportunity'] as const;

/**
 * The list: its filters, and the evaluation that stands open beside it.
 *
 * `team`, `question`, `section`, `outcome`, `option`, `version` and `model` lead from a figure to what is behind it; each
 * needs a scorecard, and none stands beside drafts or beside what the agent answered. Automatic failures of the
 * evaluation as a whole are of any scorecard.
 */
export function list(search: Record<string, unknown>) {
  const status = oneOf(search.status, STATUSES);
  const scorecard = text(search.scorecard);
  // What is behind a figure is completed, and a figure is of one scorecard.
  const figure = figureIn(search, status === 'draft', scorecard);
  return given({
    status,
    // What one was given to do, the soonest due first, and what one has given others: lists of their own.
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
    version: number(figure.version),
    model: text(figure.model),
    // What the agent said: of what is completed, and not beside a figure.
    answer: status === 'draft' || isOfFigure(figure) ? undefined : oneOf(search.answer, ANSWERS),
    from: day(search.from),
    to: day(search.to),
    open: text(search.open),
  });
}

/** A version's number. */
function number(value: unknown): number | undefined {
  const given = Number(text(value));
  return Number.isInteger(given) && given > 0 ? given : undefined;
}

/** What leads from a figure, taken away: the list of all again. */
export const NO_FIGURE = {
  team: undefined,
  question: undefined,
  section: undefined,
  outcome: undefined,
  option: undefined,
  version: undefined,
  model: undefined,
} as const;

/** Whether a list is of what is behind a figure; nothing of it is narrowed by what the agents answered. */
export function isOfFigure(search: Record<string, unknown>): boolean {
  return Object.keys(NO_FIGURE).some((each) => search[each] !== undefined);
}

function figureIn(
  { team, question, section, outcome, option, version, model }: Record<string, unknown>,
  drafts: boolean,
  scorecard: string | undefined,
): Record<string, unknown> {
  if (drafts) return {};
  const failed = manyOf(outcome, OUTCOMES)?.includes('auto_failed');
  const made = { team: text(team), version: number(version), model: text(model) };
  // What is of a section is of one scorecard, and of no question.
  if (scorecard !== undefined && text(section) !== undefined && text(question) === undefined) {
    return {
      ...made,
      section: text(section),
      outcome: failed ? 'auto_failed' : manyOf(outcome, OF_SECTIONS),
    };
  }
  if (failed) return { ...made, outcome: 'auto_failed' };
  if (scorecard === undefined) return {};
  const asked = { question: text(question), outcome: manyOf(outcome, OF_QUESTIONS) };
  return { ...made, ...asked, option: asked.question === undefined ? undefined : text(option) };
}

/** One evaluation: the question to begin at, and another evaluation of the conversation to put beside it. */
export function one(search: Record<string, unknown>) {
  return given({ question: text(search.question), with: text(search.with) });
}

export const STATES = ['learning', 'earned', 'lost'] as const;

/** How the AI stands at each question: of a scorecard, in a state, and the one that stands open beside. */
export function aiAnswers(search: Record<string, unknown>) {
  return given({
    scorecard: text(search.scorecard),
    state: oneOf(search.state, STATES),
    open: text(search.open),
  });
}

/** What the address of the list carries. */
export type ListSearch = ReturnType<typeof list>;
