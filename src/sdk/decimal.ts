import { Decimal } from 'decimal.js';
import type { Money } from './money.ts';

/** Exact to far more digits than a price times a rate times a quantity can have. */
const Exact = Decimal.clone({ precision: 60 });

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** An exact decimal of anything that reads as one; zero of anything else. */
export function exact(value: string | number | Decimal | null | undefined): Decimal {
  if (typeof value === 'string' && !DECIMAL.test(value.trim())) return new Exact(0);
  return new Exact(value ?? 0);
}

/** `20`, `5.5`: without exponent and without zeros at the end. */
export function plain(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed();
}

/** `23.90`, `23.333333`: two decimals at least, all that there are. */
export function amount(value: Decimal): string {
  return value.isZero() ? '0.00' : value.toFixed(Math.max(2, value.decimalPlaces()));
}

/** `{ amount: '23.90', currency: 'EUR' }`. `currency`: ISO 4217. */
export function money(value: Decimal, currency: string): Money {
  return { amount: amount(value), currency };
}
