import type { InvoiceFacet, OrderFacet, OrderTotals, Projected, RawRecord, RefundFacet, Related } from '#sdk';
import { toUtc } from '../shop-time.ts';
import { decimal, money } from './decimal.ts';
import { associated, count, ref, text } from '../record.ts';
import { shopSettings } from './shop-settings.ts';

export function byId(records: readonly RawRecord[]): RawRecord[] {
  return [...records].sort((one, other) => Number(one.id) - Number(other.id));
}

export function toTotals({ body }: RawRecord, currency: string): OrderTotals {
  const of = (field: string): OrderTotals['total'] => money(decimal(body, field), currency);
  return {
    products: of('total_products'),
    productsWithTax: of('total_products_wt'),
    shipping: of('total_shipping_tax_excl'),
    shippingWithTax: of('total_shipping_tax_incl'),
    discounts: of('total_discounts_tax_excl'),
    discountsWithTax: of('total_discounts_tax_incl'),
    wrapping: of('total_wrapping_tax_excl'),
    wrappingWithTax: of('total_wrapping_tax_incl'),
    total: of('total_paid_tax_excl'),
    totalWithTax: of('total_paid_tax_incl'),
    paid: of('total_paid_real'),
  };
}

/** Payments belong to a reference: orders that were split share theirs. */
export function toPayments(currency: string, related: Related): OrderFacet['payments'] {
  const { currencies, timezone } = shopSettings(related);
  return byId(related.children('order_payments')).map(({ body }) => ({
    method: text(body, 'payment_method') ?? '',
    amount: money(decimal(body, 'amount'), currencies.get(ref(body, 'id_currency') ?? '') ?? currency),
    at: toUtc(text(body, 'date_add'), timezone),
    transactionId: text(body, 'transaction_id'),
  }));
}

/** An invoice without a number was made for a delivery slip only. */
export function toInvoices(order: RawRecord, currency: string, related: Related): Projected[] {
  const { timezone } = shopSettings(related);
  const numbered = byId(related.children('order_invoices')).filter(({ body }) => count(body, 'number') > 0);
  return numbered.map(({ id, body }) => {
    const facet: InvoiceFacet = {
      number: String(count(body, 'number')),
      issuedAt: toUtc(text(body, 'date_add'), timezone),
      order: related.hubId('Order', order.id),
      total: money(decimal(body, 'total_paid_tax_excl'), currency),
      totalWithTax: money(decimal(body, 'total_paid_tax_incl'), currency),
      shippingWithTax: money(decimal(body, 'total_shipping_tax_incl'), currency),
    };
    return { type: 'Invoice', externalId: id, facet };
  });
}

export function toRefunds(currency: string, related: Related): RefundFacet[] {
  const { timezone } = shopSettings(related);
  return byId(related.children('order_slip')).map(({ id, body }) => {
    const goods = decimal(body, 'total_products_tax_incl');
    const shipping = decimal(body, 'total_shipping_tax_incl');
    return {
      externalId: id,
      at: toUtc(text(body, 'date_add'), timezone),
      goodsWithTax: money(goods, currency),
      shippingWithTax: money(shipping, currency),
      totalWithTax: money(goods.plus(shipping), currency),
      lines: associated(body, 'order_slip_details').map((line) => ({
        orderLine: ref(line, 'id_order_detail') ?? '',
        quantity: count(line, 'product_quantity'),
        amountWithTax: money(decimal(line, 'amount_tax_incl'), currency),
      })),
    };
  });
}
