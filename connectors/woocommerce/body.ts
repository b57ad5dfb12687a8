import type { JsonObject, RawRecord } from '#sdk';
import { idOf } from './record.ts';

/** A row as it is kept: without links for browsers, and without what `drop` names. Everything else is lossless. */
export function kept(row: JsonObject, drop: readonly string[] = []): JsonObject {
  const left = new Set(['_links', ...drop]);
  return Object.fromEntries(Object.entries(row).filter(([field]) => !left.has(field)));
}

export function toRecord(row: JsonObject, drop?: readonly string[]): RawRecord {
  return { id: idOf(row), body: kept(row, drop) };
}
