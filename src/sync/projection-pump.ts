import type { Aggregate, Stream } from '#sdk';
import type { MirrorWriter } from '../mirror/index.ts';

/** Roots projected in one transaction: large enough to be cheap, small enough not to keep the next page waiting. */
const BATCH = 300;

export interface Pump {
  /** A stream of this run has ended, well or not. */
  ended(kind: string): void;
  /** Projects until nothing is due, or until the signal. Throws what projecting threw. */
  drain(progress: (due: number) => void): Promise<void>;
}

export interface PumpOptions {
  brick: string;
  writer: MirrorWriter;
  streams: readonly Stream[];
  aggregates: readonly Aggregate[];
  /** Ends the projecting after the batch under way; what is due stays due, for the next run. */
  signal: AbortSignal;
}

/**
 * Projects in the background while a run still waits for its brick, as soon as all that projections read was read:
 * earlier, the same roots would be projected again and again. Streams that come after a root (its pictures) are not
 * waited for; they take long, and what they add is projected at the end.
 */
export function createPump({ brick, writer, streams, aggregates, signal }: PumpOptions): Pump {
  const awaited = awaitedKinds(streams, aggregates);
  let pumping: Promise<void> = Promise.resolve();
  let failure: Error | null = null;
  const pump = async (): Promise<void> => {
    for (let due = 1; due > 0 && !signal.aborted;) ({ due } = await writer.project({ brick, limit: BATCH }));
  };
  return {
    ended(kind) {
      if (!awaited.delete(kind) || awaited.size > 0) return;
      pumping = pump().catch((error: unknown) => {
        failure = error instanceof Error ? error : new Error(String(error));
      });
    },
    async drain(progress) {
      await pumping;
      if (failure) throw failure;
      for (let due = 1; due > 0 && !signal.aborted;) {
        ({ due } = await writer.project({ brick, limit: BATCH }));
        progress(due);
      }
    },
  };
}

function awaitedKinds(streams: readonly Stream[], aggregates: readonly Aggregate[]): Set<string> {
  const roots = new Set(aggregates.map(({ root }) => root));
  const read = new Set([...roots, ...aggregates.flatMap(({ reads }) => reads.map(({ kind }) => kind))]);
  const kept = streams.filter(({ kind, after = [] }) => read.has(kind) && !after.some((root) => roots.has(root)));
  return new Set(kept.map(({ kind }) => kind));
}
