import type { Logger } from 'pino';
import type { AuditHead, AuditStore, NewAuditEntry } from '../mirror/index.ts';

/** How entries come to the one writer. */
export interface TrailSettings {
  /** Entries that wait at most so long, in milliseconds. */
  flushMs: number;
  /** So many wait before they are written at once. */
  batch: number;
  /** So many may wait; whoever has more to enter waits, too. */
  most: number;
}

export const TRAIL_DEFAULTS: TrailSettings = { flushMs: 500, batch: 500, most: 10_000 };

/** Calls once, unless it is called off before. */
export type After = (ms: number, run: () => void) => () => void;

interface Queued {
  entry: NewAuditEntry;
  lasting: boolean;
  /** Of who waits for it. */
  done?: { resolve(seq: number): void; reject(error: unknown): void };
}

export interface QueuedTrailOptions extends TrailSettings {
  store: Pick<AuditStore, 'append'>;
  after: After;
  log: Logger;
  /** After entries are on disk for good. */
  lasted(head: AuditHead): Promise<void>;
}

/**
 * Entries on their way to the chain, in one order. What was read is entered in groups and waits for no disk; what
 * changes something waits for its entry.
 */
export class QueuedTrail {
  readonly #options: QueuedTrailOptions;
  #queue: Queued[] = [];
  #room: { resolve(): void; reject(error: unknown): void }[] = [];
  #writing: Promise<void> | null = null;
  #callOff: (() => void) | null = null;

  constructor(options: QueuedTrailOptions) {
    this.#options = options;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Resolves when it is taken; while too many wait, that is when some of them are written. Rejects if they cannot be. */
  async note(entry: NewAuditEntry): Promise<void> {
    while (this.#queue.length >= this.#options.most) {
      const room = new Promise<void>((resolve, reject) => this.#room.push({ resolve, reject }));
      void this.flush();
      await room;
    }
    this.#queue.push({ entry, lasting: true });
    if (this.#queue.length >= this.#options.batch) void this.flush();
    else this.#soon();
  }

  /** Resolves with its `seq` when it is entered, and, if it shall last, on disk. */
  enter(entry: NewAuditEntry, { lasting }: { lasting: boolean }): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ entry, lasting, done: { resolve, reject } });
      void this.flush();
    });
  }

  /** Writes what waits; never rejects: what cannot be written stays, and the log tells. */
  flush(): Promise<void> {
    this.#callOff?.();
    this.#callOff = null;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
      // Whoever came while the last ones were written, and waits, is written now.
      if (this.#queue.some(({ done }) => done)) void this.flush();
      else if (this.#queue.length > 0) this.#soon();
    });
    return this.#writing;
  }

  /** Ends it. Resolves with what could not be written. */
  async close(): Promise<NewAuditEntry[]> {
    await this.flush();
    if (this.#queue.length > 0) await this.flush();
    this.#callOff?.();
    return this.#queue.map(({ entry }) => entry);
  }

  #soon(): void {
    this.#callOff ??= this.#options.after(this.#options.flushMs, () => void this.flush());
  }

  async #write(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, this.#options.batch);
      // The beginnings of mutations need not last by themselves: what follows them does, and takes them with it.
      const waited = batch.filter(({ done }) => done);
      const lasting = waited.length === 0 || waited.some((one) => one.lasting);
      try {
        const head = await this.#options.store.append({ entries: batch.map(({ entry }) => entry), lasting });
        for (const [index, { done }] of batch.entries()) done?.resolve(head.seq - batch.length + 1 + index);
        for (const { resolve } of this.#room.splice(0)) resolve();
        if (lasting) await this.#options.lasted(head);
      } catch (error) {
        this.#fail(batch, error);
        return;
      }
    }
  }

  #fail(batch: readonly Queued[], error: unknown): void {
    this.#options.log.error({ err: error, waiting: batch.length }, 'audit: entries could not be written');
    for (const { done } of batch) done?.reject(error);
    this.#queue = [...batch.filter(({ done }) => !done), ...this.#queue];
    for (const { reject } of this.#room.splice(0)) reject(error);
  }
}
