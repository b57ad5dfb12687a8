import type { MirrorWriter } from '../mirror/index.ts';

/** Roots projected in one transaction: large enough to be cheap, small enough not to keep the next page waiting. */
const BATCH = 100;

export interface Pump {
  /** Something of this kind was published; projection may go on. */
  published(kind: string): void;
  /** Projects until nothing is due. Throws what projecting threw. */
  drain(progress: (due: number) => void): Promise<void>;
}

/**
 * Projects in the background while a run waits for its brick. It starts with the kinds that are roots of an
 * aggregate: a connector's streams come in an order in which what a root reads was read before it.
 */
export function createPump(options: { brick: string; writer: MirrorWriter; roots: ReadonlySet<string> }): Pump {
  const { brick, writer, roots } = options;
  let pumping: Promise<void> | null = null;
  let failure: unknown;
  const pump = async (): Promise<void> => {
    for (let due = 1; due > 0;) ({ due } = await writer.project({ brick, limit: BATCH }));
  };
  return {
    published(kind) {
      if (!roots.has(kind) || pumping || failure) return;
      pumping = pump()
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => {
          pumping = null;
        });
    },
    async drain(progress) {
      await pumping;
      if (failure) throw failure instanceof Error ? failure : new Error(String(failure));
      for (let due = 1; due > 0;) {
        ({ due } = await writer.project({ brick, limit: BATCH }));
        progress(due);
      }
    },
  };
}
