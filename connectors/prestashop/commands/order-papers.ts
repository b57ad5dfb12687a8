import type { JsonObject, PlaceOrder, RawRecord } from '#sdk';
import { decimal, exact, plain } from '../mapper/decimal.ts';
import { count, idOf, ref, text } from '../record.ts';
import { shopText } from '../shop-time.ts';
import type { Access } from './access.ts';
import type { FieldValue } from './entity-xml.ts';
import type { Item, OrderMarket } from './order-market.ts';
import { refusal } from './refusal.ts';

/** An order in the shop that is to become what the hub sold. */
export interface Repair {
  id: string;
  order: PlaceOrder;
  market: OrderMarket;
  /** Hub id of a variant to `12-34`. */
  variants: ReadonlyMap<string, string>;
  /** The reference that the shop gave it at first. */
  born: string;
}

/**
 * Payments hang on the reference, not on the order's id, and are left behind when that changes. Of an unpaid order the
 * amount goes to zero.
 */
async function repairPayments(access: Access, { order, market, born }: Repair): Promise<void> {
  const references = [...new Set([order.reference, born])];
  const rows = await access.rows('order_payments', { order_reference: `[${references.join('|')}]` });
  const fields = paymentFields(access, order, market);
  const [first, ...others] = rows;
  if (first) await changeWhereOther(access, 'order_payments', first, fields);
  else if (order.payment.paid) await access.create('order_payments', { fields });
  for (const other of others)
    await changeWhereOther(access, 'order_payments', other, { order_reference: order.reference, amount: '0' });
}

function paymentFields(access: Access, order: PlaceOrder, market: OrderMarket): Record<string, string> {
  return {
    order_reference: order.reference,
    id_currency: market.currency,
    amount: order.payment.paid ? order.totals.totalWithTax : '0',
    payment_method: order.payment.method,
    conversion_rate: market.conversionRate,
    transaction_id: order.payment.transactionId ?? '',
    date_add: shopText(new Date(order.placedAt), access.settings.timezone),
  };
}

/**
 * Reference, date, carrier, totals and state: all that the shop chose by itself when the order was made, in one request.
 * A state that somebody in the shop, or another brick, has set since is left alone.
 */
export async function repairOrder(
  access: Access,
  { id, order, market }: Omit<Repair, 'born'>,
  current: JsonObject,
): Promise<void> {
  const { totals, payment } = order;
  const leaves = market.leaves.includes(ref(current, 'current_state') ?? '');
  const discounts = plain(exact(totals.products).plus(totals.shipping).minus(totals.total));
  await access.change('orders', id, {
    fields: {
      reference: order.reference,
      date_add: shopText(new Date(order.placedAt), access.settings.timezone),
      id_carrier: market.carrier,
      payment: payment.method,
      gift_message: '',
      ...(leaves ? { current_state: market.state } : {}),
      ...(order.note === null ? {} : { note: order.note }),
      total_products: totals.products,
      total_products_wt: totals.productsWithTax,
      total_shipping: totals.shippingWithTax,
      total_shipping_tax_excl: totals.shipping,
      total_shipping_tax_incl: totals.shippingWithTax,
      total_discounts: totals.discountsWithTax,
      total_discounts_tax_excl: discounts.startsWith('-') ? '0' : discounts,
      total_discounts_tax_incl: totals.discountsWithTax,
      total_paid: totals.totalWithTax,
      total_paid_tax_excl: totals.total,
      total_paid_tax_incl: totals.totalWithTax,
      total_paid_real: payment.paid ? totals.totalWithTax : '0',
    },
  });
}

/** Payments, lines, parcel and invoice follow the totals; only what differs is written. */
export async function repairPapers(access: Access, repair: Repair): Promise<void> {
  const { id, order, market } = repair;
  await repairPayments(access, repair);
  const details = await access.rows('order_details', { id_order: `[${id}]` });
  assertLines(details, market.items);
  for (const detail of details) {
    const sold = lineSums(repair, variantOf(detail.body));
    if (sold) await changeWhereOther(access, 'order_details', detail, sold);
  }
  const { totals, payment } = order;
  const own = await access.rowsById('orders', [id]);
  for (const row of own)
    await changeWhereOther(access, 'orders', row, { total_paid_real: payment.paid ? totals.totalWithTax : '0' });
  for (const parcel of await access.rows('order_carriers', { id_order: `[${id}]` })) {
    await changeWhereOther(access, 'order_carriers', parcel, {
      id_carrier: market.carrier,
      shipping_cost_tax_excl: totals.shipping,
      shipping_cost_tax_incl: totals.shippingWithTax,
    });
  }
  for (const invoice of await access.rows('order_invoices', { id_order: `[${id}]` })) {
    await changeWhereOther(access, 'order_invoices', invoice, {
      total_paid_tax_excl: totals.total,
      total_paid_tax_incl: totals.totalWithTax,
      total_products: totals.products,
      total_products_wt: totals.productsWithTax,
      total_shipping_tax_excl: totals.shipping,
      total_shipping_tax_incl: totals.shippingWithTax,
      total_discount_tax_incl: totals.discountsWithTax,
    });
  }
}

function variantOf(detail: JsonObject): string {
  return `${idOf(detail, 'product_id')}-${idOf(detail, 'product_attribute_id') || '0'}`;
}

/** A cart row whose product vanished makes no line, silently. */
function assertLines(details: readonly RawRecord[], items: readonly Item[]): void {
  const made = details.map(({ body }) => `${variantOf(body)} × ${count(body, 'product_quantity')}`).sort();
  const wanted = items.map(({ product, combination, quantity }) => `${product}-${combination} × ${quantity}`).sort();
  if (made.join() === wanted.join()) return;
  throw refusal(
    'ORDER_LINES_DIFFER',
    'The order in the shop does not hold the lines that were sold.',
    'Compare the order in the shop with the detail and correct it there; then discard the message.',
    `sold ${wanted.join(', ')} · in the shop ${made.join(', ') || 'none'}`,
  );
}

/** What was charged for a variant; several lines of it are one in the shop, at their mean price. */
function lineSums({ order, variants }: Repair, variant: string): Record<string, string> | null {
  const lines = order.lines.filter((line) => variants.get(line.variant) === variant);
  const quantity = lines.reduce((sum, line) => sum + line.quantity, 0);
  if (quantity === 0) return null;
  const sum = (price: 'unitPrice' | 'unitPriceWithTax') =>
    lines.reduce((total, line) => total.plus(exact(line[price].amount).times(line.quantity)), exact(0));
  const [without, withTax] = [sum('unitPrice'), sum('unitPriceWithTax')];
  return {
    unit_price_tax_excl: plain(without.div(quantity).toDecimalPlaces(6)),
    unit_price_tax_incl: plain(withTax.div(quantity).toDecimalPlaces(6)),
    total_price_tax_excl: plain(without.toDecimalPlaces(6)),
    total_price_tax_incl: plain(withTax.toDecimalPlaces(6)),
    product_price: plain(without.div(quantity).toDecimalPlaces(6)),
  };
}

async function changeWhereOther(
  access: Access,
  resource: string,
  { id, body }: RawRecord,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const other = Object.entries(fields).filter(([name, value]) => !isSame(body, name, value));
  if (other.length > 0)
    await access.change(resource, id, { fields: Object.fromEntries(other) satisfies Record<string, FieldValue> });
}

function isSame(body: JsonObject, name: string, value: string): boolean {
  if (/^-?\d+(\.\d+)?$/.test(value))
    return decimal(body, name).toDecimalPlaces(6).equals(exact(value).toDecimalPlaces(6));
  return (name.startsWith('id_') ? (ref(body, name) ?? '') : (text(body, name) ?? '')) === value.trim();
}
