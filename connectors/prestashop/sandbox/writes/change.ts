import type { Resource } from '../resources/index.ts';
import type { WebserviceRecord } from '../state.ts';
import type { RecordTable } from '../store.ts';
import type { Webservice } from '../webservice.ts';
import type { SentEntity } from './body.ts';

/** What the vendor holds in memory while it saves: submitted texts as sent, null for what was not sent. */
export type Draft = Record<string, unknown>;

/** One entity on its way into the shop. */
export interface Change {
  method: 'POST' | 'PUT' | 'PATCH';
  resource: Resource;
  table: RecordTable;
  sent: SentEntity;
  draft: Draft;
  /** The stored record, to be changed; absent for POST. */
  before: WebserviceRecord | undefined;
  /** A copy of its columns as they were. */
  previous: WebserviceRecord | undefined;
  /** Ids of all languages of the shop. */
  languages: readonly number[];
  /** Parameters of the URL: some change what a write does (`sendemail`). */
  params: ReadonlyMap<string, string>;
  shop: Webservice;
}

/** What a resource does beyond its columns. All parts are optional: without them it is a plain table. */
export interface Behaviour {
  /** Before the columns are written. May complete the draft, or throw: then nothing is written. */
  prepare?(change: Change): void;
  /** Replaces the plain insert (orders are made from their cart). Returns the stored record. */
  create?(change: Change): WebserviceRecord;
  /** After the columns are written: neighbours follow. May throw: the write has happened all the same. */
  saved?(record: WebserviceRecord, change: Change): void;
  /** Before the row goes: neighbours go too. Returning `kept` leaves the row (soft delete). */
  removed?(record: WebserviceRecord, shop: Webservice): 'kept' | void;
}

/** Adds a row in the database's way, and enters it into the write log. */
export function insertRow(shop: Webservice, method: string, resource: string, fields: Draft): WebserviceRecord {
  const table = shop.store.table(resource);
  const record: WebserviceRecord = { ...fields, id: table.nextId() };
  table.insert(record);
  shop.note({ method, resource, id: record.id, effect: 'insert' });
  return record;
}

/** Changes a row that follows from another write; its dates do not move. */
export function adjustRow(shop: Webservice, resource: string, id: number, fields: Draft): void {
  const table = shop.store.table(resource);
  const record = table.get(id);
  if (!record) return;
  Object.assign(record, fields);
  table.changed(id);
}

type Items = Record<string, unknown>[];

/** Replaces one association list of a row by what `next` makes of it. */
export function adjustItems(
  shop: Webservice,
  resource: string,
  id: number,
  name: string,
  next: (items: Items) => Items,
): void {
  const record = shop.store.table(resource).get(id);
  if (!record) return;
  const items = next(record.associations?.[name] ?? []);
  adjustRow(shop, resource, id, { associations: { ...record.associations, [name]: items } });
}

/** Appends `{id}` where it is not there yet. */
export const withId =
  (id: number) =>
  (items: Items): Items =>
    items.some((item) => item['id'] === id) ? items : [...items, { id }];

export const withoutId =
  (id: number) =>
  (items: Items): Items =>
    items.filter((item) => item['id'] !== id);
