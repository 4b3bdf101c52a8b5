/** A recording as it is heard: one audio element, the address it is read from, and where it stands. */
import { Problem } from '@/api/problems';

/** An address that is about to run out is renewed before it is used. */
const SPARE_MS = 20_000;
/** An address this young has not run out: what fails then fails for another reason. */
const YOUNG_MS = 10_000;

export interface Address {
  url: string;
  /** When it was given (ms since 1970) and for how long. */
  givenAt: number;
  livesMs: number;
}

/** What can be seen of it; a new object for every change. */
export interface Standing {
  atMs: number;
  playing: boolean;
  error: Error | null;
}

export class Sound {
  readonly audio = new Audio();
  private standing: Standing = { atMs: 0, playing: false, error: null };
  private listeners = new Set<() => void>();
  private address: Address | null = null;
  /** The place to begin at, asked for before the file was there. */
  private pendingMs: number | null = null;
  /** Whether the person wants to hear it; the element itself stops when its address has run out. */
  private wanted = false;

  /** @param renew asks for a new address. */
  constructor(private readonly renew: () => Promise<Address>) {
    // Nothing is read before it is needed.
    this.audio.preload = 'none';
  }

  /** Begin to listen to the element; the answer ends it. */
  readonly attach = (): (() => void) => {
    const heard: [string, () => void][] = [
      ['timeupdate', this.moved],
      ['seeking', this.moved],
      ['loadedmetadata', this.arrived],
      ['play', () => this.show({ playing: true })],
      ['pause', () => this.show({ playing: false })],
      ['ended', this.ended],
      ['error', this.failed],
    ];
    for (const [name, listener] of heard) this.audio.addEventListener(name, listener);
    if (this.address && !this.audio.hasAttribute('src')) this.readFrom(this.address.url);
    return () => {
      for (const [name, listener] of heard) this.audio.removeEventListener(name, listener);
      this.wanted = false;
      this.audio.pause();
      this.audio.removeAttribute('src');
      this.audio.load();
    };
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly now = (): Standing => this.standing;

  /** The address to read from, once it is known. */
  takeAddress(address: Address): void {
    this.address = address;
    if (!this.audio.hasAttribute('src')) this.readFrom(address.url);
  }

  /** The whole file has been read already: hear that, unless playing has begun. The answer gives it up again. */
  takeFile(file: Blob): () => void {
    const own = URL.createObjectURL(file);
    if (this.audio.readyState === 0 && !this.wanted) {
      this.audio.preload = 'auto';
      this.readFrom(own);
    }
    return () => {
      if (this.audio.src === own) {
        this.audio.removeAttribute('src');
        this.audio.load();
      }
      URL.revokeObjectURL(own);
    };
  }

  seek(ms: number): void {
    const to = Math.max(0, ms);
    this.show({ atMs: to });
    if (this.audio.readyState > 0) this.audio.currentTime = to / 1000;
    else {
      this.pendingMs = to;
      this.audio.preload = 'auto';
    }
  }

  back(ms: number): void {
    this.seek(this.standing.atMs - ms);
  }

  setSpeed(speed: number): void {
    this.audio.defaultPlaybackRate = speed;
    this.audio.playbackRate = speed;
  }

  togglePlay(): void {
    if (!this.audio.paused) {
      this.wanted = false;
      this.audio.pause();
    } else {
      this.wanted = true;
      if (
        this.fromAddress &&
        this.address &&
        Date.now() > this.address.givenAt + this.address.livesMs - SPARE_MS
      )
        void this.readAgain();
      else this.play();
    }
  }

  /** Ask for a new address and go on where it was. */
  async readAgain(): Promise<void> {
    this.show({ error: null });
    try {
      this.address = await this.renew();
      this.readFrom(this.address.url);
    } catch (error) {
      this.show({ error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  private get fromAddress(): boolean {
    return !this.audio.src.startsWith('blob:');
  }

  private readFrom(source: string): void {
    if (this.standing.atMs > 0) this.pendingMs = this.standing.atMs;
    this.audio.src = source;
    if (this.pendingMs !== null) this.audio.preload = 'auto';
    if (this.wanted) this.play();
  }

  private play(): void {
    // A refusal comes as an `error` event too, or is no fault: the person stopped it meanwhile.
    void this.audio.play().catch(() => undefined);
  }

  private show(change: Partial<Standing>): void {
    this.standing = { ...this.standing, ...change };
    for (const listener of this.listeners) listener();
  }

  private readonly moved = (): void => {
    if (this.pendingMs === null) this.show({ atMs: this.audio.currentTime * 1000 });
  };

  private readonly arrived = (): void => {
    if (this.pendingMs !== null) this.audio.currentTime = this.pendingMs / 1000;
    this.pendingMs = null;
    this.show({ error: null });
  };

  private readonly ended = (): void => {
    this.wanted = false;
    this.show({ playing: false });
  };

  private readonly failed = (): void => {
    if (!this.audio.hasAttribute('src')) return;
    this.show({ playing: false });
    const ranOut = this.fromAddress && this.address !== null && Date.now() - this.address.givenAt > YOUNG_MS;
    if (ranOut) void this.readAgain();
    else this.show({ error: new Problem('unplayable', 415, 'The browser cannot play this recording.') });
  };
}
