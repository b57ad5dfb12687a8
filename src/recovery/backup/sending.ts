import { asTargetFailure } from './failures.ts';
import type { BackupTarget } from './target.ts';

/** One target while a backup is sent: what fails at it concerns no other one. */
export class Sending {
  readonly target: BackupTarget;
  readonly #known = new Set<string>();
  failure: (Error & { code: string }) | null = null;
  bytes = 0;

  constructor(target: BackupTarget) {
    this.target = target;
  }

  /** What lies there need not be sent again. */
  know(names: Iterable<string>): void {
    for (const name of names) this.#known.add(name);
  }

  lacks(name: string): boolean {
    return this.failure === null && !this.#known.has(name);
  }

  async put(name: string, file: string, size: number): Promise<void> {
    await this.attempt(async () => {
      await this.target.put(name, file);
      this.#known.add(name);
      this.bytes += size;
    });
  }

  /** Runs what may fail at this target; after a failure, nothing is tried here any more. Null: it failed. */
  async attempt<Result>(work: () => Promise<Result>): Promise<Result | null> {
    if (this.failure !== null) return null;
    try {
      return await work();
    } catch (error) {
      this.failure ??= asTargetFailure(error, this.target.name);
      return null;
    }
  }
}
