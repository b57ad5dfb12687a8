import type { JsonObject, JsonValue } from '#sdk';

/** Readers of a record's fields: WooCommerce writes "none" as "", 0, null or by leaving it out. */

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

/** The id of another record, or null: "none" is 0. */
export function ref(body: JsonObject, field: string): string | null {
  const id = text(body, field);
  return id === '0' ? null : id;
}

export function flag(body: JsonObject, field: string): boolean {
  return body[field] === true || body[field] === 'yes';
}

/** The record's own id; '' where there is none. */
export function idOf(body: JsonObject): string {
  return text(body, 'id') ?? '';
}

/** The rows of a list inside of a record. */
export function rows(body: JsonObject, field: string): JsonObject[] {
  const value = body[field];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** An object inside of a record; an empty one where there is none. */
export function part(body: JsonObject, field: string): JsonObject {
  const value = body[field];
  return isObject(value) ? value : {};
}

/** Texts of a list of texts. */
export function texts(body: JsonObject, field: string): string[] {
  const value = body[field];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The value of the last entry of `meta_data` with this key. */
export function meta(body: JsonObject, key: string): JsonValue | undefined {
  return rows(body, 'meta_data').findLast((entry) => entry['key'] === key)?.['value'];
}

export function metaText(body: JsonObject, key: string): string | null {
  const value = meta(body, key);
  const found = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return found === '' ? null : found;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A `…_gmt` date, which carries no zone, as RFC 3339 UTC. */
export function toUtc(gmt: string | null): string | null {
  return gmt !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(gmt) ? `${gmt}Z` : null;
}
