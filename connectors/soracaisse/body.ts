import type { JsonObject, JsonValue, Money } from '#sdk';

/** Reading the fields of a record's body. */

export function text(body: JsonObject, field: string): string | null {
  const value = body[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function count(body: JsonObject, field: string): number | null {
  const value = body[field];
  return typeof value === 'number' ? value : null;
}

export function list(body: JsonObject, field: string): JsonObject[] {
  const value = body[field];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function money(amount: string | null, body: JsonObject): Money | null {
  return amount === null ? null : { amount, currency: text(body, 'currency') ?? 'EUR' };
}

export function known(amount: string | null, body: JsonObject): Money {
  return money(amount ?? '0.00', body) as Money;
}

/** The name under which an item is known: its reference, else its bar code. */
export function itemId(body: JsonObject): string | null {
  const gtin = text(body, 'gtin');
  return text(body, 'sku') ?? (gtin && `gtin:${gtin}`);
}
