import type { Logger } from 'pino';
import type { AuditHead, AuditStore, NewAuditEntry } from '../mirror/index.ts';
import { readAnchor, writeAnchor } from './anchor.ts';
import { QueuedTrail, TRAIL_DEFAULTS, type After, type TrailSettings } from './queued-trail.ts';
import { forget, keptForLater } from './spool.ts';

/** Enters what happens. */
export interface AuditTrail {
  /** For what was read or refused: entered within half a second. Rejects where that cannot be. */
  note(entry: Entered): Promise<void>;
  /** For what changes something: resolves with its number when it is entered; `lasting`: on disk. */
  enter(entry: Entered, options: { lasting: boolean }): Promise<number>;
  /** Writes what waits. */
  flush(): Promise<void>;
  /** Lets go of what is too old, now and once a day. */
  start(): void;
  close(): Promise<void>;
}

/** When it was, the trail says. */
export type Entered = Omit<NewAuditEntry, 'at'>;

export interface TrailOptions {
  store: AuditStore;
  /** The hub's data folder. */
  data: string;
  keepDays: number;
  after: After;
  now(): Date;
  log: Logger;
  settings?: TrailSettings;
}

const DAY = 86_400_000;
const ANCHOR_MS = 60_000;
const TOLD_MS = 3_600_000;
/** Above every `seq` that the databases know. */
const NEWEST = 2_147_483_647;

/** Opens the trail; enters first what was noted while no hub ran. */
export async function openTrail(options: TrailOptions): Promise<AuditTrail> {
  const { store, data, now, log, after } = options;
  const anchors = new Anchors(options);
  await anchors.look();
  const queue = new QueuedTrail({
    ...(options.settings ?? TRAIL_DEFAULTS),
    ...{ store, after, log, lasted: (head: AuditHead) => anchors.offer(head) },
  });
  const kept = await keptForLater(data);
  if (kept.length > 0) {
    await anchors.offer(await store.append({ entries: kept, lasting: true }));
    await forget(data);
  }
  let callOff: (() => void) | null = null;
  const cut = (): void => {
    callOff = after(DAY, cut);
    const before = new Date(now().getTime() - options.keepDays * DAY).toISOString();
    store
      .cut({ before, at: now().toISOString() })
      .then(async (done) => {
        if (done === null) return;
        log.info(done, 'audit: old entries were let go');
        await anchors.offer(done.head);
      })
      .catch((err: unknown) => log.error({ err }, 'audit: old entries could not be let go'));
  };
  const stamped = (entry: Entered): NewAuditEntry => ({ ...entry, at: now().toISOString() });
  return {
    note: (entry) => queue.note(stamped(entry)),
    enter: (entry, how) => queue.enter(stamped(entry), how),
    flush: () => queue.flush(),
    start: cut,
    async close() {
      callOff?.();
      const lost = await queue.close();
      // Names of tokens and hub ids: nothing of anybody.
      for (const entry of lost) log.error({ entry }, 'audit: this entry could not be written');
      await anchors.close();
    },
  };
}

/** Writes heads down beside the database, and into the log. */
class Anchors {
  readonly #options: TrailOptions;
  #head: AuditHead | null = null;
  #anchored = { at: -Infinity, seq: 0 };
  #toldAt = -Infinity;
  /** What was written down and is not in the table is evidence: it stays until a person has looked. */
  #isBroken = false;

  constructor(options: TrailOptions) {
    this.#options = options;
  }

  /** Whether the table still has what was written down last. */
  async look(): Promise<void> {
    const { store, data, log } = this.#options;
    try {
      const anchor = await readAnchor(data);
      if (anchor === null) return;
      const [found] = await store.stored({ after: anchor.seq - 1, through: NEWEST, limit: 1 });
      // What was cut off since then, the chain itself tells.
      if (found && (found.seq > anchor.seq || found.hash === anchor.hash)) return;
      this.#isBroken = true;
      log.error({ anchor }, 'audit: the trail lacks what was written down as its head; run: mortar audit verify');
    } catch (err) {
      this.#isBroken = true;
      log.error({ err }, 'audit: the anchor cannot be read; run: mortar audit verify');
    }
  }

  async offer(head: AuditHead): Promise<void> {
    this.#head = head;
    const now = this.#options.now().getTime();
    if (now - this.#anchored.at >= ANCHOR_MS) await this.#write(head);
    if (now - this.#toldAt < TOLD_MS) return;
    this.#toldAt = now;
    this.#options.log.info(head, 'audit: head');
  }

  async close(): Promise<void> {
    if (this.#head === null || this.#head.seq === this.#anchored.seq) return;
    await this.#write(this.#head);
    this.#options.log.info(this.#head, 'audit: head');
  }

  async #write(head: AuditHead): Promise<void> {
    if (this.#isBroken) return;
    const { data, now, log } = this.#options;
    try {
      await writeAnchor(data, head, now());
      this.#anchored = { at: now().getTime(), seq: head.seq };
    } catch (err) {
      log.error({ err }, 'audit: the anchor cannot be written');
    }
  }
}
