import type { RawRecord } from '#sdk';
import type { Rotation } from './checkpoint.ts';
import { keysetPages } from './keyset.ts';

export interface RotationPace {
  /** Milliseconds within which all must have been compared. */
  boundMs: number;
  /** Rows a page: the least that a slice reads. */
  page: number;
}

/** Room for runs that come late and for a table that grows meanwhile. */
const SAFETY = 0.8;

/** How many rows are due now. Infinity: to the end of the rotation. */
export function dueRows(rotation: Rotation, now: number, { boundMs, page }: RotationPace): number {
  const target = boundMs * SAFETY;
  if (now - rotation.started >= target) return Infinity;
  const share = Math.max(0, now - rotation.at) / target;
  return Math.max(page, Math.ceil(rotation.size * share));
}

/**
 * Compares the next slice of the whole, moving `rotation` on. This is how an edit that moved no date is found.
 * A slice that passes the end goes on from the start, but never beyond where it began.
 */
export async function* rotate(
  rotation: Rotation,
  ask: (after: number, signal: AbortSignal) => Promise<RawRecord[]>,
  pace: RotationPace,
  { now, signal }: { now: number; signal: AbortSignal },
): AsyncGenerator<RawRecord[]> {
  let left = dueRows(rotation, now, pace);
  const origin = rotation.after;
  for (let round = 0; round < 2 && left > 0; round += 1) {
    const stop = round === 0 ? Infinity : origin;
    const isEnough = ({ records, last }: { records: RawRecord[]; last: number }): boolean =>
      records.length >= left || last >= stop;
    let ended = true;
    for await (const page of keysetPages(ask, { after: rotation.after, signal, isEnough })) {
      ended = !isEnough(page);
      left -= page.records.length;
      Object.assign(rotation, { after: page.last, rows: rotation.rows + page.records.length });
      yield page.records;
    }
    if (!ended) break;
    Object.assign(rotation, { after: 0, rows: 0, size: rotation.rows, started: now });
    if (origin === 0) break;
  }
  rotation.at = now;
}
