import { Decimal } from 'decimal.js';
import { toMinorUnit } from './money.ts';
import type { Sold } from './sold.type.ts';

/** From an exact sum in millionths to money: rounded once, at the end. */
export function toSold(measured: { quantity: number; micros: number }, currency: string): Sold {
  const amount = toMinorUnit(new Decimal(measured.micros).div(1_000_000), currency);
  return { quantity: measured.quantity, amount: { amount, currency } };
}
