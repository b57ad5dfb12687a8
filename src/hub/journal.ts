import type { Logger } from 'pino';
import type { JournalWriter } from '../mirror/index.ts';
import type { Timers } from '../outbox/index.ts';
import type { BackupPlan, JournalThread } from '../recovery/index.ts';
import type { Outbox } from '../roles/graph/index.ts';

/** How long an answer waits for a target at most: a shop goes on selling while none can be reached. */
const LONGEST_MS = 10_000;

export interface Journal {
  /** From when it resolves, what is acknowledged is noted. To be awaited before anybody may come in. */
  begin(): Promise<void>;
  /** Whether the newest backup is one that the journal goes on from. */
  hasBase(): Promise<boolean>;
  start(): void;
  /** Resolves when what was acknowledged until now lies at a target, or when that takes too long. */
  shipped(): Promise<void>;
  /** The outbox, as those see it who are promised that what is answered lies at a target. */
  guard(outbox: Outbox): Outbox;
  stop(): Promise<void>;
}

export interface JournalOptions {
  plan: BackupPlan;
  writer: JournalWriter;
  /** Makes this the only process that sends it; null while another one does. */
  lock(): Promise<(() => Promise<void>) | null>;
  thread: JournalThread;
  /** Of the newest backup that lies anywhere: the line and the keys of its journal; null: there is none. */
  newest(): Promise<{ line: string; keyring: string } | null>;
  keyring: string;
  log: Logger;
  timers: Timers;
  now(): Date;
}

/** Sends what the outbox acknowledges to where backups are kept, between two backups. */
export function createJournal(options: JournalOptions): Journal {
  return new ShippedJournal(options);
}

class ShippedJournal implements Journal {
  readonly #options: JournalOptions;
  readonly #everyMs: number;
  #line = '';
  #release: (() => Promise<void>) | null = null;
  #callOff: (() => void) | null = null;
  #going: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #told = '';

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#everyMs = everyMs(options.plan.journal.every);
  }

  async begin(): Promise<void> {
    const { writer, now } = this.#options;
    ({ line: this.#line } = await writer.beginJournal({ at: now().toISOString() }));
  }

  async hasBase(): Promise<boolean> {
    const { newest, keyring } = this.#options;
    const base = await newest();
    return base?.line === this.#line && base.keyring === keyring;
  }

  start(): void {
    if (this.#callOff) return;
    this.#schedule();
    // What was noted before the hub was stopped, or cut off.
    void this.#round();
  }

  #schedule(): void {
    this.#callOff = this.#options.timers.after(this.#everyMs, () => {
      void this.#round().finally(() => {
        if (this.#callOff) this.#schedule();
      });
    });
  }

  async shipped(): Promise<void> {
    const late = Promise.withResolvers<void>();
    const callOff = this.#options.timers.after(LONGEST_MS, late.resolve);
    await Promise.race([this.#round(), late.promise]);
    callOff();
  }

  guard(outbox: Outbox): Outbox {
    if (this.#options.plan.journal.before !== 'answer') return outbox;
    const after = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
      const given = await answer;
      await this.shipped();
      return given;
    };
    return {
      ...outbox,
      submit: (order) => after(outbox.submit(order)),
      redrive: (id, by) => after(outbox.redrive(id, by)),
      discard: (id, by, reason) => after(outbox.discard(id, by, reason)),
    };
  }

  async stop(): Promise<void> {
    this.#callOff?.();
    this.#callOff = null;
    // What was acknowledged last is on its way before the machine may be gone.
    if (this.#line !== '') await this.shipped();
    await this.#options.thread.close();
    await this.#release?.();
    this.#release = null;
  }

  /** One round that begins after now; those who ask while one is under way share the next. */
  #round(): Promise<void> {
    if (!this.#going) {
      this.#going = this.#ship().finally(() => (this.#going = null));
      return this.#going;
    }
    this.#next ??= this.#going.then(() => {
      this.#next = null;
      return this.#round();
    });
    return this.#next;
  }

  async #ship(): Promise<void> {
    const { lock, thread } = this.#options;
    try {
      this.#release ??= await lock();
      if (this.#release === null) return;
      const { failures } = await thread.ship(this.#line);
      this.#tell(failures.map(({ target, code, message }) => `${target}: ${code}: ${message}`).join('\n'));
    } catch (error) {
      this.#tell(error instanceof Error ? error.message : String(error));
    }
  }

  /** Once for the same trouble. */
  #tell(trouble: string): void {
    const { log } = this.#options;
    if (trouble !== '' && trouble !== this.#told)
      log.warn({ trouble }, 'journal: not sent everywhere; it is tried again');
    if (trouble === '' && this.#told !== '') log.info('journal: sent everywhere again');
    this.#told = trouble;
  }
}

/** `30s`, `5m`: as the configuration has checked it. */
function everyMs(every: string): number {
  return Number(every.slice(0, -1)) * (every.endsWith('m') ? 60_000 : 1_000);
}
