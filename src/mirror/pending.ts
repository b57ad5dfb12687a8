import type { RawRecord } from '#sdk';
import type { Change } from './contract.ts';

/** What one stream of one run wants to change, before it is judged. */
export interface PendingChange {
  id: string;
  change: Change;
  /** Published body before, or null. */
  before: RawRecord['body'] | null;
  /** Body now, or null for a tombstone. */
  after: RawRecord['body'] | null;
  /**
   * What was published when the window began, or what a person or the hub itself has said since; absent: the same as
   * before. By this, what changes in small steps is seen whole.
   */
  baseline?: RawRecord['body'] | null;
  /** The hub has written this record, and it has not been read since. */
  isEcho?: boolean;
  /** A person had accepted this very word before the mirror was restored. */
  isVouched?: boolean;
}

/** What of a publication was strange, and how much of it was only what the hub itself had written. */
export interface Surprises {
  /** Updates that were put down to our own writing, or to the ordinary day. */
  echoes: number;
  /** All other updates, but for sales. */
  rewrites: number;
  prices: number;
  identities: number;
  reshaped: number;
  discounts: number;
  /** Prices that moved further than a price list does, and nothing else. */
  sales: number;
  /** Names and the like of which no word is left. */
  texts: number;
}

export interface StreamCounts {
  /** Records published and alive. */
  published: number;
  /**
   * Published since the given time: distinct records by change, and what was strange. Not counted: first reads, what a
   * person accepted, what the hub itself had written.
   */
  recent: { update: number; delete: number } & Omit<Surprises, 'echoes' | 'rewrites'>;
  /** The same since the earlier times that were asked for. */
  longer?: ({ delete: number } & Omit<Surprises, 'echoes' | 'rewrites'>)[];
}
