import type { Aggregate, Stream } from '#sdk';
import type { MirrorWriter } from '../mirror/index.ts';
import { settleBindings } from './settling.ts';

/** Roots projected in one transaction: few while pages wait to be stored, many once all is read. */
const BATCH = 100;
const LARGE_BATCH = 300;

export interface Pump {
  /** A stream of this run has ended, well or not. */
  ended(kind: string): void;
  /** Projects until nothing is due, then recognises entities of several bricks as one; or until the signal. Throws what projecting threw. */
  drain(progress: (due: number) => void): Promise<void>;
}

export interface PumpOptions {
  brick: string;
  writer: MirrorWriter;
  streams: readonly Stream[];
  aggregates: readonly Aggregate[];
  /** All bricks of the hub; default: this one. */
  bricks?: readonly string[];
  /** Ends the projecting after the batch under way; what is due stays due, for the next run. */
  signal: AbortSignal;
}

/**
 * Projects in the background while a run still waits for its brick: the roots of a kind as soon as all that their
 * projection reads was read; earlier, the same roots would be projected again and again.
 */
export function createPump({ brick, writer, streams, aggregates, signal, bricks = [brick] }: PumpOptions): Pump {
  const awaited = awaitedKinds(streams, aggregates);
  let pumping: Promise<void> = Promise.resolve();
  let failure: Error | null = null;
  const pump = async (root: string): Promise<void> => {
    for (let due = 1; due > 0 && !signal.aborted;)
      ({ due } = await writer.project({ brick, limit: BATCH, roots: [root] }));
  };
  return {
    ended(kind) {
      for (const [root, kinds] of awaited) {
        kinds.delete(kind);
        if (kinds.size > 0) continue;
        awaited.delete(root);
        pumping = pumping
          .then(() => pump(root))
          .catch((error: unknown) => {
            failure ??= error instanceof Error ? error : new Error(String(error));
          });
      }
    },
    async drain(progress) {
      await pumping;
      if (failure) throw failure;
      for (let due = 1; due > 0 && !signal.aborted;) {
        ({ due } = await writer.project({ brick, limit: LARGE_BATCH }));
        progress(due);
      }
      await settleBindings({ writer, bricks, isStopped: () => signal.aborted });
    },
  };
}

/**
 * For each kind of root, the kinds that its projection reads. A stream that comes after roots of several kinds (their
 * pictures) is not waited for: it takes long, and what it adds is projected at the end.
 */
function awaitedKinds(streams: readonly Stream[], aggregates: readonly Aggregate[]): Map<string, Set<string>> {
  const roots = new Set(aggregates.map(({ root }) => root));
  const isLate = ({ after = [] }: Stream): boolean => after.filter((kind) => roots.has(kind)).length > 1;
  const waitedFor = new Set(streams.filter((stream) => !isLate(stream)).map(({ kind }) => kind));
  const readBy = (root: string): string[] =>
    aggregates.filter((one) => one.root === root).flatMap(({ reads }) => reads.map(({ kind }) => kind));
  return new Map(
    [...roots].map((root) => [root, new Set([root, ...readBy(root)].filter((kind) => waitedFor.has(kind)))]),
  );
}
