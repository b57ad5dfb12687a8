import type { MirrorReader } from '../contract.ts';
import { removeFolder } from '../throw-away-folder.ts';
import type { PastLimits } from './past.ts';

/** One past, from when it is asked for until it is thrown away. */
export interface ShelvedPast {
  key: string;
  publishedAt: string;
  folder: string;
  progress: number;
  /** When its building began, in milliseconds; null: others are built first. */
  startedAt: number | null;
  /** Null: it is not built yet. */
  reader: MirrorReader | null;
  bytes: number;
  /** How many read it just now. */
  readers: number;
  /** Counts up with every use. */
  usedAt: number;
  failure: Error | null;
  /** Resolves when it is built or failed. */
  done: Promise<void>;
}

/** The pasts that are kept, within bounds. What is read just now stays, whatever the bounds say. */
export class PastShelf {
  readonly #limits: PastLimits;
  readonly #pasts = new Map<string, ShelvedPast>();
  /** Not to be found any more, and still read. */
  readonly #leaving = new Set<ShelvedPast>();
  #uses = 0;

  constructor(limits: PastLimits) {
    this.#limits = limits;
  }

  get(key: string): ShelvedPast | undefined {
    return this.#pasts.get(key);
  }

  add(past: ShelvedPast): void {
    this.#pasts.set(past.key, past);
  }

  /** Makes room for one more; false: all that are kept are being read or built. */
  async makeRoom(): Promise<boolean> {
    for (const past of this.#pasts.values()) if (past.failure) this.#pasts.delete(past.key);
    while (this.#pasts.size >= this.#limits.count) if (!(await this.#dropOldest())) return false;
    return true;
  }

  /** It counts as just used: what was built a moment ago is asked for next. */
  touch(past: ShelvedPast): void {
    past.usedAt = ++this.#uses;
  }

  /** Throws away what was not read for longest until all fit. */
  async fit(): Promise<void> {
    const bytes = (): number => [...this.#pasts.values()].reduce((sum, past) => sum + past.bytes, 0);
    while (bytes() > this.#limits.bytes) if (!(await this.#dropOldest())) return;
  }

  /** Somebody reads it from now on. */
  take(past: ShelvedPast): () => void {
    past.readers += 1;
    this.touch(past);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      past.readers -= 1;
      if (past.readers === 0 && this.#leaving.delete(past)) void this.#discard(past);
    };
  }

  /** It is not to be found any more; what is read goes when it is not. */
  async drop(past: ShelvedPast): Promise<void> {
    if (this.#pasts.get(past.key) === past) this.#pasts.delete(past.key);
    if (past.readers > 0) this.#leaving.add(past);
    else await this.#discard(past);
  }

  async dropAll(): Promise<void> {
    for (const past of [...this.#pasts.values()]) await this.drop(past);
  }

  /** Takes everything away, from readers too. */
  async close(): Promise<void> {
    for (const past of [...this.#pasts.values(), ...this.#leaving]) await this.#discard(past);
    this.#pasts.clear();
    this.#leaving.clear();
  }

  async #dropOldest(): Promise<boolean> {
    const idle = [...this.#pasts.values()].filter(({ reader, readers }) => reader !== null && readers === 0);
    const [oldest] = idle.sort((a, b) => a.usedAt - b.usedAt);
    if (!oldest) return false;
    await this.drop(oldest);
    return true;
  }

  async #discard(past: ShelvedPast): Promise<void> {
    const { reader } = past;
    // What is still being built goes when that has ended.
    if (!reader) return;
    past.reader = null;
    await reader.close();
    removeFolder(past.folder);
  }
}
