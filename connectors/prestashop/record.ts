import type { JsonObject, JsonValue } from '#sdk';

/** Readers of a record's fields: the webservice writes the same thing as number, text, "" or null. */

/** Text, or null where there is none. */
export function text(body: JsonObject, field: string): string | null {
  const value = body[field];
  const found = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return found === '' ? null : found;
}

/** A number of whole things; 0 where there is none. */
export function count(body: JsonObject, field: string): number {
  const value = Number(body[field] ?? 0);
  return Number.isSafeInteger(value) ? value : 0;
}

/** The id of another record, or null: "none" is written as 0, "0" or "". */
export function ref(body: JsonObject, field: string): string | null {
  const id = text(body, field);
  return id === null || id === '0' ? null : id;
}

export function flag(body: JsonObject, field: string): boolean {
  const value = body[field];
  return value === true || value === 1 || value === '1';
}

/** The id of a record or row itself, or that of another field that always holds one; '' where there is none. */
export function idOf(body: JsonObject, field = 'id'): string {
  return text(body, field) ?? '';
}

/** The ids that an association names. */
export function associatedIds(body: JsonObject, name: string): string[] {
  return associated(body, name)
    .map((row) => idOf(row))
    .filter((id) => id !== '');
}

/** The rows of an association; an empty one is absent from the record. */
export function associated(body: JsonObject, name: string): JsonObject[] {
  const associations = body['associations'];
  const rows = isObject(associations) ? associations[name] : undefined;
  return Array.isArray(rows) ? rows.filter(isObject) : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
