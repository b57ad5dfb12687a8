import { FREE_DELIVERY, WELCOME, WELCOME_PERCENT } from './cart-rules.ts';
import type { Micros, MilliPercent } from './money.ts';
import { shareOf, toCents, withTax } from './money.ts';
import type { OrderLine } from './order-lines.ts';

/** An amount without and with tax. */
export interface Amount {
  readonly excl: Micros;
  readonly incl: Micros;
}

export const NOTHING: Amount = { excl: 0, incl: 0 };

export interface OrderTotals {
  readonly products: Amount;
  readonly shipping: Amount;
  readonly wrapping: Amount;
  readonly discounts: Amount;
  readonly paid: Amount;
}

/** An amount without tax, in cents, and the same with tax, in cents. */
export const taxed = (excl: Micros, rate: MilliPercent): Amount => ({
  excl: toCents(excl),
  incl: toCents(withTax(toCents(excl), rate)),
});

const productsTotal = (lines: readonly OrderLine[]): Amount => ({
  excl: lines.reduce((sum, line) => sum + line.totalExcl, 0),
  incl: lines.reduce((sum, line) => sum + line.totalIncl, 0),
});

function discount(voucher: number, products: Amount, shipping: Amount): Amount {
  if (voucher === FREE_DELIVERY) return shipping;
  if (voucher !== WELCOME) return NOTHING;
  const share = WELCOME_PERCENT * 1000;
  return { excl: toCents(shareOf(products.excl, share)), incl: toCents(shareOf(products.incl, share)) };
}

/** Adds up an order; a voucher is the id of a cart rule, or 0. */
export function totalsOf(
  lines: readonly OrderLine[],
  shipping: Amount,
  wrapping: Amount,
  voucher: number,
): OrderTotals {
  const products = productsTotal(lines);
  const discounts = discount(voucher, products, shipping);
  const paid = {
    excl: products.excl + shipping.excl + wrapping.excl - discounts.excl,
    incl: products.incl + shipping.incl + wrapping.incl - discounts.incl,
  };
  return { products, shipping, wrapping, discounts, paid };
}
