/**
 * Amounts as whole micros (millionths), because PrestaShop stores six decimals and a float would drift.
 * Every product below stays far under 2^53: 20,000.00 at a rate of 100,000 is 2e15.
 */
export type Micros = number;

/** A tax rate in thousandths of a percent: 20 % is 20000, as `20.000` in the webservice. */
export type MilliPercent = number;

const FULL = 100_000;

/** Integer division, half up (PrestaShop's default round mode). */
export function divideHalfUp(dividend: number, divisor: number): number {
  return Math.floor((2 * dividend + divisor) / (2 * divisor));
}

export const fromCents = (cents: number): Micros => cents * 10_000;

export const withTax = (amount: Micros, rate: MilliPercent): Micros => divideHalfUp(amount * (FULL + rate), FULL);

export const withoutTax = (amount: Micros, rate: MilliPercent): Micros => divideHalfUp(amount * FULL, FULL + rate);

/** A share in thousandths of a percent of an amount. */
export const shareOf = (amount: Micros, share: MilliPercent): Micros => divideHalfUp(amount * share, FULL);

/** Converts with a rate of six decimals, itself in micros. */
export function convert(amount: Micros, conversionRate: Micros): Micros {
  return conversionRate === 1_000_000
    ? amount
    : Number((BigInt(amount) * BigInt(conversionRate) + 500_000n) / 1_000_000n);
}

/** Rounds to the currency's two decimals. */
export const toCents = (amount: Micros): Micros => divideHalfUp(amount, 10_000) * 10_000;

/** `12.345000` */
export function decimal(amount: Micros): string {
  const digits = String(Math.abs(amount)).padStart(7, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** Reads a decimal of at most six places. */
export function toMicros(text: unknown): Micros {
  const [whole = '0', fraction = ''] = String(text).split('.');
  const size = Number(whole.replace('-', '')) * 1_000_000 + Number(fraction.padEnd(6, '0'));
  return whole.startsWith('-') ? -size : size;
}

/** `20.000` */
export const rateText = (rate: MilliPercent): string =>
  `${Math.floor(rate / 1000)}.${String(rate % 1000).padStart(3, '0')}`;
