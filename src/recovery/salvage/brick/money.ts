import { Decimal as BaseDecimal } from 'decimal.js';
import type { Money } from '#sdk';

const Decimal = BaseDecimal.clone({ precision: 40, rounding: BaseDecimal.ROUND_HALF_UP });

/** `places`: list prices without tax keep six, so that the price with tax comes out as it was written. */
export function withoutTax(amount: string, percent: string, places: number): string {
  const net = new Decimal(amount).div(new Decimal(percent).div(100).plus(1));
  return net.toDecimalPlaces(places).toFixed();
}

/** Quantity times amount, to the cent. */
export function timesOf(amount: string, quantity: number): string {
  return new Decimal(amount).times(quantity).toDecimalPlaces(2).toFixed();
}

/** The part of an amount that is left when `share` of `whole` is taken off. */
export function lessShare(amount: string, share: string, whole: string): string {
  const all = new Decimal(whole);
  if (all.isZero()) return amount;
  return new Decimal(amount).times(all.minus(share)).div(all).toDecimalPlaces(2).toFixed();
}

export function sum(amounts: readonly string[]): string {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0)).toFixed();
}

/** Of the same currency. */
export function difference(a: string, b: string): string {
  return new Decimal(a).minus(b).toFixed();
}

export function isNear(a: string, b: string, tolerance: string): boolean {
  return new Decimal(a).minus(b).abs().lte(tolerance);
}

export function money(amount: string, currency: string): Money {
  return { amount, currency };
}
