import type { Money, OrderFacet } from '#sdk';
import { Decimal } from 'decimal.js';

/** Wide enough for any sum of amounts. */
const Exact = Decimal.clone({ precision: 60 });

/** In which way what was charged for an order and what was refunded do not agree. */
export type UnsettledKind = 'OVER_REFUNDED' | 'NOT_REFUNDED' | 'SHIPPING_NOT_REFUNDED' | 'OVERCHARGED';

export interface Settlement {
  /** Null: they agree, as far as the shop can tell. */
  kind: UnsettledKind | null;
  chargedGoods: Money;
  chargedShipping: Money;
  refundedGoods: Money;
  refundedShipping: Money;
  /** What the customer should still get; negative: what the customer got too much. */
  difference: Money;
}

/** Compares what was charged for an order with what was refunded, all with tax, in the order's currency. */
export function settlementOf({ status, totals, refunds, lines }: OrderFacet): Settlement {
  const { currency } = totals.totalWithTax;
  const money = (amount: Decimal): Money => ({ amount: amount.toFixed(), currency });
  const paid = new Exact(totals.paid.amount);
  const shipping = new Exact(totals.shippingWithTax.amount);
  const refunded = total(refunds.map(({ totalWithTax }) => totalWithTax));
  const refundedShipping = total(refunds.map(({ shippingWithTax }) => shippingWithTax));
  const owed = paid.minus(refunded);
  const [kind, difference] = ((): [UnsettledKind | null, Decimal] => {
    if (owed.lt(0) && refunds.length > 0) return ['OVER_REFUNDED', owed];
    if ((status === 'CANCELLED' || status === 'REFUNDED') && owed.gt(0)) return ['NOT_REFUNDED', owed];
    const kept = Decimal.min(shipping.minus(refundedShipping), owed);
    if (refunds.length > 0 && kept.gt(0) && allCameBack(lines)) return ['SHIPPING_NOT_REFUNDED', kept];
    // What was refunded may be the very surplus.
    const surplus = owed.minus(totals.totalWithTax.amount);
    return surplus.gt(0) ? ['OVERCHARGED', surplus] : [null, new Exact(0)];
  })();
  return {
    kind,
    // What was paid beyond the goods is shipping: three fees where the order says one show here.
    chargedGoods: money(Decimal.max(paid.minus(chargedShipping(totals)), 0)),
    chargedShipping: money(Decimal.min(chargedShipping(totals), paid)),
    refundedGoods: money(total(refunds.map(({ goodsWithTax }) => goodsWithTax))),
    refundedShipping: money(refundedShipping),
    difference: money(difference),
  };
}

/** Whether any goods of the order were refunded. */
export function hasRefundedGoods({ refunds, lines }: OrderFacet): boolean {
  const some = refunds.some(({ goodsWithTax }) => new Exact(goodsWithTax.amount).gt(0));
  return some || lines.some(({ refundedQuantity }) => refundedQuantity > 0);
}

/** The order's shipping, and what was paid beyond the order's total. */
function chargedShipping({ paid, totalWithTax, shippingWithTax }: OrderFacet['totals']): Decimal {
  const surplus = new Exact(paid.amount).minus(totalWithTax.amount);
  return new Exact(shippingWithTax.amount).plus(Decimal.max(surplus, 0));
}

function allCameBack(lines: OrderFacet['lines']): boolean {
  return lines.length > 0 && lines.every(({ quantity, refundedQuantity }) => refundedQuantity >= quantity);
}

function total(amounts: readonly Money[]): Decimal {
  return amounts.reduce((sum, { amount }) => sum.plus(amount), new Exact(0));
}
