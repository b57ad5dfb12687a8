import type { HoldReason, PendingChange, StreamCounts, Surprises } from '../mirror/index.ts';
import type { Discount, JsonObject, JsonValue, WatchedField } from '#sdk';
import { countTexts, emptyTexts, type TextTally } from './texts.ts';
import { kindOf, type Watched } from './update-kind.ts';

/** From which size on a batch of changes waits for a person: the larger of a share and a number of records. */
export interface Threshold {
  percent: number;
  records: number;
}

type Counted = WatchedField['sense'];

/** What a stream of a run wants to change, counted while its pending revisions pass by. */
export interface PendingTally {
  creates: number;
  updates: number;
  deletes: number;
  /** Updates that are no surprise: the hub's own writing, and the ordinary day's trade. */
  echoes: number;
  /** Of the latter, if the thresholds allow nothing they count, too. */
  trade: number;
  /** Updates that move prices only, further than a price list does. */
  sales: number;
  /** Updates that lost a field or changed a field's type. */
  reshaped: number;
  extreme: Record<Counted, number>;
  texts: TextTally;
  /** Records that wait whatever the others do, and by which rule. */
  suspicious: Map<string, HoldReason['rule']>;
  /** Of the suspicious ones those that are new. */
  created: Set<string>;
  sample: string[];
}

/** A price that falls to a tenth or rises tenfold is no sale: it is a mistake or an attack. */
const EXTREME_FACTOR = 10;
/** The same as a discount. */
const EXTREME_SHARE = 0.9;
const SAMPLE_SIZE = 10;
/** A sale is of a part of the catalogue: it may be of so many times the share that may be rewritten. */
const SALE_FACTOR = 5;

export function emptyTally(): PendingTally {
  return {
    ...{ creates: 0, updates: 0, deletes: 0, echoes: 0, trade: 0, sales: 0, reshaped: 0 },
    extreme: { price: 0, quantity: 0, identity: 0 },
    texts: emptyTexts(),
    suspicious: new Map(),
    created: new Set(),
    sample: [],
  };
}

export function countChange(tally: PendingTally, pending: PendingChange, watched: readonly Watched[]): void {
  if (pending.change === 'revert' || (pending.change === 'delete' && pending.isVouched)) return;
  if (tally.sample.length < SAMPLE_SIZE && pending.change !== 'create') tally.sample.push(pending.id);
  if (pending.change === 'create') tally.creates += 1;
  if (pending.change === 'delete') tally.deletes += 1;
  if (pending.change !== 'update') return;
  tally.updates += 1;
  // What the hub has written itself, or a person has vouched for, is no surprise.
  if (pending.isEcho || pending.isVouched) tally.echoes += 1;
  else if (pending.before && pending.after)
    countUpdate(tally, { ...pending, before: pending.before, after: pending.after }, watched);
}

function countUpdate(
  tally: PendingTally,
  pending: PendingChange & { before: JsonObject; after: JsonObject },
  watched: readonly Watched[],
): void {
  const { id, before, after, baseline } = pending;
  const each = watched.filter((field) => field.each === true);
  const isFallen = each.some(({ field }) => hasFallen([before[field], baseline?.[field]], after[field]));
  if (isFallen) tally.suspicious.set(id, 'prices');
  const kind = kindOf(before, after, watched);
  if (kind === 'trade') tally.trade += 1;
  if (kind === 'sale') tally.sales += 1;
  if (isReshaped(before, after)) tally.reshaped += 1;
  for (const sense of ['price', 'quantity', 'identity'] as const) {
    const fields = watched.filter((field) => field.sense === sense);
    const moved = (from: JsonObject, among = fields): boolean =>
      among.some(({ field }) => isExtreme(sense, from[field], after[field]));
    // A price that falls in small steps within the window is as low in the end.
    const isMoved = moved(before) || (sense === 'price' && baseline && moved(baseline));
    if (isMoved && !(sense === 'price' && isFallen)) tally.extreme[sense] += 1;
  }
  countTexts(tally.texts, pending, watched);
}

/** The same without what is no surprise, and without what the hub itself wrote and that was not told record by record. */
export function withoutEchoes(tally: PendingTally, others: number): PendingTally {
  const less = (count: number): number => Math.max(0, count - others);
  const { price, quantity, identity } = tally.extreme;
  const extreme = { price: less(price), quantity: less(quantity), identity: less(identity) };
  return { ...tally, updates: less(tally.updates), echoes: Math.min(tally.echoes, less(tally.updates)), extreme };
}

/** Longer windows may have more of what is strange, and less than so many single ones have. */
export const LONGER = [
  { days: 7, times: 2 },
  { days: 30, times: 4 },
] as const;

/**
 * Why these changes must not be published without a person; empty: they may.
 * `counts.recent` are the records changed within the rolling window, so that a batch cut into slices is seen whole;
 * `counts.longer` the same of `LONGER`.
 */
export function judge(
  tally: PendingTally,
  counts: StreamCounts,
  threshold: Threshold,
  { mayBeEmpty = false }: { mayBeEmpty?: boolean } = {},
): HoldReason[] {
  const size = counts.published;
  const limit = Math.max(Math.ceil((size * threshold.percent) / 100), threshold.records);
  const reasons: HoldReason[] = [];
  const check = (rule: HoldReason['rule'], count: number, allowed: number, message: string): void => {
    if (count > allowed && !reasons.some((reason) => reason.rule === rule))
      reasons.push({ rule, count, threshold: allowed, message });
  };
  const few = (share: number, least: number, most: number): number => tolerated(size, share, least, most);
  const surprises = tally.updates - tally.echoes - tally.sales - (limit === 0 ? 0 : tally.trade);
  const rewrites = surprises > 0 ? surprises + counts.recent.update : 0;
  check('rewrites', rewrites, limit, `${rewrites} of ${size} records would be rewritten within the window.`);
  if (!mayBeEmpty && size > 0 && tally.deletes >= size)
    check('emptied', tally.deletes, 0, `All ${size} records of the stream would be gone.`);
  const windows = [
    { recent: counts.recent, times: 1, span: 'the window' },
    ...LONGER.flatMap(({ days, times }, n) => {
      const recent = counts.longer?.[n];
      return recent ? [{ recent, times, span: `${days} days` }] : [];
    }),
  ];
  for (const { recent, times, span } of windows) {
    const within = (now: number, before: number): number => (now > 0 ? now + before : 0);
    const gone = within(tally.deletes, recent.delete);
    check('deletions', gone, limit * times, `${gone} of ${size} records would be gone within ${span}.`);
    const sold = within(tally.sales, recent.sales);
    check('rewrites', sold, limit * SALE_FACTOR * times, `${sold} of ${size} prices would move within ${span}.`);
    const shape = within(tally.reshaped, recent.reshaped);
    check(
      'shape',
      shape,
      few(0.02, 5, 25) * times,
      `${shape} records lost a field or changed its type within ${span}.`,
    );
    const moved = within(tally.extreme.price, recent.prices);
    const far = `moved by a factor of ${EXTREME_FACTOR} or more, or to zero, within ${span}`;
    check('prices', moved, few(0.01, 3, 10) * times, `${moved} prices ${far}.`);
    const { identity } = tally.extreme;
    const many = within(identity, recent.identities);
    const [allowed, belongs] =
      identity > few(0.01, 3, 10) ? [few(0.01, 3, 10), identity] : [few(0.03, 6, 30) * times, many];
    check('identities', belongs, allowed, `${belongs} records changed who they belong to (e-mail) within ${span}.`);
  }
  const { quantity } = tally.extreme;
  check('quantities', quantity, few(0.1, 20, 500), `${quantity} stocks fell to zero or multiplied at once.`);
  return reasons;
}

/** How many records may have another name altogether within each window: the shortest first. */
export function toleratedNames(size: number): number[] {
  const few = tolerated(size, 0.01, 3, 10);
  return [few, ...LONGER.map(({ times }) => few * times)];
}

/** What was strange and is published all the same: later runs of the window add it to theirs. */
export function surprisesOf(tally: PendingTally, others: number): Surprises {
  const { extreme, reshaped, sales, updates, suspicious, texts } = withoutEchoes(tally, others);
  const plain = Math.min(tally.updates - updates + tally.echoes + tally.trade + sales, tally.updates);
  return {
    ...{
      echoes: plain,
      rewrites: tally.updates - plain,
      prices: extreme.price,
      identities: extreme.identity,
      reshaped,
      sales,
    },
    ...{ discounts: 0, texts: [...texts.replaced].filter((id) => !suspicious.has(id)).length },
  };
}

/** Whether this discount leaves next to nothing of a price; `base`: the price that it is of, if that is known. */
export function isNearlyFree({ share, off, price }: Discount, base: number | null): boolean {
  if (share !== undefined) return share >= EXTREME_SHARE;
  if (base === null || !(base > 0)) return price !== undefined && price < 1;
  return (off ?? base - (price ?? base)) >= base * EXTREME_SHARE;
}

/** Suspicious moves pass up to a share of the stream, between two bounds, and never half of a small stream. */
function tolerated(size: number, share: number, least: number, most: number): number {
  const suspicious = Math.min(Math.max(Math.ceil(size * share), least), most, Math.ceil(size / 2));
  return Math.max(suspicious - 1, 0);
}

function isReshaped(before: JsonObject, after: JsonObject): boolean {
  return Object.entries(before).some(([field, value]) => {
    if (!(field in after)) return true;
    const now = after[field] ?? null;
    return value !== null && now !== null && typeOf(value) !== typeOf(now);
  });
}

function typeOf(value: JsonValue): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

/** To a tenth or less of any of them. An empty text says that there is none. */
function hasFallen(from: readonly (JsonValue | undefined)[], now: JsonValue | undefined): boolean {
  if (now === undefined || now === null || now === '') return false;
  return from.some((was) => Number(was) > 0 && !(Number(now) > Number(was) / EXTREME_FACTOR));
}

function isExtreme(sense: Counted, before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  if (before === after) return false;
  if (sense === 'identity') return before !== null && before !== undefined && before !== '' && before !== after;
  const [was, is] = [Number(before), Number(after)];
  if (!(was > 0)) return false;
  if (sense === 'quantity') return is <= 0 || is >= was * 1000;
  return !(is > was / EXTREME_FACTOR && is < was * EXTREME_FACTOR);
}
