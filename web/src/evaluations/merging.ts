/** What somebody answered and hasn't saved, put over what was saved meanwhile: by the AI, or in another window. */
import type { Answer, AnswerChange } from '@/api/schema';
import { NOTHING, includes, ownEvidence, sameText, sameWords, type OwnAnswer, type Unsaved } from './answers';

/** What of an evaluation matters here, as it was read last. */
export interface Saved {
  answers: readonly Answer[];
  comment: string;
}

/** Unsaved answers, with what is needed to tell later whether somebody else changed the same. */
export interface Pending extends Unsaved {
  /** What was saved when somebody began to change an answer, by question; null where there was none. */
  basis: Record<string, Answer | null>;
  /** The saved comment on the whole evaluation, when somebody began to change it. */
  commentBasis: string | null;
  /** What was sent and never confirmed: it may have been saved all the same. */
  unheard: AnswerChange[];
}

export const NONE_PENDING: Pending = { ...NOTHING, basis: {}, commentBasis: null, unheard: [] };

/** What two people changed at the same time: the id of a question, or null for the comment on the whole evaluation. */
export type Undecided = string | null;

/** Which of two answers stands: the one that was given here, or the one that is saved. */
export type Side = 'mine' | 'saved';

/**
 * Put what is pending over what is saved now.
 *
 * Of an answer, the choice with its evidence is one thing and the comment another. What only one side changed is taken
 * from there. What both changed is the person's over the AI's, since the AI answers only what is open; over another
 * person's it is undecided, and stays as it is until somebody says which one stands.
 */
export function merge(pending: Pending, saved: Saved): { pending: Pending; undecided: Undecided[] } {
  const undecided: Undecided[] = [];
  const answers = { ...pending.answers };
  const basis = { ...pending.basis };
  for (const [id, mine] of Object.entries(pending.answers)) {
    const theirs = answerTo(saved, id);
    const from = pending.basis[id];
    const ours = from === undefined || isOurs(pending, saved, id);
    const merged = ours ? mine : mergeAnswer(mine, from, theirs);
    if (merged === null) {
      undecided.push(id);
    } else {
      answers[id] = merged;
      basis[id] = theirs;
    }
  }
  const comment = mergeComment(pending, saved);
  if (comment === null && pending.comment !== null) {
    undecided.push(null);
    return { pending: { ...pending, answers, basis }, undecided };
  }
  const commentBasis = comment === null ? null : saved.comment;
  return { pending: { ...pending, answers, basis, comment, commentBasis }, undecided };
}

/** What is pending once somebody has said which one stands of what two changed. */
export function settle(pending: Pending, saved: Saved, which: Undecided, stands: Side): Pending {
  if (which === null)
    return stands === 'saved'
      ? { ...pending, comment: null, commentBasis: null }
      : { ...pending, commentBasis: saved.comment };
  const mine = pending.answers[which];
  if (!mine) return pending;
  const theirs = answerTo(saved, which);
  const settled = mergeAnswer(mine, pending.basis[which] ?? null, theirs, stands) ?? mine;
  const answers = { ...pending.answers, [which]: settled };
  const basis = { ...pending.basis, [which]: theirs };
  // Where nothing of it differs any more, there is nothing to save.
  if (isSame(settled, choiceOf(theirs)) && sameText(settled.comment, theirs?.comment ?? '')) {
    Reflect.deleteProperty(answers, which);
    Reflect.deleteProperty(basis, which);
  }
  return { ...pending, answers, basis };
}

/** Without what is undecided: what may be sent. */
export function decided(unsaved: Unsaved, undecided: readonly Undecided[]): Unsaved {
  return {
    answers: Object.fromEntries(Object.entries(unsaved.answers).filter(([id]) => !undecided.includes(id))),
    comment: undecided.includes(null) ? null : unsaved.comment,
  };
}

/** The saved answer to a question; null where there is none. */
export function answerTo(saved: Saved, questionId: string): Answer | null {
  return saved.answers.find((each) => each.question_id === questionId) ?? null;
}

/** Whether what is saved of a question is what was sent from here. */
function isOurs({ unheard }: Pending, saved: Saved, id: string): boolean {
  return unheard.some(({ answers }) => {
    const sent = answers.filter(({ question_id }) => question_id === id);
    return sent.length > 0 && includes(saved, { answers: sent });
  });
}

/** Whether what is saved of the comment on the whole evaluation is what was sent from here. */
function isOurComment({ unheard }: Pending, saved: Saved): boolean {
  return unheard.some(({ comment }) => typeof comment === 'string' && sameText(comment, saved.comment));
}

/** Null where there is none, or where two people changed it. */
function mergeComment(pending: Pending, saved: Saved): string | null {
  const { comment, commentBasis } = pending;
  if (comment === null || commentBasis === null || isOurComment(pending, saved)) return comment;
  return mergeText(comment, commentBasis, saved.comment);
}

/** The same object where it stays as it is; null where two people changed the same and none of them is to stand. */
function mergeAnswer(
  mine: OwnAnswer,
  from: Answer | null,
  theirs: Answer | null,
  stands?: Side,
): OwnAnswer | null {
  const comment = mergeText(mine.comment, from?.comment ?? '', theirs?.comment ?? '', stands);
  const choice = mergeChoice(
    mine,
    choiceOf(from),
    choiceOf(theirs),
    theirs?.answered_by === 'ai' ? 'mine' : stands,
  );
  if (comment === null || choice === null) return null;
  if (isSame(choice, mine) && comment === mine.comment) return mine;
  const { option_id, not_applicable, quote } = choice;
  const agrees = isSame(choice, mine) && Boolean(mine.agrees);
  return { question_id: mine.question_id, option_id, not_applicable, quote, comment, agrees };
}

function mergeChoice(mine: Choice, from: Choice, theirs: Choice, stands?: Side): Choice | null {
  if (isSame(from, theirs) || isSame(mine, theirs)) return mine;
  if (isSame(mine, from)) return theirs;
  return stands === undefined ? null : stands === 'mine' ? mine : theirs;
}

function mergeText(mine: string, from: string, theirs: string, stands?: Side): string | null {
  if (sameText(from, theirs) || sameText(mine, theirs)) return mine;
  if (sameText(mine, from)) return theirs;
  return stands === undefined ? null : stands === 'mine' ? mine : theirs;
}

type Choice = Pick<OwnAnswer, 'option_id' | 'not_applicable' | 'quote'>;

function choiceOf(answer: Answer | null): Choice {
  return {
    option_id: answer?.option_id ?? null,
    not_applicable: answer?.not_applicable ?? false,
    quote: ownEvidence(answer ?? undefined),
  };
}

function isSame(one: Choice, other: Choice): boolean {
  return (
    (one.option_id ?? null) === (other.option_id ?? null) &&
    one.not_applicable === other.not_applicable &&
    sameWords(one.quote, other.quote)
  );
}
