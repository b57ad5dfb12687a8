import { gmt } from './dates.ts';
import type { Demo } from './demo-shop.ts';
import { newOrder } from './orders.ts';
import { withMeta } from './meta-data.ts';
import type { Row, Store } from './store.ts';
import { said } from './said.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const ORDERS = 40;
/** By age: what is old has been sent. */
const STATUSES = ['processing', 'on-hold', 'pending', 'processing', 'completed', 'completed', 'cancelled', 'completed'];

/** Orders of the last three months, the newest half a day old; one in ten has a refund, one a parcel number. */
export function demoOrders({ store, random, bornAt }: Demo): void {
  const customers = store.rows('customers').filter(({ role }) => role === 'customer');
  for (let number = 0; number < ORDERS; number += 1) {
    const placed = new Date(bornAt.getTime() - (ORDERS - number) * 2 * DAY - 12 * HOUR);
    const customer = customers[random(customers.length)];
    if (!customer) return;
    const age = ORDERS - number;
    const status =
      age > 8 ? (age % 9 === 0 ? 'cancelled' : 'completed') : (STATUSES[age % STATUSES.length] ?? 'processing');
    const row = newOrder(store, orderBody(store, customer, { random, status }), gmt(placed));
    settleDates(row, placed, bornAt);
    if (number % 10 === 4) track(store, row, number);
    if (number % 10 === 6 && status === 'completed') refund(store, row, new Date(placed.getTime() + 5 * DAY));
  }
}

function orderBody(
  store: Store,
  customer: Row,
  { random, status }: { random: Demo['random']; status: string },
): Parameters<typeof newOrder>[1] {
  const sold = store.rows('products').filter((row) => row['status'] === 'publish');
  const lines = Array.from({ length: 1 + random(3) }, () => {
    const product = sold[random(sold.length)];
    const variations = store.rows('variations').filter((row) => row['parent_id'] === product?.id);
    const variation = variations[random(Math.max(1, variations.length))];
    const quantity = 1 + random(2);
    return { product_id: product?.id ?? 0, ...(variation ? { variation_id: variation.id } : {}), quantity };
  });
  const { billing, shipping } = customer;
  return {
    ...{ customer_id: customer.id, billing: billing ?? {}, shipping: shipping ?? {}, status, line_items: lines },
    ...{
      payment_method: 'stripe',
      payment_method_title: 'Carte bancaire',
      transaction_id: `ch_${customer.id}${random(100_000)}`,
    },
    shipping_lines: [{ method_id: 'flat_rate', method_title: 'Colissimo', total: '4.92' }],
    customer_note: random(6) === 0 ? "Merci de laisser le colis à l'accueil" : '',
  };
}

/** Sent two days after it was placed, if it was. */
function settleDates(row: Row, placed: Date, bornAt: Date): void {
  const later = new Date(Math.min(placed.getTime() + 2 * DAY, bornAt.getTime() - HOUR));
  if (row['date_completed_gmt'] !== null)
    Object.assign(row, { date_completed_gmt: gmt(later), date_modified_gmt: gmt(later) });
}

function track(store: Store, row: Row, number: number): void {
  const given = [
    { key: '_tracking_number', value: `6A${10_000_000 + number}` },
    { key: '_tracking_provider', value: 'Colissimo' },
  ];
  row['meta_data'] = withMeta(store, row['meta_data'], given);
}

/** The first line, one piece, as staff would do it. */
function refund(store: Store, order: Row, at: Date): void {
  const [line] = Array.isArray(order['line_items']) ? (order['line_items'] as Row[]) : [];
  if (!line) return;
  const piece = (field: string): string => (Number(line[field]) / Number(line['quantity'])).toFixed(2);
  const [total, tax] = [piece('total'), piece('total_tax')];
  const rate = (line['taxes'] as Row[])[0]?.id ?? 0;
  const negative = { subtotal: `-${total}`, subtotal_tax: `-${tax}`, total: `-${total}`, total_tax: `-${tax}` };
  store.put('refunds', {
    ...{
      date_created_gmt: gmt(at),
      amount: (Number(total) + Number(tax)).toFixed(2),
      reason: 'Article abîmé',
      refunded_by: 1,
    },
    ...{ refunded_payment: false, meta_data: withMeta(store, [], [{ key: '_refund_type', value: 'partial' }]) },
    line_items: [
      {
        ...{ ...line, id: store.nextId('item'), quantity: -1, ...negative },
        taxes: [{ id: rate, total: `-${tax}`, subtotal: `-${tax}` }],
        meta_data: withMeta(store, [], [{ key: '_refunded_item_id', value: said(line.id) }]),
      },
    ],
    ...{ shipping_lines: [], tax_lines: [], fee_lines: [], order_id: order.id },
  });
  order['date_modified_gmt'] = gmt(at);
}
