import type { JsonObject, OrderLineFacet, OrderTotals, RawRecord, Related } from '#sdk';
import type { Decimal } from 'decimal.js';
import { count, ref, rows, text } from '../record.ts';
import { decimal, exact, money, plain } from './decimal.ts';

/** The goods of an order, and its fees: what has no product in the shop any more is one of them. */
export function toLines(
  body: JsonObject,
  { currency, refunded, related }: { currency: string; refunded: ReadonlyMap<string, number>; related: Related },
): OrderLineFacet[] {
  const taxes = taxPercents(body);
  return rows(body, 'line_items').map((line) => {
    const id = text(line, 'id') ?? '';
    const quantity = Math.max(0, count(line, 'quantity'));
    const [total, withTax] = [decimal(line, 'total'), decimal(line, 'total').plus(decimal(line, 'total_tax'))];
    return {
      externalId: id,
      variant: variantOf(line, related),
      sku: text(line, 'sku'),
      gtin: text(line, 'global_unique_id'),
      name: text(line, 'name') ?? '',
      quantity,
      refundedQuantity: refunded.get(id) ?? 0,
      unitPrice: money(perPiece(total, quantity), currency),
      unitPriceWithTax: money(perPiece(withTax, quantity), currency),
      total: money(total, currency),
      totalWithTax: money(withTax, currency),
      taxRate: rateOf(line, taxes),
    };
  });
}

/** A deleted product leaves 0 behind. */
export function variantOf(line: JsonObject, related: Related): string | null {
  const product = ref(line, 'product_id');
  return product === null ? null : related.hubId('Variant', `${product}-${ref(line, 'variation_id') ?? '0'}`);
}

/** Six digits after the point: times the quantity it is the total again. */
function perPiece(total: Decimal, quantity: number): Decimal {
  return quantity === 0 ? exact(0) : total.div(quantity).toDecimalPlaces(6);
}

function taxPercents(body: JsonObject): ReadonlyMap<string, Decimal> {
  return new Map(rows(body, 'tax_lines').map((tax) => [text(tax, 'rate_id') ?? '', decimal(tax, 'rate_percent')]));
}

/** The rates that were applied to a line, added up. */
function rateOf(line: JsonObject, percents: ReadonlyMap<string, Decimal>): string | null {
  const applied = rows(line, 'taxes').filter((tax) => text(tax, 'total') !== null);
  if (applied.length === 0) return decimal(line, 'total_tax').isZero() ? '0' : null;
  return plain(applied.reduce((sum, tax) => sum.plus(percents.get(text(tax, 'id') ?? '') ?? 0), exact(0)));
}

/** What was asked, by kind. Discounts are already taken off the lines' totals: `subtotal` is before them. */
export function toTotals({ body }: RawRecord, currency: string): OrderTotals {
  const sum = (list: readonly JsonObject[], ...fields: string[]): Decimal =>
    list.reduce((all, line) => fields.reduce((part, field) => part.plus(decimal(line, field)), all), exact(0));
  const [items, fees, shipping] = [rows(body, 'line_items'), rows(body, 'fee_lines'), rows(body, 'shipping_lines')];
  const [total, tax] = [decimal(body, 'total'), decimal(body, 'total_tax')];
  const isPaid = text(body, 'date_paid_gmt') !== null;
  const discount = decimal(body, 'discount_total');
  return {
    products: money(sum(items, 'subtotal'), currency),
    productsWithTax: money(sum(items, 'subtotal', 'subtotal_tax'), currency),
    shipping: money(sum(shipping, 'total'), currency),
    shippingWithTax: money(sum(shipping, 'total', 'total_tax'), currency),
    discounts: money(discount, currency),
    discountsWithTax: money(discount.plus(decimal(body, 'discount_tax')), currency),
    wrapping: money(sum(fees, 'total'), currency),
    wrappingWithTax: money(sum(fees, 'total', 'total_tax'), currency),
    total: money(total.minus(tax), currency),
    totalWithTax: money(total, currency),
    paid: money(isPaid ? total : exact(0), currency),
  };
}

export function carrierName(body: JsonObject): string | null {
  const [first] = rows(body, 'shipping_lines');
  return first ? text(first, 'method_title') : null;
}
