import type { JsonObject, JsonValue } from './json.ts';

/** What a brick says of one thing, in the brick's own words. */
export interface RawRecord {
  /** The brick's id, as text. Unique within its stream. */
  id: string;
  /** The whole of what the brick said, lossless. */
  body: JsonObject;
}

/** One answer of a brick. The engine stores records and checkpoint in one transaction. */
export interface Page {
  records: RawRecord[];
  /** Where to go on after these records; opaque to the engine, small, JSON. */
  checkpoint: JsonValue;
}

/** What a stream may see of the mirror: only its own brick, only what the brick last said. */
export interface MirrorView {
  /** Pages of the latest records of a stream, by ascending id as text, tombstones left out. */
  pages(kind: string): AsyncIterable<RawRecord[]>;
  /** Those of `ids` that the mirror does not hold (a tombstone counts as not held). */
  missing(kind: string, ids: string[]): Promise<string[]>;
  /** The latest records with these ids; those that the mirror does not hold are left out. */
  byIds(kind: string, ids: string[]): Promise<RawRecord[]>;
}

export interface ReadContext {
  /** The checkpoint of the last stored page, or null before the first. */
  checkpoint: JsonValue;
  /** True: read everything, whatever the cursor says (`--full`). The engine passes `checkpoint: null` with it at first. */
  full: boolean;
  /** The hub's clock at the run's start. */
  now: Date;
  mirror: MirrorView;
  signal: AbortSignal;
}

/**
 * How a stream is read:
 * - `cursor`: only what changed since the checkpoint, with overlap; deletions by `ids`.
 * - `compare`: the whole every time; what is not there any more is a candidate for a tombstone.
 * - `tail`: append-only; the end is read again, older parts in rotation; deletions by `ids`, less often.
 */
export type ReadingWay = 'cursor' | 'compare' | 'tail';

/** A field that should not move in many records at once; when it does, the run is held for a person. */
export interface WatchedField {
  /** Top-level field of the record's body. */
  field: string;
  /** `price` and `quantity` are compared as numbers (a fall by 90 % or to zero is an extreme move), `identity` as text. */
  sense: 'price' | 'quantity' | 'identity';
  /** Of a `price`: one record that falls by 90 % or to zero waits by itself; the rest of the run goes on. */
  each?: true;
}

/**
 * Which values of a stream's records say who somebody is. They are kept encrypted under a key of that person, and are
 * empty texts once the person was erased. Amounts, lines, dates, numbers of orders and invoices, and VAT numbers are not
 * named here: those are what tax law keeps.
 */
export interface PersonalValues {
  /** Whose data a record is, in the brick's words: one reference for each person of the brick; null: it is not said. */
  person?(body: JsonObject, id: string): string | null;
  /**
   * The kind of the record that says whose it is, where this one does not: that which `parent` names by its id, or by its
   * key.
   */
  of?: { kind: string; by: 'id' | 'key' };
  /**
   * Where they are: `email`, `delivery.name`, `lines.*.note` (every member of a list or an object), `partner_id.1` (one
   * of a list); of an object or a list, everything below it. A function where a stream has several sorts of records.
   */
  fields: readonly string[] | ((body: JsonObject) => readonly string[]);
}

/**
 * How much cheaper something becomes through a record: exactly one of `share` (0.2: a fifth off), `off` (money off) and
 * `price` (the price instead). The latter two say of which record's price, if they can.
 */
export interface Discount {
  share?: number;
  off?: number;
  price?: number;
  priced?: { kind: string; id: string; field: string };
  /** It is for all that is sold, or for more than can be told. */
  everything: boolean;
}

/** One kind of record of a brick. Leaving an optional method out *is* the declaration that the brick cannot do it. */
export interface Stream {
  /** Plural, the brick's word: `products`. */
  kind: string;
  way: ReadingWay;
  /**
   * Pages from the checkpoint to the end. Ending without throwing means: the pass is complete.
   * A `compare` pass that starts with checkpoint null and ends is a complete read.
   */
  read(context: ReadContext): AsyncIterable<Page>;
  /** The complete set of ids that exist in the brick now. Throws when it cannot be complete. */
  ids?(context: ReadContext): AsyncIterable<string[]>;
  /** At most how often `ids` is asked, in milliseconds; absent: in every run. */
  idsEvery?: number;
  /** The records with these ids that exist; absent ones are left out, never invented. */
  byIds?(ids: string[], context: ReadContext): Promise<RawRecord[]>;
  /** The record that this one belongs to: a combination's product id. Changes of it re-project the parent. */
  parent?(body: JsonObject): string | null;
  /** A natural key by which other records point here instead of the id: an order's reference. */
  key?(body: JsonObject): string | null;
  watched?: WatchedField[];
  /**
   * Top-level fields that people read, such as names, each a string or in several languages: the same new text on several
   * records, or many of which no word is left, wait for a person.
   */
  texts?: string[];
  /** A list of what is under way just now: that it empties is an ordinary evening, and no alarm. */
  mayBeEmpty?: true;
  /** Absent: its records say nothing of any person. */
  personal?: PersonalValues;
  /** What is cheaper because of this record; null: nothing. When many become nearly free at once, a person is asked. */
  discount?(body: JsonObject): Discount | null;
  /**
   * What was said stays said: tickets. New records are published; a record that changes or vanishes is never applied,
   * but set aside in a hold of the rule `append-only`: an alarm.
   */
  appendOnly?: boolean;
  /** Streams that must be read before this one in a run, by kind. */
  after?: string[];
}
