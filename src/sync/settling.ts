import type { MirrorWriter } from '../mirror/index.ts';

/** Values compared in one transaction. */
const VALUES = 500;
/** Roots projected in one transaction. */
const ROOTS = 300;

export interface Settling {
  writer: MirrorWriter;
  /** All bricks of the hub: what is recognised in one is projected again in another. */
  bricks: readonly string[];
  isStopped(): boolean;
  /** Roots may be due already: after a binding by hand. */
  projectFirst?: boolean;
  /** How many roots of a brick are still due. */
  progress?(brick: string, due: number): void;
}

/**
 * Recognises entities of several bricks as one and projects what that changed, until nothing is left. What is left at a
 * stop or a kill is on the mirror's lists and done the next time.
 */
export async function settleBindings({ writer, bricks, isStopped, progress, projectFirst }: Settling): Promise<void> {
  for (let round = 0; !isStopped(); round++) {
    let changed = 0;
    for (let due = 1; due > 0 && !isStopped();) {
      const step = await writer.match({ limit: VALUES });
      due = step.due;
      changed += step.changed;
    }
    if (changed === 0 && !(round === 0 && projectFirst)) return;
    for (const brick of bricks) {
      for (let due = 1; due > 0 && !isStopped();) {
        ({ due } = await writer.project({ brick, limit: ROOTS }));
        progress?.(brick, due);
      }
    }
  }
}
