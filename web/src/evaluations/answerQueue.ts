/**
 * Answers on their way to the API: one save after the other, tried again while the API can't be reached, and kept in
 * this tab until it has taken them. It outlives the page, so that leaving never loses an answer.
 */
import { asProblem, type Problem } from '@/api/problems';
import type { AnswerChange } from '@/api/schema';
import { NOTHING, changeOf, isNothing, without, type OwnAnswer, type Unsaved } from './answers';

export type SavingState = 'saved' | 'waiting' | 'saving' | 'failed';

export interface QueueState {
  unsaved: Unsaved;
  saving: SavingState;
  problem: Problem | null;
}

/** How soon a choice, and how soon typed text is saved. */
export const CHOICE_MS = 150;
export const TYPING_MS = 700;
const LONGEST_WAIT_S = 30;

export class AnswerQueue {
  private state: QueueState;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private flushing: Promise<void> | null = null;
  private tries = 0;

  /**
   * @param send saves a change; fails with a {@link Problem}.
   * @param keep puts what is unsaved away, for a reload.
   * @param kept what was put away before.
   */
  constructor(
    private readonly send: (change: AnswerChange) => Promise<void>,
    private readonly keep: (unsaved: Unsaved) => void,
    kept: Unsaved = NOTHING,
  ) {
    this.state = { unsaved: kept, saving: isNothing(kept) ? 'saved' : 'waiting', problem: null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): QueueState => this.state;

  /** Take an answer; it is saved soon. */
  give(answer: OwnAnswer, soon = CHOICE_MS): void {
    const answers = { ...this.state.unsaved.answers, [answer.question_id]: answer };
    this.changed({ ...this.state.unsaved, answers }, soon);
  }

  /** Take the remark on the evaluation as a whole. */
  remark(comment: string): void {
    this.changed({ ...this.state.unsaved, comment }, TYPING_MS);
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
    const nothing = isNothing(this.state.unsaved);
    this.put({ ...this.state, problem: null, saving: nothing ? 'saved' : 'failed' });
  }

  /** Drop what is unsaved. */
  drop(): void {
    clearTimeout(this.timer);
    this.keep(NOTHING);
    this.put({ unsaved: NOTHING, saving: 'saved', problem: null });
  }

  private changed(unsaved: Unsaved, soon: number): void {
    this.keep(unsaved);
    const saving = this.state.saving === 'failed' ? 'failed' : 'waiting';
    this.put({ ...this.state, unsaved, saving });
    const { problem } = this.state;
    // What the API refuses for good isn't asked for again with every key; a refused answer may have been mended.
    if (problem && !problem.passing && problem.status !== 422) return;
    // Nor is it hurried while it is busy: the next try is on its way.
    if (problem?.passing) return;
    this.later(soon);
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
    while (!isNothing(this.state.unsaved)) {
      const sent = this.state.unsaved;
      this.put({ ...this.state, saving: 'saving' });
      try {
        await this.send(changeOf(sent));
      } catch (error) {
        this.failed(asProblem(error));
        throw error;
      }
      this.tries = 0;
      const unsaved = without(this.state.unsaved, sent);
      this.keep(unsaved);
      this.put({ unsaved, problem: null, saving: isNothing(unsaved) ? 'saved' : 'saving' });
    }
    this.put({ ...this.state, saving: 'saved', problem: null });
  }

  private failed(problem: Problem): void {
    this.put({ ...this.state, saving: 'failed', problem });
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
