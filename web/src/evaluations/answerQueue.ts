/**
 * Answers on their way to the API: one save after the other, tried again while the API can't be reached, put over what
 * the AI or another window saved meanwhile, and kept in this tab until the API has taken them. The queue outlives the
 * page, so that leaving never loses an answer.
 */
import { Problem, asProblem } from '@/api/problems';
import type { AnswerChange } from '@/api/schema';
import { changeOf, given, isNothing, standing, without, type Change, type Unsaved } from './answers';
import {
  NONE_PENDING,
  answerTo,
  decided,
  merge,
  type Pending,
  settle,
  type Saved,
  type Side,
  type Undecided,
} from './merging';

export type SavingState = 'saved' | 'waiting' | 'saving' | 'failed';

export interface QueueState {
  unsaved: Unsaved;
  saving: SavingState;
  problem: Problem | null;
  /** What somebody else changed too; it isn't sent before somebody says which one stands. */
  undecided: readonly Undecided[];
}

/** Where answers are saved and read; failures are a {@link Problem}. */
export interface Desk {
  /** The evaluation as it was read last, if it was. */
  known: () => Saved | undefined;
  /** Save a change over what was read last; refused as `stale` where that isn't the latest. */
  save: (change: AnswerChange) => Promise<Saved>;
  /** Read the evaluation anew. */
  reread: () => Promise<Saved>;
}

/** How soon a choice, and how soon typed text is saved. */
export const CHOICE_MS = 150;
export const TYPING_MS = 700;
const LONGEST_WAIT_S = 30;
/** How often in a row a change is put over what others saved, before somebody is asked to try again. */
const MOST_REREADS = 8;

const UNDECIDED = 'Say first which answer stands where two differ.';

export class AnswerQueue {
  private state: QueueState;
  private pending: Pending;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private flushing: Promise<void> | null = null;
  private tries = 0;

  /**
   * @param keep puts what is unsaved away, for a reload.
   * @param kept what was put away before.
   */
  constructor(
    private readonly desk: Desk,
    private readonly keep: (pending: Pending) => void,
    kept: Pending = NONE_PENDING,
  ) {
    this.pending = kept;
    const saving = isNothing(kept) ? 'saved' : 'waiting';
    this.state = { unsaved: unsavedOf(kept), saving, problem: null, undecided: [] };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): QueueState => this.state;

  /** Take what changes in an answer; it is saved soon. */
  give(questionId: string, change: Change, soon = CHOICE_MS): void {
    const saved = this.learnt();
    const before = standing(saved?.answers ?? [], this.pending).get(questionId);
    const { answers, basis } = this.pending;
    const started = questionId in answers || !saved;
    this.change(
      {
        ...this.pending,
        answers: { ...answers, [questionId]: given(questionId, before, change, answers[questionId]?.agrees) },
        basis: started ? basis : { ...basis, [questionId]: answerTo(saved, questionId) },
      },
      soon,
    );
  }

  /** Take the remark on the evaluation as a whole. */
  remark(comment: string): void {
    const saved = this.learnt();
    const commentBasis = this.pending.comment === null ? (saved?.comment ?? null) : this.pending.commentBasis;
    this.change({ ...this.pending, comment, commentBasis }, TYPING_MS);
  }

  /** The evaluation was read anew: what is unsaved is put over it. */
  learn(saved: Saved): void {
    if (isNothing(this.pending)) return;
    const asked = this.state.undecided.length > 0;
    this.mergeOver(saved);
    if (asked && this.state.undecided.length === 0) this.later(CHOICE_MS);
  }

  /** Say which one stands of what two changed; the rest of it stays merged. */
  decide(which: Undecided, stands: Side): void {
    const saved = this.desk.known();
    if (!saved) return;
    this.pending = settle(this.pending, saved, which, stands);
    this.mergeOver(saved);
    void this.flush().catch(() => undefined);
  }

  /** Save all that is unsaved, now. Fails with the problem, and then keeps everything. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.flushing ??= this.enqueue(() => this.saveAll()).finally(() => (this.flushing = null));
    return this.flushing;
  }

  /** Do something with the evaluation once everything is saved, while no save runs beside it. */
  alone<T>(task: () => Promise<T>): Promise<T> {
    clearTimeout(this.timer);
    return this.enqueue(async () => {
      await this.saveAll();
      return task();
    });
  }

  /** The latest state was read: what is unsaved stands over it, and is saved when somebody says so or changes more. */
  reconsider(): void {
    const nothing = isNothing(this.pending);
    this.put({ ...this.state, problem: null, saving: nothing ? 'saved' : 'failed' });
  }

  /** Drop what is unsaved. */
  drop(): void {
    clearTimeout(this.timer);
    this.pending = NONE_PENDING;
    this.keep(this.pending);
    this.put({ unsaved: unsavedOf(this.pending), saving: 'saved', problem: null, undecided: [] });
  }

  private change(pending: Pending, soon: number): void {
    this.pending = pending;
    const saved = this.desk.known();
    const saving = this.state.saving === 'failed' ? 'failed' : 'waiting';
    // Where it was undecided, it may be the same by now.
    const undecided = saved ? merge(pending, saved).undecided : this.state.undecided;
    this.keep(pending);
    this.put({ ...this.state, unsaved: unsavedOf(pending), saving, undecided });
    const { problem } = this.state;
    // What the API refuses for good isn't asked for again with every key; a refused answer may have been mended.
    if (problem && !problem.passing && problem.status !== 422 && problem.kind !== 'stale') return;
    // Nor is it hurried while it is busy: the next try is on its way.
    if (problem?.passing) return;
    this.later(soon);
  }

  /** What was read last, with what is unsaved put over it. */
  private learnt(): Saved | undefined {
    const saved = this.desk.known();
    if (saved && !isNothing(this.pending)) this.mergeOver(saved);
    return saved;
  }

  private mergeOver(saved: Saved): void {
    const { pending, undecided } = merge(this.pending, saved);
    this.pending = pending;
    this.keep(pending);
    this.put({ ...this.state, unsaved: unsavedOf(pending), undecided });
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush().catch(() => undefined), ms);
  }

  private enqueue<T>(job: () => Promise<T>): Promise<T> {
    const next = this.tail.then(job);
    this.tail = next.catch(() => undefined);
    return next;
  }

  private async saveAll(): Promise<void> {
    let rereads = 0;
    while (!isNothing(this.pending)) {
      this.put({ ...this.state, saving: 'saving' });
      try {
        this.mergeOver(this.desk.known() ?? (await this.desk.reread()));
        const sent = decided(this.state.unsaved, this.state.undecided);
        if (isNothing(sent)) throw new Problem('undecided', 409, UNDECIDED);
        if (!(await this.send(sent))) {
          // Somebody saved meanwhile, most likely the AI: what is unsaved goes over it.
          if ((rereads += 1) > MOST_REREADS) throw new Problem('stale', 412, '');
          await this.desk.reread();
        }
      } catch (error) {
        this.failed(asProblem(error));
        throw error;
      }
    }
    this.tries = 0;
    this.put({ ...this.state, saving: 'saved', problem: null });
  }

  /** Save a change. False where something was saved in between that wasn't read yet. */
  private async send(sent: Unsaved): Promise<boolean> {
    const change = changeOf(sent);
    const before = this.pending.unheard;
    this.pending = { ...this.pending, unheard: [...before, change] };
    this.keep(this.pending);
    let saved: Saved;
    try {
      saved = await this.desk.save(change);
    } catch (error) {
      const { kind, status } = asProblem(error);
      // A refusal says that it wasn't saved; of no answer, and of a failure, nobody knows.
      if (status !== 0 && status < 500) this.pending = { ...this.pending, unheard: before };
      if (kind === 'stale') return false;
      throw error;
    }
    this.tries = 0;
    const left = remaining(this.pending, sent);
    // What changed while it was being saved, changed from what is saved now.
    const again = Object.keys(left.answers).filter((id) => id in sent.answers);
    const basis = { ...left.basis, ...Object.fromEntries(again.map((id) => [id, answerTo(saved, id)])) };
    const commentBasis = sent.comment !== null && left.comment !== null ? saved.comment : left.commentBasis;
    this.pending = { ...left, basis, commentBasis, unheard: [] };
    this.keep(this.pending);
    this.put({ ...this.state, unsaved: unsavedOf(this.pending), problem: null, saving: 'saving' });
    return true;
  }

  private failed(problem: Problem): void {
    // What two changed is asked beside the answers, and isn't a failure of saving.
    this.put({ ...this.state, saving: 'failed', problem: problem.kind === 'undecided' ? null : problem });
    if (!problem.passing) return;
    const wait = Math.min(problem.retryAfter ?? 2 ** this.tries, LONGEST_WAIT_S);
    this.tries += 1;
    this.later(wait * 1000);
  }

  private put(state: QueueState): void {
    this.state = state;
    for (const each of this.listeners) each();
  }
}

function unsavedOf({ answers, comment }: Pending): Unsaved {
  return { answers, comment };
}

/** What is pending once `taken` has been taken, with what that was made from. */
function remaining(pending: Pending, taken: Unsaved): Pending {
  const { answers, comment } = without(pending, taken);
  const basis = Object.fromEntries(Object.entries(pending.basis).filter(([id]) => id in answers));
  return {
    ...pending,
    answers,
    comment,
    basis,
    commentBasis: comment === null ? null : pending.commentBasis,
  };
}
