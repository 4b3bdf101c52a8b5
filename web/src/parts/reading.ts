/** A part of a page whose script is read when it is first shown: is it there, on its way, or missing? */
export type State<T> = { kind: 'waiting' } | { kind: 'there'; part: T } | { kind: 'missing'; tries: number };

/** Reads a part once for all places that show it, and again when that failed and somebody asks. */
export class PartReader<T> {
  private state: State<T> = { kind: 'waiting' };
  private tries = 0;
  private reading = false;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly fetch: () => Promise<T>) {}

  readonly current = (): State<T> => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Read it, unless it is there or on its way. */
  readonly read = async (): Promise<void> => {
    if (this.reading || this.state.kind === 'there') return;
    this.reading = true;
    this.tries += 1;
    this.tell({ kind: 'waiting' });
    try {
      const part = await this.fetch();
      this.tell({ kind: 'there', part });
    } catch {
      this.tell({ kind: 'missing', tries: this.tries });
    } finally {
      this.reading = false;
    }
  };

  private tell(state: State<T>): void {
    if (state.kind === 'waiting' && this.state.kind === 'waiting') return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
