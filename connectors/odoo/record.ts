import type { JsonObject, JsonValue } from '#sdk';

/** Readers of a record's fields: Odoo writes `false` where there is nothing. */

/** Text, or null where there is none. */
export function text(body: JsonObject, field: string): string | null {
  const value = body[field];
  const found = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return found === '' ? null : found;
}

/** The id of another record, or null: `[7, "Aurélie"]`, `7` or false. */
export function ref(body: JsonObject, field: string): string | null {
  const value = first(body[field]);
  return typeof value === 'number' ? String(value) : null;
}

/** The display name of another record, where it is kept. */
export function nameOf(body: JsonObject, field: string): string | null {
  const value = body[field];
  const name = Array.isArray(value) ? value[1] : null;
  return typeof name === 'string' && name.trim() !== '' ? name : null;
}

/** The ids that a list field names. */
export function refs(body: JsonObject, field: string): string[] {
  const value = body[field];
  return Array.isArray(value) ? value.filter((id) => typeof id === 'number').map(String) : [];
}

export function flag(body: JsonObject, field: string): boolean {
  return body[field] === true;
}

/** `2026-11-23 05:08:36` is UTC. */
export function time(body: JsonObject, field: string): string | null {
  const value = text(body, field);
  return value !== null && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(value)
    ? `${value.slice(0, 19).replace(' ', 'T')}Z`
    : null;
}

/** The internal reference of a line's product, as it was read with the line. A display name may look like having one. */
export function skuOf(body: JsonObject): string | null {
  return text(body, 'product_default_code');
}

/** The id of `[7, "Aurélie"]`; else the value itself. */
export function first(value: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) ? value[0] : value;
}
