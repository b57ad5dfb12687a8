import type { RawRecord } from '#sdk';
import type { ListQuery } from './list-query.ts';

/** One resource, as the ways of reading see it. */
export interface Source {
  /** Rows a page. */
  rows: number;
  /** The shop's time zone. */
  timezone: string;
  /** How far a changed-since read reaches back. */
  overlapMs: number;
  /** Within this time everything has been compared. */
  boundMs: number;
  /** Whether rows of changed orders are read again. */
  followsOrders: boolean;
  /** Full rows; only what differs from "a page of all" needs to be said. */
  list(query: Partial<ListQuery>, signal: AbortSignal): Promise<RawRecord[]>;
  /** `id` and `date_upd` of orders. */
  changedOrders(filters: Readonly<Record<string, string>>, after: number, signal: AbortSignal): Promise<RawRecord[]>;
  /** Drops the rows that the mirror does not hold. */
  wanted(records: RawRecord[]): RawRecord[];
}
