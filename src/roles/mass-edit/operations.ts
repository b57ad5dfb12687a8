import { Decimal } from 'decimal.js';
import { PRICE_DECIMALS } from './values.ts';

/** Wide enough for any amount by any percentage; rounded once, at the end. */
const Exact = Decimal.clone({ precision: 60 });

export interface PriceOperation {
  /** At most one of these three. */
  set?: string | null | undefined;
  add?: string | null | undefined;
  addPercent?: string | null | undefined;
  round?: { ending: string; mode: 'UP' | 'NEAREST' } | null | undefined;
}

/** `set` comes first, then `replace`, then what stands before and behind. */
export interface TextOperation {
  set?: string | null | undefined;
  prefix?: string | null | undefined;
  suffix?: string | null | undefined;
  replace?: { find: string; by: string } | null | undefined;
}

export function priceAfter(before: string, { set, add, addPercent, round }: PriceOperation): Decimal {
  let price = new Exact(set ?? before);
  if (add) price = price.plus(add);
  if (addPercent) price = price.plus(price.times(addPercent).div(100));
  if (round && price.gt(0)) price = toEnding(price, new Exact(round.ending), round.mode);
  return new Decimal(price.toDecimalPlaces(PRICE_DECIMALS, Decimal.ROUND_HALF_UP).toFixed());
}

/**
 * The next price with this ending: `.90` ends every unit, `9.90` every ten, `99` every hundred. Of two that are as near,
 * the higher one; never zero or less.
 */
function toEnding(price: Decimal, ending: Decimal, mode: 'UP' | 'NEAREST'): Decimal {
  const step = stepOf(ending);
  const above = price.minus(ending).div(step).ceil().times(step).plus(ending);
  if (mode === 'UP') return above;
  const below = above.minus(step);
  return below.gt(0) && price.minus(below).lt(above.minus(price)) ? below : above;
}

/** The power of ten above what an ending says before the dot. */
function stepOf(ending: Decimal): Decimal {
  const whole = ending.trunc();
  return whole.isZero() ? new Exact(1) : new Exact(10).pow(whole.toFixed().length);
}

/** Undefined: there is no text, and nothing to make one of. */
export function textAfter(before: string | undefined, operation: TextOperation): string | undefined {
  const { set, prefix, suffix, replace } = operation;
  const base = set ?? before;
  if (base === undefined) return undefined;
  const replaced = replace ? base.replaceAll(replace.find, () => replace.by) : base;
  return `${prefix ?? ''}${replaced}${suffix ?? ''}`;
}
