/** Answers as they stand: what the API has, with what was given since over it. */
import type { Answer, AnswerChange, GivenAnswer, Question, ScorecardVersion } from '@/api/schema';
import { clock } from '@/parts/times';

/** What somebody answered and the API hasn't taken yet. `comment` is on the evaluation as a whole; null leaves it. */
export interface Unsaved {
  answers: Record<string, GivenAnswer>;
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

export function changeOf(unsaved: Unsaved): AnswerChange {
  return {
    answers: Object.values(unsaved.answers),
    ...(unsaved.comment === null ? {} : { comment: unsaved.comment }),
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
        (answer?.comment ?? '').trim() === each.comment.trim()
      );
    })
  );
}

function byQuestion(answers: readonly Answer[]): Map<string, Answer> {
  return new Map(answers.map((each) => [each.question_id, each]));
}

/** The answers by question, unsaved ones over the API's. An answer that repeats the AI's choice stays the AI's. */
export function standing(answers: readonly Answer[], unsaved: Unsaved): Map<string, Answer> {
  const all = byQuestion(answers);
  for (const given of Object.values(unsaved.answers)) {
    const there = all.get(given.question_id);
    const repeats =
      there?.answered_by === 'ai' &&
      (there.option_id ?? null) === (given.option_id ?? null) &&
      there.not_applicable === given.not_applicable;
    all.set(
      given.question_id,
      repeats
        ? { ...there, comment: given.comment }
        : { ...given, answered_by: 'human', rationale: '', quote: null, confidence: null },
    );
  }
  return all;
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

/** The required questions that are still open. */
export function missing(questions: Placed[], answers: Map<string, Answer>): Placed[] {
  return questions.filter(({ question }) => question.required && !isClosed(answers.get(question.id)));
}

/** A person's answer to a question, out of how it stands and what changes. */
export function given(
  questionId: string,
  before: Answer | undefined,
  change: Partial<Pick<GivenAnswer, 'option_id' | 'not_applicable' | 'comment'>>,
): GivenAnswer {
  return {
    question_id: questionId,
    option_id: before?.option_id ?? null,
    not_applicable: before?.not_applicable ?? false,
    comment: before?.comment ?? '',
    ...change,
  };
}

/** Words chosen in the transcript. */
export interface Selected {
  text: string;
  turnIndex: number;
  startMs: number | null;
}

/** A comment with words of the conversation added as evidence: “…” (1:23). */
export function withEvidence(comment: string, { text, startMs, turnIndex }: Selected): string {
  const place = startMs === null ? `turn ${turnIndex + 1}` : clock(startMs);
  const quoted = `“${text.trim().replace(/\s+/g, ' ')}” (${place})`;
  return comment.trim() ? `${comment.trimEnd()}\n${quoted}` : quoted;
}

/** A piece of a comment: text, or a place in the conversation that it names. */
export interface Piece {
  text: string;
  ms?: number;
  turn?: number;
}

/** A comment cut at the places it names, such as (1:23) behind a quote. */
export function pieces(comment: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of comment.matchAll(/(?<=” )\((?:(\d+(?::\d{2}){1,2})|turn (\d+))\)/g)) {
    if (match.index > from) found.push({ text: comment.slice(from, match.index) });
    const [whole, time, turn] = match;
    found.push(time ? { text: whole, ms: millis(time) } : { text: whole, turn: Number(turn) - 1 });
    from = match.index + whole.length;
  }
  if (from < comment.length) found.push({ text: comment.slice(from) });
  return found;
}

function millis(time: string): number {
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
}
