import { createHash } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { JsonObject } from '#sdk';
import { chosen, notFound, numberOf, type Call, type Handler } from './call.ts';
import { address, BILLING, SHIPPING } from './customers.ts';
import { gmt } from './dates.ts';
import { announce } from './hooks.ts';
import { listed } from './listing.ts';
import { objects, withMeta } from './meta-data.ts';
import { feeLine, lineItem, round2, shippingLine, taxCountry } from './order-items.ts';
import { shownOrder } from './order-view.ts';
import { settleStock, touchProduct } from './products.ts';
import type { Row, Store } from './store.ts';
import { invalidParams, WpError } from './wp-error.ts';
import { said } from './said.ts';

const STATUSES = ['pending', 'processing', 'on-hold', 'completed', 'cancelled', 'refunded', 'failed', 'checkout-draft'];
/** In these, goods are taken out of stock; in the first two, they are paid. */
const TAKES_STOCK = new Set(['processing', 'completed', 'on-hold']);
const PAID = new Set(['processing', 'completed']);

export const listOrders: Handler = (call) => {
  const { store, query } = call;
  const statuses = new Set(
    (query.get('status') ?? 'any').split(',').flatMap((one) => (one === 'any' ? STATUSES : [one])),
  );
  const customer = query.get('customer');
  const search = query.get('search');
  const rows = store
    .rows('orders')
    .filter(
      (row) =>
        statuses.has(said(row['status'])) &&
        (customer === null || row['customer_id'] === Number(customer)) &&
        (search === null || searched(row).includes(search.toLowerCase())),
    );
  return listed(call, rows, (row) => shownOrder(call, row));
};

/** What a search looks at: numbers, buyers and their addresses, names of goods. */
function searched(row: Row): string {
  const lines = objects(row['line_items']).map(({ name }) => name ?? '');
  return JSON.stringify([said(row.id), row['billing'], row['shipping'], lines]).toLowerCase();
}

export const getOrder: Handler = (call) => ({ status: 200, body: chosen(shownOrder(call, found(call)), call.query) });

export const createOrder: Handler = (call) => {
  const { store, body } = call;
  assertValid(store, body);
  const row = newOrder(store, body, gmt(store.now()));
  announce(store, 'order', 'created', row.id);
  return {
    status: 201,
    body: shownOrder(call, row, true),
    headers: { Location: `${call.base}wp-json/wc/v3/orders/${row.id}` },
  };
};

/** `number`, dates and `order_key` that a client gives are ignored. */
export function newOrder(store: Store, body: JsonObject, now: string): Row {
  const row = store.put('orders', {
    ...{ parent_id: 0, status: 'pending', currency: body['currency'] ?? store.value('general/woocommerce_currency') },
    ...{ version: '11.0.1', prices_include_tax: store.pricesIncludeTax, date_created_gmt: now, date_modified_gmt: now },
    ...{ customer_id: Number(body['customer_id'] ?? 0), order_key: '', billing: {}, shipping: {} },
    ...{ payment_method: '', payment_method_title: '', transaction_id: '', customer_ip_address: '' },
    ...{ customer_user_agent: '', created_via: body['created_via'] ?? 'rest-api', customer_note: '' },
    ...{ date_completed_gmt: null, date_paid_gmt: null, cart_hash: '', coupon_lines: [] },
  });
  row['order_key'] = `wc_order_${createHash('sha256').update(`order ${row.id}`).digest('base64url').slice(0, 13)}`;
  write(store, row, body);
  setItems(store, row, body);
  const status = said(body['status'] ?? 'pending');
  moveTo(store, row, body['set_paid'] === true && !PAID.has(status) ? 'processing' : status, now);
  return row;
}

export const updateOrder: Handler = (call) => {
  const { store, body } = call;
  const row = found(call);
  assertValid(store, body);
  const now = gmt(store.now());
  write(store, row, body);
  if (body['fee_lines'] !== undefined) addFees(store, row, body);
  if (body['line_items'] !== undefined) throw new WpError('sandbox_unsupported', 'Lines are not edited here.', 501);
  if (typeof body['status'] === 'string') moveTo(store, row, body['status'], now);
  if (body['set_paid'] === true && row['date_paid_gmt'] === null) moveTo(store, row, 'processing', now);
  row['date_modified_gmt'] = now;
  announce(store, 'order', 'updated', row.id);
  return { status: 200, body: shownOrder(call, row) };
};

export const deleteOrder: Handler = (call) => {
  const row = found(call);
  const body = shownOrder(call, row);
  if (call.query.get('force') === 'true') call.store.remove('orders', row.id);
  else Object.assign(row, { status: 'trash', date_modified_gmt: gmt(call.store.now()) });
  announce(call.store, 'order', 'deleted', row.id);
  return { status: 200, body };
};

function found(call: Call): Row {
  const row = call.store.get('orders', numberOf(call));
  if (!row) throw notFound('woocommerce_rest_shop_order_invalid_id');
  return row;
}

function assertValid(store: Store, body: JsonObject): void {
  const status = body['status'];
  if (typeof status === 'string' && !STATUSES.includes(status)) {
    const list = `auto-draft, ${STATUSES.slice(0, -1).join(', ')}, and checkout-draft`;
    throw invalidParams({ status: { code: 'rest_not_in_enum', message: `status is not one of ${list}.` } });
  }
  const customer = Number(body['customer_id'] ?? 0);
  if (customer !== 0 && !store.get('customers', customer)) {
    throw new WpError('woocommerce_rest_invalid_customer_id', 'Customer ID is invalid.', 400);
  }
}

function write(store: Store, row: Row, body: JsonObject): void {
  const texts = ['payment_method', 'payment_method_title', 'transaction_id', 'customer_note', 'created_via'];
  for (const field of texts) if (typeof body[field] === 'string') row[field] = body[field];
  row['billing'] = address(BILLING, row['billing'], body['billing']);
  row['shipping'] = address(SHIPPING, row['shipping'], body['shipping']);
  row['meta_data'] = withMeta(store, row['meta_data'] ?? [], body['meta_data']);
}

/** Lines, then ways of delivery, fees, and taxes: their numbers are drawn in this order. */
function setItems(store: Store, row: Row, body: JsonObject): void {
  const country = taxCountry(store, row);
  const id = (): number => store.nextId('item');
  const lines = objects(body['line_items']).map((given) => lineItem(store, given, country, id()));
  const shipping = objects(body['shipping_lines']).map((given) => shippingLine(store, given, country, id()));
  const fees = objects(body['fee_lines']).map((given) => feeLine(store, given, country, id()));
  Object.assign(row, { line_items: lines, shipping_lines: shipping, fee_lines: fees });
  row['tax_lines'] = taxLines(store, { cart: [...lines, ...fees], shipping }).map((line) => ({ id: id(), ...line }));
}

/** A fee without a number is one more. Taxes are computed anew. */
function addFees(store: Store, row: Row, body: JsonObject): void {
  const country = taxCountry(store, row);
  const added = objects(body['fee_lines']).map((given) => feeLine(store, given, country, store.nextId('item')));
  const fees = [...objects(row['fee_lines']), ...added];
  row['fee_lines'] = fees;
  const cart = [...objects(row['line_items']), ...fees];
  const lines = taxLines(store, { cart, shipping: objects(row['shipping_lines']) });
  row['tax_lines'] = lines.map((line) => ({ id: store.nextId('item'), ...line }));
}

function taxLines(store: Store, { cart, shipping }: { cart: JsonObject[]; shipping: JsonObject[] }): JsonObject[] {
  const sums = new Map<number, { cart: Decimal; shipping: Decimal }>();
  const add = (lines: readonly JsonObject[], to: 'cart' | 'shipping'): void => {
    for (const { id, total } of lines.flatMap((line) => objects(line['taxes']))) {
      const sum = sums.get(Number(id)) ?? { cart: new Decimal(0), shipping: new Decimal(0) };
      sums.set(Number(id), { ...sum, [to]: sum[to].plus(said(total)) });
    }
  };
  add(cart, 'cart');
  add(shipping, 'shipping');
  return [...sums].map(([id, sum]) => {
    const rate = store.get('taxes', id);
    const percent = Number(rate?.['rate'] ?? 0);
    return {
      rate_code: `${said(rate?.['country'])}-${said(rate?.['name'])}-${said(rate?.['priority'])}`.toUpperCase(),
      ...{ rate_id: id, label: rate?.['name'] ?? '', compound: rate?.['compound'] ?? false },
      ...{ tax_total: round2(sum.cart).toFixed(2), shipping_tax_total: round2(sum.shipping).toFixed(2) },
      ...{ rate_percent: percent, meta_data: [] },
    };
  });
}

function moveTo(store: Store, row: Row, status: string, now: string): void {
  row['status'] = status;
  if (PAID.has(status)) row['date_paid_gmt'] ??= now;
  if (status === 'completed') row['date_completed_gmt'] ??= now;
  if (TAKES_STOCK.has(status)) takeStock(store, row, now);
}

/** Each line once: what it took is written on it. */
function takeStock(store: Store, row: Row, now: string): void {
  for (const line of objects(row['line_items'])) {
    const metas = objects(line['meta_data']);
    if (metas.some(({ key }) => key === '_reduced_stock')) continue;
    const product = store.get('products', Number(line['product_id']));
    const sold = store.get('variations', Number(line['variation_id'])) ?? product;
    if (product) product['total_sales'] = Number(product['total_sales']) + Number(line['quantity']);
    if (!sold || sold['manage_stock'] !== true) continue;
    sold['stock_quantity'] = Number(sold['stock_quantity']) - Number(line['quantity']);
    settleStock(sold);
    sold['date_modified_gmt'] = now;
    touchProduct(store, Number(line['product_id']));
    line['meta_data'] = withMeta(store, line['meta_data'], [{ key: '_reduced_stock', value: said(line['quantity']) }]);
  }
}
