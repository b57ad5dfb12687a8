import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { asMirrorError } from './mirror-error.ts';

/** What there is of it. */
const KINDS = ['past', 'scratch', 'trials'] as const;
type Kind = (typeof KINDS)[number];

/**
 * The folder of what one process will throw away, `<data>/<kind>/<process>`. It is locked for as long as the process
 * lives: what a killed one left is told by its free lock, and thrown away by the next that looks. What lies in it
 * outlives no process: it can be built again at any time, and holds what people may have asked to be erased since.
 */
export class ThrowAwayFolder {
  readonly #path: string;
  #lock: FolderLock | null = null;

  constructor(data: string, kind: Kind) {
    this.#path = join(data, kind, randomUUID());
  }

  /** Throws away what others left behind. Of folders that cannot be removed nothing is said: they are tried again. */
  static sweep(data: string, kind: Kind): void {
    const all = join(data, kind);
    for (const name of namesIn(all)) {
      const path = join(all, name);
      try {
        const lock = lockFolder(path);
        lock.release();
        rmSync(path, { recursive: true, force: true });
      } catch {
        // Somebody uses it, or it is no folder of ours.
      }
    }
  }

  static sweepAll(data: string): void {
    for (const kind of KINDS) ThrowAwayFolder.sweep(data, kind);
  }

  /** A new, empty folder for one use. */
  make(): string {
    try {
      const path = join(this.#path, randomUUID());
      mkdirSync(path, { recursive: true, mode: 0o700 });
      this.#lock ??= lockFolder(this.#path);
      return path;
    } catch (error) {
      throw asMirrorError(error);
    }
  }

  /** Removes everything. */
  close(): void {
    this.#lock?.release();
    this.#lock = null;
    rmSync(this.#path, { recursive: true, force: true });
  }
}

export function bytesIn(folder: string): number {
  let total = 0;
  for (const name of namesIn(folder)) total += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  return total;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
