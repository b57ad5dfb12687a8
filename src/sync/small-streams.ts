import type { Stream } from '#sdk';
import type { Threshold } from './hold-rules.ts';

/** From these percentages of a stream on changes wait for a person, however few records that is; null: never for that. */
export interface Shares {
  deletions: number | null;
  changes: number | null;
}

/** What a stream declares of its records. */
export type ShapedStream = Pick<Stream, 'texts' | 'watched' | 'mayBeEmpty' | 'discount'>;

/** Of fewer records, a share says nothing. */
const LEAST_SIZE = 5;
/** So many records may always change: somebody tidies up. */
const ALWAYS = 2;
/** Within longer windows there may be more, but not this share of all that was there. */
const HALF = 50;

/**
 * Which shares of a stream are looked at. Deletions: of what is something by itself, such as products, customers and
 * orders (the root of an aggregate); its parts go with it, price rules end with the sale, and a list of what is under
 * way empties. Rewrites and moved prices: of what is sold (texts that people read, or a price that is watched `each`);
 * what else changes on many records at once is the day's work: statuses of orders.
 */
export function sharesOf(
  { texts = [], watched = [], mayBeEmpty, discount }: ShapedStream,
  isRoot: boolean,
  { percent, deletePercent = 100, changePercent = 100 }: Threshold,
): Shares {
  const isLasting = isRoot && mayBeEmpty !== true && !discount;
  const isSold = texts.length > 0 || watched.some(({ each }) => each === true);
  // Whoever lets more of every stream go lets it go of a small one, too.
  const above = (share: number): number | null => (share > percent && share < 100 ? share : null);
  return { deletions: isLasting ? above(deletePercent) : null, changes: isSold ? above(changePercent) : null };
}

/** What is allowed anyway, but less than this share of a stream of so many records. */
export function belowShare(allowed: number, share: number | null, size: number): number {
  if (share === null || size < LEAST_SIZE) return allowed;
  return Math.min(allowed, Math.max(Math.ceil((size * share) / 100) - 1, ALWAYS));
}

/** A share within a window that may have so many times as much. */
export function shareWithin(share: number | null, times: number): number | null {
  return share === null ? null : Math.max(share, Math.min(share * times, HALF));
}
