import { Decimal } from 'decimal.js';
import type { JsonObject } from '#sdk';
import { links, notFound, numberOf, type Call, type Handler } from './call.ts';
import { gmt, withLocalDates } from './dates.ts';
import { announce } from './hooks.ts';
import { listed } from './listing.ts';
import { objects, withMeta } from './meta-data.ts';
import { refundsOf, shownAmounts, shownLine, totalsOf } from './order-view.ts';
import type { Row, Store } from './store.ts';
import { WpError } from './wp-error.ts';
import { said } from './said.ts';

export const listRefunds: Handler = (call) => {
  const order = orderOf(call);
  return listed(call, refundsOf(call.store, order.id), (row) => shown(call, row));
};

/** Amounts of lines become negative. A refund of all that is left makes the order refunded. */
export const createRefund: Handler = (call) => {
  const { store, body, base } = call;
  const order = orderOf(call);
  const left = new Decimal(said(totalsOf(order)['total'])).minus(refunded(store, order.id));
  const amount = new Decimal(said(body['amount'] ?? '0'));
  if (amount.lessThanOrEqualTo(0) || amount.greaterThan(left)) {
    throw new WpError('woocommerce_rest_invalid_order_refund', 'Refund amount must be greater than zero.', 400);
  }
  const isAll = amount.equals(left);
  const now = gmt(store.now());
  const row = store.put('refunds', {
    ...{ date_created_gmt: now, amount: amount.toFixed(2), reason: said(body['reason'] ?? ''), refunded_by: 1 },
    refunded_payment: false,
    meta_data: withMeta(
      store,
      [{ id: store.nextId('meta'), key: '_refund_type', value: isAll ? 'full' : 'partial' }],
      body['meta_data'],
    ),
    line_items: linesOf(store, order, body),
    ...{ shipping_lines: [], tax_lines: [], fee_lines: [], order_id: order.id },
  });
  row['tax_lines'] = taxesOf(store, row);
  order['date_modified_gmt'] = now;
  if (isAll) order['status'] = 'refunded';
  announce(store, 'order', 'updated', order.id);
  const location = `${base}wp-json/wc/v3/orders/(?P<order_id>[\\d]+)/refunds/${row.id}`;
  return { status: 201, body: shown(call, row, true), headers: { Location: location } };
};

function orderOf(call: Call): Row {
  const order = call.store.get('orders', numberOf(call));
  if (!order) throw notFound('woocommerce_rest_invalid_order_id', 'Invalid order ID.');
  return order;
}

function refunded(store: Store, order: number): Decimal {
  return refundsOf(store, order).reduce((sum, { amount }) => sum.plus(said(amount)), new Decimal(0));
}

function linesOf(store: Store, order: Row, body: JsonObject): JsonObject[] {
  const sold = new Map(objects(order['line_items']).map((line) => [line['id'], line]));
  return objects(body['line_items']).flatMap((given) => {
    const line = sold.get(given['id'] ?? null);
    if (!line) return [];
    const total = new Decimal(said(given['refund_total'] ?? 0)).negated().toFixed(2);
    const taxes = objects(given['refund_tax']).map(({ id, refund_total: tax }) => {
      const negative = new Decimal(said(tax ?? 0)).negated().toFixed(2);
      return { id: id ?? 0, total: negative, subtotal: negative };
    });
    const tax = taxes.reduce((sum, one) => sum.plus(one.total), new Decimal(0)).toFixed(2);
    const metas = withMeta(store, [], [{ key: '_refunded_item_id', value: said(line['id']) }]);
    const amounts = { subtotal: total, subtotal_tax: tax, total, total_tax: tax, taxes };
    return [
      { ...line, id: store.nextId('item'), quantity: -Number(given['quantity'] ?? 0), ...amounts, meta_data: metas },
    ];
  });
}

function taxesOf(store: Store, row: Row): JsonObject[] {
  const byRate = new Map<number, Decimal>();
  for (const { id, total } of objects(row['line_items']).flatMap((line) => objects(line['taxes'])))
    byRate.set(Number(id), (byRate.get(Number(id)) ?? new Decimal(0)).plus(said(total)));
  return [...byRate].map(([id, sum]) => {
    const rate = store.get('taxes', id);
    return {
      id: store.nextId('item'),
      rate_code: `${said(rate?.['country'])}-${said(rate?.['name'])}-${said(rate?.['priority'])}`.toUpperCase(),
      ...{ rate_id: id, label: rate?.['name'] ?? '', compound: false, tax_total: sum.toFixed(2) },
      ...{ shipping_tax_total: '0.00', rate_percent: Number(rate?.['rate'] ?? 0), meta_data: [] },
    };
  });
}

function shown(call: Call, row: Row, isNew = false): JsonObject {
  const { order_id: order, ...rest } = row;
  const path = `orders/${said(order)}/refunds`;
  const body = {
    ...rest,
    line_items: objects(row['line_items']).map(shownLine),
    shipping_lines: objects(row['shipping_lines']).map(shownAmounts),
    _links: {
      ...links(call, path, row.id, ['GET', 'DELETE']),
      up: [{ href: `${call.base}wp-json/wc/v3/orders/${said(order)}` }],
    },
  };
  return withLocalDates(body, call.store.timezone, isNew);
}
