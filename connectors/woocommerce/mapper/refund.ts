import type { JsonObject, RawRecord, RefundFacet } from '#sdk';
import type { Decimal } from 'decimal.js';
import { count, metaText, part, rows, text, toUtc } from '../record.ts';
import { decimal, exact, money } from './decimal.ts';
import { keptFacts, keptText } from './marks.ts';

export function byId(records: readonly RawRecord[]): RawRecord[] {
  return [...records].sort((one, other) => count(one.body, 'id') - count(other.body, 'id'));
}

/** Amounts of a refund's lines are negative; what was given back without naming lines counts as goods. */
export function toRefund({ body }: RawRecord, currency: string): RefundFacet {
  const facts = keptFacts(body);
  const told = part(facts, 'refund');
  if (Array.isArray(told['lines'])) return { ...(told as unknown as RefundFacet), externalId: text(body, 'id') ?? '' };
  const total = decimal(body, 'amount');
  const shipping = withTax(rows(body, 'shipping_lines'));
  return {
    externalId: text(body, 'id') ?? '',
    at: keptText(facts, 'at') ?? toUtc(text(body, 'date_created_gmt')),
    goodsWithTax: money(total.minus(shipping), currency),
    shippingWithTax: money(shipping, currency),
    totalWithTax: money(total, currency),
    lines: rows(body, 'line_items').map((line) => ({
      orderLine: metaText(line, '_refunded_item_id') ?? '',
      quantity: Math.abs(count(line, 'quantity')),
      amountWithTax: money(withTax([line]), currency),
    })),
  };
}

function withTax(lines: readonly JsonObject[]): Decimal {
  return lines.reduce((sum, line) => sum.plus(decimal(line, 'total')).plus(decimal(line, 'total_tax')), exact(0)).abs();
}

/** How many of each line went back. */
export function refundedQuantities(refunds: readonly RefundFacet[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { lines } of refunds)
    for (const { orderLine, quantity } of lines) sums.set(orderLine, (sums.get(orderLine) ?? 0) + quantity);
  return sums;
}
