import type { JsonObject, JsonValue, RawRecord } from '#sdk';
import { brokenAnswer, inconsistentAnswer, pageAnswer } from '../errors.ts';

/** The rows of a list's body, exactly as sent. `[]` is an empty list; anything else without the list is an error. */
export function readRows(body: string, resource: string, listNames: readonly string[]): JsonValue[] {
  const content = parse(body, resource);
  if (Array.isArray(content)) {
    if (content.length === 0) return [];
    throw inconsistentAnswer(resource, 'a bare array came instead of a named list');
  }
  if (content === null || typeof content !== 'object') throw brokenAnswer(resource, 'no list came');
  if (Array.isArray(content['errors'])) throw brokenAnswer(resource, 'errors came along with the data');
  const rows = listNames.map((name) => content[name]).find((value) => value !== undefined);
  if (!Array.isArray(rows)) throw inconsistentAnswer(resource, `the body holds no list "${listNames[0]}"`);
  return rows;
}

function parse(body: string, resource: string): JsonValue {
  // Some modules' files start with a byte order mark, which PHP prints before everything else.
  const text = body.replace(/^\uFEFF+/, '').trim();
  if (text === '') throw brokenAnswer(resource, 'the body is empty');
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    if (text.startsWith('<')) throw pageAnswer(resource);
    throw brokenAnswer(resource, 'the JSON is cut off or mixed with other output');
  }
}

/** Rows as records: each with an id, by strictly ascending id above `after`. */
export function toRecords(rows: readonly JsonValue[], resource: string, after = 0): RawRecord[] {
  let last = after;
  return rows.map((row) => {
    const record = toRecord(row, resource);
    const id = Number(record.id);
    if (id === last && id !== after) throw inconsistentAnswer(resource, `id ${id} came twice`);
    if (id <= last) throw inconsistentAnswer(resource, `id ${id} came after ${last}`);
    last = id;
    return record;
  });
}

function toRecord(row: JsonValue, resource: string): RawRecord {
  if (row === null || typeof row !== 'object' || Array.isArray(row))
    throw inconsistentAnswer(resource, 'a row is no object');
  const body: JsonObject = row;
  const id = body['id'];
  if ((typeof id === 'number' || typeof id === 'string') && /^[1-9]\d*$/.test(String(id)))
    return { id: String(id), body };
  throw inconsistentAnswer(resource, 'a row has no id');
}
