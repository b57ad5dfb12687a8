import { Decimal } from 'decimal.js';
import type { JsonObject } from '#sdk';
import { ALL_METHODS, links, type Call } from './call.ts';
import { withLocalDates } from './dates.ts';
import { objects } from './meta-data.ts';
import { round2 } from './order-items.ts';
import type { Row, Store } from './store.ts';
import { said } from './said.ts';

/** Two digits after the point, as `dp` says by default. */
function two(value: JsonObject[string] | undefined): string {
  const text = typeof value === 'string' || typeof value === 'number' ? said(value) : '0';
  return round2(new Decimal(text === '' ? 0 : text)).toFixed(2);
}

export function shownOrder(call: Call, row: Row, isNew = false): JsonObject {
  const { store, base } = call;
  const { line_items: lines, shipping_lines: shipping, fee_lines: fees, meta_data: metas, ...rest } = row;
  const taxLines = objects(row['tax_lines']);
  const status = said(row['status']);
  const totals = totalsOf(row);
  const body = {
    ...rest,
    ...totals,
    number: said(row.id),
    meta_data: metas ?? [],
    line_items: objects(lines).map(shownLine),
    tax_lines: taxLines,
    shipping_lines: objects(shipping).map(shownAmounts),
    fee_lines: objects(fees).map(shownAmounts),
    coupon_lines: row['coupon_lines'] ?? [],
    refunds: refundsOf(store, row.id).map((refund) => ({
      ...{ id: refund.id, reason: refund['reason'] ?? '', total: `-${two(refund['amount'])}` },
    })),
    payment_url: `${base}checkout/order-pay/${row.id}/?pay_for_order=true&key=${said(row['order_key'])}`,
    is_editable: ['pending', 'on-hold', 'auto-draft'].includes(status),
    needs_payment: ['pending', 'failed'].includes(status) && Number(totals['total']) > 0,
    needs_processing: true,
    currency_symbol: row['currency'] === 'EUR' ? '€' : '$',
    _links: { ...links({ base }, 'orders', row.id, ALL_METHODS), ...orderLinks(base, row) },
  };
  return withLocalDates(body, store.timezone, isNew);
}

function orderLinks(base: string, row: Row): JsonObject {
  const href = `${base}wp-json/wc/v3/`;
  return {
    email_templates: [{ embeddable: true, href: `${href}orders/${row.id}/actions/email_templates` }],
    ...(Number(row['customer_id']) > 0 ? { customer: [{ href: `${href}customers/${said(row['customer_id'])}` }] } : {}),
  };
}

/** Amounts of the lines, each rounded before it is added. */
export function totalsOf(row: JsonObject): JsonObject {
  const sum = (list: JsonObject[string] | undefined, field: string): Decimal =>
    objects(list).reduce((all, line) => all.plus(two(line[field])), new Decimal(0));
  const [cartTax, shippingTax] = [sum(row['tax_lines'], 'tax_total'), sum(row['tax_lines'], 'shipping_tax_total')];
  const goods = sum(row['line_items'], 'total');
  const shipping = sum(row['shipping_lines'], 'total');
  const fees = sum(row['fee_lines'], 'total');
  return {
    discount_total: sum(row['line_items'], 'subtotal').minus(goods).toFixed(2),
    discount_tax: sum(row['line_items'], 'subtotal_tax').minus(sum(row['line_items'], 'total_tax')).toFixed(2),
    shipping_total: shipping.toFixed(2),
    shipping_tax: shippingTax.toFixed(2),
    cart_tax: cartTax.toFixed(2),
    total: goods.plus(shipping).plus(fees).plus(cartTax).plus(shippingTax).toFixed(2),
    total_tax: cartTax.plus(shippingTax).toFixed(2),
  };
}

export function refundsOf(store: Store, order: number): Row[] {
  return store.rows('refunds').filter((row) => row['order_id'] === order);
}

/** A price is a number here, and the only amount that is one. */
export function shownLine(line: JsonObject): JsonObject {
  const quantity = Number(line['quantity']);
  const price = quantity === 0 ? 0 : new Decimal(said(line['total'])).div(quantity).toSignificantDigits(9).toNumber();
  const { sku, global_unique_id: gtin, parent_name: parent, ...rest } = shownAmounts(line);
  const image = Number(line['variation_id']) > 0 ? { id: 0, src: '' } : { id: '', src: '' };
  return { ...rest, sku: sku ?? '', global_unique_id: gtin ?? '', price, image, parent_name: parent ?? null };
}

export function shownAmounts(line: JsonObject): JsonObject {
  const amounts = ['subtotal', 'subtotal_tax', 'total', 'total_tax'].filter((field) => line[field] !== undefined);
  return {
    ...line,
    ...Object.fromEntries(amounts.map((field) => [field, two(line[field])])),
    taxes: objects(line['taxes']).map(({ id, total, subtotal }) => ({
      ...{ id: id ?? 0, total: two(total), subtotal: subtotal === '' ? '' : two(subtotal) },
    })),
    meta_data: objects(line['meta_data']).map((entry) => ({
      ...entry,
      display_key: displayKey(said(entry['key'])),
      display_value: entry['value'] ?? '',
    })),
  };
}

function displayKey(key: string): string {
  return key.startsWith('_') ? key : `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}
