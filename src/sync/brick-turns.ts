import { setTimeout as wait } from 'node:timers/promises';

/** Keeps other processes away from a brick while it is being synced (PostgreSQL); SQLite has one process anyway. */
export type BrickLock = (brick: string) => Promise<(() => Promise<void>) | null>;

const TRIES = 20;
const PAUSE_MS = 250;

/**
 * Takes the lock for a run. Another process may have it for the moment that reading back takes; only who keeps it longer
 * is a run. Null: one is under way.
 */
export async function lockForRun(
  lock: BrickLock,
  brick: string,
  signal: AbortSignal,
  pauseMs = PAUSE_MS,
): ReturnType<BrickLock> {
  for (let tries = 1; ; tries++) {
    const release = await lock(brick);
    if (release || tries === TRIES || signal.aborted) return release;
    await wait(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
