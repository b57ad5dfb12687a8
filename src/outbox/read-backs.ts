import type { Logger } from 'pino';
import { PermanentError, type Delivered } from '#sdk';
import type { MessageWriter } from '../mirror/index.ts';

/** Records that a delivery wrote. */
export type Touched = Delivered['touched'];

/**
 * Reads records again that were just written, and publishes them. `busy`: a run of the brick is under way,
 * which may have read them before they were written and store them later. `unread`: kinds that cannot be read so.
 */
export type ReadBack = (
  brick: string,
  touched: Touched,
  signal: AbortSignal,
) => Promise<'busy' | { unread: readonly string[] }>;

/** Messages read back at once. */
const BATCH = 200;
const WAIT_MS = 5_000;
/** After so many failures in a row, confirming is left to the brick's next complete run. */
const MOST_FAILURES = 10;

export interface ReadBacksOptions {
  readBack: ReadBack;
  /** Shows in queries what was read back and confirmed. */
  project(brick: string, signal: AbortSignal): Promise<void>;
  writer: Pick<MessageWriter, 'confirm'>;
  log: Logger;
  now(): Date;
  /** Something that was under way has ended. */
  onEnd(): void;
}

interface Waiting {
  messages: { id: string; touched: Touched }[];
  failures: number;
  notBefore: number;
  running: Promise<void> | null;
}

export interface ReadBacks {
  add(brick: string, id: string, touched: Touched): void;
  /** Begins what waits and may be tried. */
  wake(): void;
  underWay(): Promise<void>[];
  stop(): void;
}

/**
 * Confirms delivered messages by what their brick says now, many at once. Kept in memory only: what a kill takes away is
 * confirmed by the next complete run of the brick.
 */
export function createReadBacks({ readBack, project, writer, log, now, onEnd }: ReadBacksOptions): ReadBacks {
  const bricks = new Map<string, Waiting>();
  const stopping = new AbortController();

  function begin(brick: string, waiting: Waiting): void {
    if (waiting.running || waiting.messages.length === 0 || stopping.signal.aborted) return;
    if (now().getTime() < waiting.notBefore) return;
    waiting.running = oneBatch(brick, waiting)
      .then((goesOn) => {
        waiting.running = null;
        if (goesOn) begin(brick, waiting);
      })
      .finally(onEnd);
  }

  /** Resolves with whether the next batch may follow at once. */
  async function oneBatch(brick: string, waiting: Waiting): Promise<boolean> {
    const batch = waiting.messages.splice(0, BATCH);
    try {
      const end = await readBack(brick, joined(batch.map(({ touched }) => touched)), stopping.signal);
      if (end === 'busy') {
        waiting.messages.unshift(...batch);
        return false;
      }
      const read = batch.filter(({ touched }) => !touched.some(({ kind }) => end.unread.includes(kind)));
      const ids = read.map(({ id }) => id);
      if (ids.length > 0) await writer.confirm({ ids, at: now().toISOString() });
      // Not before: what the message lays over it and what lies below change in the same instant.
      await project(brick, stopping.signal);
      waiting.failures = 0;
      return true;
    } catch (error) {
      if (stopping.signal.aborted) return false;
      waiting.failures += 1;
      waiting.notBefore = now().getTime() + WAIT_MS;
      const isLeft = error instanceof PermanentError || waiting.failures >= MOST_FAILURES;
      if (!isLeft) waiting.messages.unshift(...batch);
      const then = isLeft ? 'the next complete run confirms it' : 'it is tried again';
      log.warn({ err: error, brick, messages: batch.length }, `what was written could not be read back; ${then}`);
      return false;
    }
  }

  return {
    add(brick, id, touched) {
      // A file that was dropped: nothing is changed in the brick yet, and its next run tells.
      if (touched.length === 0) return;
      const waiting = bricks.get(brick) ?? { messages: [], failures: 0, notBefore: 0, running: null };
      bricks.set(brick, waiting);
      waiting.messages.push({ id, touched });
      begin(brick, waiting);
    },
    wake() {
      for (const [brick, waiting] of bricks) begin(brick, waiting);
    },
    underWay: () => [...bricks.values()].flatMap(({ running }) => (running ? [running] : [])),
    stop: () => stopping.abort(),
  };
}

function joined(all: readonly Touched[]): Touched {
  const kinds = new Map<string, Set<string>>();
  for (const { kind, ids } of all.flat()) {
    const known = kinds.get(kind) ?? new Set();
    kinds.set(kind, known);
    for (const id of ids) known.add(id);
  }
  return [...kinds].map(([kind, ids]) => ({ kind, ids: [...ids] }));
}
