import type { Decimal } from 'decimal.js';
import { exact, type JsonObject } from '#sdk';
import { text } from '../record.ts';

export { amount, exact, money, plain } from '#sdk';

/** A field's decimal. */
export function decimal(body: JsonObject, field: string): Decimal {
  return exact(text(body, field));
}
