import { Decimal } from 'decimal.js';
import type { Sold } from '../graph/index.ts';

/** From an exact amount in millionths to money; never fewer than two decimals. */
export function toSold(measured: { quantity: number; micros: number }, currency: string): Sold {
  const amount = new Decimal(measured.micros).div(1_000_000);
  return {
    quantity: measured.quantity,
    amount: { amount: amount.toFixed(Math.max(2, amount.decimalPlaces())), currency },
  };
}
