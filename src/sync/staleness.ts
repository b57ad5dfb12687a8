import type { RunState } from '../mirror/index.ts';

/** Late by more than one whole turn of the schedule: a run that takes its time is not stale yet. */
const TURNS = 2;

/** Whether answers from this brick may be older than its schedule promises. */
export function isStale(
  brick: { interval: number; lastGoodAt: string | null; lastState: RunState | null },
  now: Date,
): boolean {
  if (!brick.lastGoodAt || brick.lastState === 'failed') return true;
  return now.getTime() - Date.parse(brick.lastGoodAt) > brick.interval * TURNS;
}
