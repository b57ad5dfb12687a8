import type { HoldReason, PendingChange, StreamCounts } from '../mirror/index.ts';
import type { JsonValue, WatchedField } from '#sdk';

/** From which size on a batch of changes waits for a person: the larger of a share and a number of records. */
export interface Threshold {
  percent: number;
  records: number;
}

/** What a stream of a run wants to change, counted while its pending revisions pass by. */
export interface PendingTally {
  creates: number;
  updates: number;
  deletes: number;
  /** Updates that lost a field or changed a field's type. */
  reshaped: number;
  extreme: Record<WatchedField['sense'], number>;
  sample: string[];
}

/** A price that falls to a tenth or rises tenfold is no sale: it is a mistake or an attack. */
const EXTREME_FACTOR = 10;
const SAMPLE_SIZE = 10;

export function emptyTally(): PendingTally {
  return {
    creates: 0,
    updates: 0,
    deletes: 0,
    reshaped: 0,
    extreme: { price: 0, quantity: 0, identity: 0 },
    sample: [],
  };
}

export function countChange(tally: PendingTally, pending: PendingChange, watched: readonly WatchedField[]): void {
  if (pending.change === 'revert') return;
  if (tally.sample.length < SAMPLE_SIZE && pending.change !== 'create') tally.sample.push(pending.id);
  if (pending.change === 'create') tally.creates += 1;
  if (pending.change === 'delete') tally.deletes += 1;
  if (pending.change !== 'update') return;
  tally.updates += 1;
  if (!pending.before || !pending.after) return;
  if (isReshaped(pending.before, pending.after)) tally.reshaped += 1;
  for (const sense of ['price', 'quantity', 'identity'] as const) {
    const fields = watched.filter((field) => field.sense === sense);
    const { before, after } = pending;
    if (fields.some(({ field }) => isExtreme(sense, before[field], after[field]))) tally.extreme[sense] += 1;
  }
}

/** The same without what the hub itself wrote and has not read back yet: its echo is no surprise. */
export function withoutEchoes(tally: PendingTally, echoes: number): PendingTally {
  const less = (count: number): number => Math.max(0, count - echoes);
  const { price, quantity, identity } = tally.extreme;
  const extreme = { price: less(price), quantity: less(quantity), identity: less(identity) };
  return { ...tally, updates: less(tally.updates), extreme };
}

/**
 * Why these changes must not be published without a person; empty: they may.
 * `counts.recent` are the records changed within the rolling window, so that a batch cut into slices is seen whole.
 */
export function judge(tally: PendingTally, counts: StreamCounts, threshold: Threshold): HoldReason[] {
  const size = counts.published;
  const limit = Math.max(Math.ceil((size * threshold.percent) / 100), threshold.records);
  const reasons: HoldReason[] = [];
  const check = (rule: HoldReason['rule'], count: number, allowed: number, message: string): void => {
    if (count > allowed) reasons.push({ rule, count, threshold: allowed, message });
  };
  const deletions = tally.deletes > 0 ? tally.deletes + counts.recent.delete : 0;
  const rewrites = tally.updates > 0 ? tally.updates + counts.recent.update : 0;
  check('deletions', deletions, limit, `${deletions} of ${size} records would be gone within the window.`);
  check('rewrites', rewrites, limit, `${rewrites} of ${size} records would be rewritten within the window.`);
  if (size > 0 && tally.deletes >= size)
    check('emptied', tally.deletes, 0, `All ${size} records of the stream would be gone.`);
  const { price, quantity, identity } = tally.extreme;
  const few = (share: number, least: number, most: number): number => tolerated(size, share, least, most);
  check('shape', tally.reshaped, few(0.02, 5, 25), `${tally.reshaped} records lost a field or changed its type.`);
  check(
    'prices',
    price,
    few(0.01, 3, 10),
    `${price} prices moved by a factor of ${EXTREME_FACTOR} or more, or to zero.`,
  );
  check('quantities', quantity, few(0.1, 20, 500), `${quantity} stocks fell to zero or multiplied at once.`);
  check('identities', identity, few(0.01, 3, 10), `${identity} records changed who they belong to (e-mail).`);
  return reasons;
}

/** Suspicious moves pass up to a share of the stream, between two bounds, and never half of a small stream. */
function tolerated(size: number, share: number, least: number, most: number): number {
  const suspicious = Math.min(Math.max(Math.ceil(size * share), least), most, Math.ceil(size / 2));
  return Math.max(suspicious - 1, 0);
}

function isReshaped(before: Record<string, JsonValue>, after: Record<string, JsonValue>): boolean {
  return Object.entries(before).some(([field, value]) => {
    if (!(field in after)) return true;
    const now = after[field] ?? null;
    return value !== null && now !== null && typeOf(value) !== typeOf(now);
  });
}

function typeOf(value: JsonValue): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function isExtreme(sense: WatchedField['sense'], before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  if (before === after) return false;
  if (sense === 'identity') return before !== null && before !== undefined && before !== '' && before !== after;
  const [was, is] = [Number(before), Number(after)];
  if (!(was > 0)) return false;
  if (sense === 'quantity') return is <= 0 || is >= was * 1000;
  return !(is > was / EXTREME_FACTOR && is < was * EXTREME_FACTOR);
}
