/** Answers as they stand: what the API has, with what was given since over it. */
import type {
  Answer,
  AnswerChange,
  GivenAnswer,
  Question,
  ScorecardVersion,
  VerifiedQuote,
} from '@/api/schema';

/** A person's answer as this page shows it: its evidence knows where it was said, which the API finds out itself. */
export type OwnAnswer = Omit<GivenAnswer, 'quote' | 'agrees'> & {
  quote: VerifiedQuote | null;
  /** Whether it was chosen here: what is doubtful about an answer of the AI that it repeats is then decided. */
  agrees?: boolean;
};

/** What somebody answered and the API hasn't taken yet. `comment` is on the evaluation as a whole; null leaves it. */
export interface Unsaved {
  answers: Record<string, OwnAnswer>;
  comment: string | null;
}

export const NOTHING: Unsaved = { answers: {}, comment: null };

export function isNothing(unsaved: Unsaved): boolean {
  return Object.keys(unsaved.answers).length === 0 && unsaved.comment === null;
}

/** How many answers and remarks wait. */
export function sizeOf(unsaved: Unsaved): number {
  return Object.keys(unsaved.answers).length + (unsaved.comment === null ? 0 : 1);
}

/** What is sent to have it saved. */
export function changeOf(unsaved: Unsaved): AnswerChange {
  return {
    answers: Object.values(unsaved.answers).map(({ quote, ...answer }) => ({
      ...answer,
      agrees: answer.agrees ?? false,
      quote: quote && { turn_index: quote.turn_index, text: quote.text },
    })),
    ...(unsaved.comment === null ? {} : { comment: unsaved.comment }),
  };
}

/** What is left of a change once it is without what is said already. */
export function changed(
  evaluation: { answers: readonly Answer[]; comment: string },
  unsaved: Unsaved,
): Unsaved {
  const left = Object.entries(unsaved.answers).filter(
    ([, answer]) =>
      !includes(evaluation, changeOf({ answers: { [answer.question_id]: answer }, comment: null })),
  );
  return {
    answers: Object.fromEntries(left),
    comment: unsaved.comment === evaluation.comment ? null : unsaved.comment,
  };
}

/** What is left once `sent` has been taken: answers that changed meanwhile stay. */
export function without(unsaved: Unsaved, sent: Unsaved): Unsaved {
  const left = Object.entries(unsaved.answers).filter(([id, answer]) => sent.answers[id] !== answer);
  return {
    answers: Object.fromEntries(left),
    comment: unsaved.comment === sent.comment ? null : unsaved.comment,
  };
}

/** Whether the API's answers already say what `change` would put there. */
export function includes(
  evaluation: { answers: readonly Answer[]; comment: string },
  change: AnswerChange,
): boolean {
  const there = byQuestion(evaluation.answers);
  return (
    (change.comment ?? evaluation.comment) === evaluation.comment &&
    change.answers.every((each) => {
      const answer = there.get(each.question_id);
      return (
        (answer?.option_id ?? null) === (each.option_id ?? null) &&
        (answer?.not_applicable ?? false) === each.not_applicable &&
        sameText(answer?.comment ?? '', each.comment) &&
        !(each.agrees && isDoubtful(answer)) &&
        ((answer?.answered_by === 'ai' && !each.quote) || sameWords(answer?.quote, each.quote))
      );
    })
  );
}

/** Whether the API kept this evidence: it gives the words back as the transcript has them, with their punctuation. */
export function sameWords(kept: GivenAnswer['quote'], sent: GivenAnswer['quote']): boolean {
  const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
  if (!kept || !sent) return !kept && !sent;
  return kept.turn_index === sent.turn_index && bare(kept.text) === bare(sent.text);
}

/** Whether two texts say the same, whatever stands around them. */
export function sameText(one: string, other: string): boolean {
  return one.trim() === other.trim();
}

function byQuestion(answers: readonly Answer[]): Map<string, Answer> {
  return new Map(answers.map((each) => [each.question_id, each]));
}

/**
 * The answers by question, unsaved ones over the API's. An answer that repeats the AI's choice stays the AI's, unless it
 * brings evidence of its own; whoever chose it here has decided what was doubtful about it, a remark alone hasn't.
 */
export function standing(answers: readonly Answer[], unsaved: Unsaved): Map<string, Answer> {
  const all = byQuestion(answers);
  for (const given of Object.values(unsaved.answers)) {
    const there = all.get(given.question_id);
    const repeats =
      there?.answered_by === 'ai' &&
      (there.option_id ?? null) === (given.option_id ?? null) &&
      there.not_applicable === given.not_applicable &&
      !given.quote;
    all.set(
      given.question_id,
      repeats
        ? {
            ...there,
            comment: given.comment,
            ...(given.agrees ? { unsupported: false, unchecked: false } : {}),
          }
        : {
            question_id: given.question_id,
            option_id: given.option_id,
            not_applicable: given.not_applicable,
            comment: given.comment,
            quote: given.quote,
            answered_by: 'human',
            rationale: '',
            confidence: null,
            unsupported: false,
            unchecked: false,
            no_opportunity: false,
          },
    );
  }
  return all;
}

/** Whether the choices that the API has now are those that were seen. Comments and evidence don't count: nor do they. */
export function asSeen(seen: Map<string, Answer>, now: readonly Answer[]): boolean {
  const there = byQuestion(now);
  const alike = (one: Answer | undefined, other: Answer | undefined) =>
    (one?.option_id ?? null) === (other?.option_id ?? null) &&
    (one?.not_applicable ?? false) === (other?.not_applicable ?? false);
  return [...new Set([...seen.keys(), ...there.keys()])].every((id) => alike(seen.get(id), there.get(id)));
}

/** Whether the AI's answer waits for somebody to decide it. */
function isDoubtful(answer: Answer | undefined): boolean {
  return answer !== undefined && (answer.unsupported || answer.unchecked);
}

export function isClosed(answer: Answer | undefined): boolean {
  return answer !== undefined && (Boolean(answer.option_id) || answer.not_applicable);
}

/** A question with the section it stands in. */
export interface Placed {
  question: Question;
  section: string;
  /** From 1, over the whole scorecard. */
  number: number;
}

/** All questions in the order of the scorecard. */
export function placed(version: ScorecardVersion): Placed[] {
  return version.sections
    .flatMap((section) => section.questions.map((question) => ({ question, section: section.title })))
    .map((each, index) => ({ ...each, number: index + 1 }));
}

/** The place to begin at. */
export function beginning(
  questions: Placed[],
  answers: Map<string, Answer>,
  start: string | undefined,
): number {
  const asked = questions.findIndex(({ question }) => question.id === start);
  if (asked >= 0) return asked;
  const open = questions.findIndex(({ question }) => !isClosed(answers.get(question.id)));
  if (open >= 0) return open;
  // All of it the AI has answered: where a person is asked to decide.
  return Math.max(
    0,
    questions.findIndex(({ question }) => isDoubtful(answers.get(question.id))),
  );
}

/** The questions that keep an evaluation from being complete: required and still open, or without a required comment. */
export function missing(questions: Placed[], answers: Map<string, Answer>): Placed[] {
  return questions.filter(({ question }) => {
    const answer = answers.get(question.id);
    return (question.required && !isClosed(answer)) || lacksComment(question, answer);
  });
}

/** Whether a person answered without the comment that the question requires, as the API asks for it. */
export function lacksComment(
  question: Pick<Question, 'require_comment'>,
  answer: Answer | undefined,
): boolean {
  return (
    question.require_comment &&
    isClosed(answer) &&
    answer?.answered_by === 'human' &&
    answer.comment.trim() === ''
  );
}

/** The evidence that a person gave for an answer, if they gave any. */
export function ownEvidence(answer: Answer | undefined): VerifiedQuote | null {
  return answer?.answered_by === 'human' ? (answer.quote ?? null) : null;
}

/** What may change in an answer. */
export type Change = Partial<Omit<OwnAnswer, 'question_id'>>;

/**
 * A person's answer to a question, out of how it stands and what changes. The evidence of the AI stays the AI's.
 *
 * @param agreed whether it was chosen here before; what is chosen now is.
 */
export function given(
  questionId: string,
  before: Answer | undefined,
  change: Change,
  agreed = false,
): OwnAnswer {
  return {
    agrees: agreed || 'option_id' in change || 'not_applicable' in change,
    question_id: questionId,
    option_id: before?.option_id ?? null,
    not_applicable: before?.not_applicable ?? false,
    comment: before?.comment ?? '',
    quote: ownEvidence(before),
    ...change,
  };
}

/** Whether the AI may still answer a question: neither an answer nor a person's evidence is there, nor has it left it
 * open. */
export function isForAi({ question }: Placed, answer: Answer | undefined): boolean {
  return question.answerer === 'ai' && !isClosed(answer) && !answer?.quote && answer?.answered_by !== 'ai';
}

/**
 * The choices that differ from the API's, in an order that doesn't depend on which was made first. Comments and evidence
 * are left out: they don't score.
 */
export function choicesIn(answers: readonly Answer[], unsaved: Unsaved): GivenAnswer[] {
  const there = byQuestion(answers);
  return Object.values(unsaved.answers)
    .filter(({ question_id, option_id, not_applicable }) => {
      const before = there.get(question_id);
      return (
        (before?.option_id ?? null) !== (option_id ?? null) ||
        (before?.not_applicable ?? false) !== not_applicable
      );
    })
    .map(({ question_id, option_id, not_applicable }) => ({
      question_id,
      option_id,
      not_applicable,
      comment: '',
      agrees: false,
    }))
    .sort((one, other) => one.question_id.localeCompare(other.question_id));
}
