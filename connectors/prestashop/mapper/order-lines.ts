import type { JsonObject, OrderLineFacet, RawRecord, Related } from '#sdk';
import type { Decimal } from 'decimal.js';
import { decimal, exact, money, plain } from './decimal.ts';
import { toGtin } from './gtin.ts';
import { associated, count, idOf, ref, text } from '../record.ts';

/** The order's lines by id; its own rows where the details may not be read. */
export function toLines(order: RawRecord, currency: string, related: Related): OrderLineFacet[] {
  const details = [...related.children('order_details')].sort((one, other) => Number(one.id) - Number(other.id));
  const bodies = details.length > 0 ? details.map(({ body }) => body) : associated(order.body, 'order_rows');
  return bodies.map((body) => toLine(body, currency, related));
}

function toLine(body: JsonObject, currency: string, related: Related): OrderLineFacet {
  const unit = decimal(body, 'unit_price_tax_excl');
  const unitWithTax = decimal(body, 'unit_price_tax_incl');
  const quantity = count(body, 'product_quantity');
  const total = (field: string, each: Decimal): Decimal =>
    text(body, field) ? decimal(body, field) : each.times(quantity);
  return {
    externalId: idOf(body),
    variant: variant(body, related),
    sku: text(body, 'product_reference'),
    gtin: toGtin({
      ean13: body['product_ean13'] ?? '',
      upc: body['product_upc'] ?? '',
      isbn: body['product_isbn'] ?? '',
    }),
    name: text(body, 'product_name') ?? '',
    quantity,
    refundedQuantity: Math.max(count(body, 'product_quantity_refunded'), count(body, 'product_quantity_return')),
    unitPrice: money(unit, currency),
    unitPriceWithTax: money(unitWithTax, currency),
    total: money(total('total_price_tax_excl', unit), currency),
    totalWithTax: money(total('total_price_tax_incl', unitWithTax), currency),
    taxRate: taxRate(unit, unitWithTax, related),
  };
}

function variant(body: JsonObject, related: Related): string | null {
  const product = ref(body, 'product_id');
  return product && related.hubId('Variant', `${product}-${ref(body, 'product_attribute_id') ?? '0'}`);
}

/**
 * The webservice does not say a line's rate: it is the shop's rate that comes nearest to what was charged,
 * within the cent to which the shop rounds. Null: none does.
 */
function taxRate(unit: Decimal, withTax: Decimal, related: Related): string | null {
  if (unit.equals(withTax)) return unit.isZero() ? null : '0';
  const rates = related.derived('prestashop distinct rates', ['taxes'], () => distinctRates(related));
  let nearest: { rate: string; off: Decimal } | null = null;
  for (const { rate, factor } of rates) {
    const off = unit.times(factor).minus(withTax).abs();
    if (nearest === null || off.lessThan(nearest.off)) nearest = { rate, off };
  }
  return nearest?.off.lessThanOrEqualTo('0.01') ? nearest.rate : null;
}

/** Each rate once, with what a price without tax is multiplied by. */
function distinctRates(related: Related): { rate: string; factor: Decimal }[] {
  const rates = new Set(related.all('taxes').map(({ body }) => plain(decimal(body, 'rate'))));
  return [...rates].map((rate) => ({ rate, factor: exact(rate).div(100).plus(1) }));
}
