import type { JsonObject, JsonValue } from '#sdk';

/** Text, or null where there is none. */
export function text(body: JsonObject, field: string): string | null {
  const value = body[field];
  const found = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return found === '' ? null : found;
}

/** The first of several fields that holds anything. */
export function firstText(body: JsonObject, ...fields: string[]): string | null {
  for (const field of fields) {
    const found = text(body, field);
    if (found !== null) return found;
  }
  return null;
}

/** A number of whole pieces; 0 where there is none. */
export function count(body: JsonObject, field: string): number {
  const value = Number(body[field] ?? 0);
  return Number.isFinite(value) ? Math.trunc(value) : 0;
}

/** The objects of a list; [] where there is none. */
export function list(body: JsonObject, field: string): JsonObject[] {
  const rows = body[field];
  return Array.isArray(rows) ? rows.filter(isObject) : [];
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const DELETED = /_deleted$/i;

/** The vendor writes the SKU of a deleted product as `<sku>_deleted`. */
export function isDeletedSku(sku: string): boolean {
  return DELETED.test(sku);
}

/** The SKU under which a product was and is known. */
export function baseSku(sku: string): string {
  return sku.replace(DELETED, '');
}
