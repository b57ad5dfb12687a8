import { columnText } from '../column-text.ts';
import { UncaughtException } from '../reply.ts';
import type { WebserviceRecord } from '../state.ts';
import type { Webservice } from '../webservice.ts';
import { insertRow, type Behaviour, type Change } from './change.ts';
import { orderReference } from './generated.ts';
import { addInvoice, detailRow, orderRow, PAID_BY_WEBSERVICE, PAYMENT_ERROR } from './order-rows.ts';
import { enterState } from './order-states.ts';
import { cents, priceLine, six, type PricedLine } from './pricing.ts';
import { changeQuantity } from './stock.ts';

/** Payment modules that the sandbox's shop has installed. */
const MODULES = ['ps_wirepayment', 'ps_checkpayment', 'ps_cashondelivery'];

interface Totals {
  productsExcl: number;
  productsIncl: number;
  shippingExcl: number;
  shippingIncl: number;
  paid: number;
}

/**
 * Orders are made from their cart: lines are priced from the catalogue of the moment, and of what was submitted only
 * the cart, the addresses, the module and the amount paid count. The answer shows what was submitted all the same.
 */
export const ORDERS: Behaviour = {
  create(change) {
    const { shop, draft } = change;
    const cart = freshCart(change);
    const lines = pricedLines(shop, draft, cart);
    const carrier = carrierFor(shop, Number(draft['id_carrier']));
    const totals = totalsOf(lines, shippingCost(shop, carrier));
    const settled = cents(Number(draft['total_paid_real'])) === totals.paid;
    const order = insertOrder(change, { cart, totals, carrier, settled });
    addNeighbours(change, order, { totals, lines, carrier, settled });
    forgetUnsubmitted(change);
    return order;
  },

  /** Writing another state enters it into the history. */
  saved(record, { previous, shop, method }) {
    const state = Number(record['current_state']);
    if (!previous || previous['current_state'] === state) return;
    const entry = { id_employee: 0, id_order_state: state, id_order: record.id, date_add: shop.clock.dateTime() };
    insertRow(shop, method, 'order_histories', entry);
    enterState(shop, record.id, state);
  },
};

/** No cart, a cart that has an order already, a module that is not there: exceptions that nothing catches. */
function freshCart({ shop, draft }: Change): WebserviceRecord {
  const id = Number(draft['id_cart']);
  const cart = shop.store.table('carts').get(id);
  const used = shop.store.table('orders').records.some((order) => order['id_cart'] === id);
  if (!cart || used || !MODULES.includes(String(draft['module']))) throw new UncaughtException();
  return cart;
}

function pricedLines(shop: Webservice, draft: Change['draft'], cart: WebserviceRecord): PricedLine[] {
  const { store } = shop;
  const address = store.table('addresses').get(Number(cart['id_address_delivery']));
  const country = Number(address?.['id_country'] ?? 0);
  // Delivery to a country that is switched off fails.
  if (store.table('countries').get(country)?.['active'] === '0') throw new UncaughtException();
  const buyer = {
    customer: store.table('customers').get(Number(cart['id_customer'])),
    country,
    currency: Number(draft['id_currency']),
    language: Number(draft['id_lang']),
  };
  const rows = cart.associations?.['cart_rows'] ?? [];
  const lines = rows.map((row) => priceLine(shop, row, buyer)).filter((line) => line !== undefined);
  if (lines.length === 0) throw new UncaughtException();
  return lines;
}

/** The cheapest way to deliver is taken, whatever carrier was submitted: a free one where there is one. */
function carrierFor(shop: Webservice, submitted: number): number {
  const free = shop.store
    .table('carriers')
    .records.find((carrier) => carrier['is_free'] === '1' && carrier['active'] === '1' && carrier['deleted'] === '0');
  return free?.id ?? submitted;
}

function shippingCost(shop: Webservice, carrier: number): number {
  if (shop.store.table('carriers').get(carrier)?.['is_free'] === '1') return 0;
  const prices = shop.store.table('deliveries').records.filter((row) => row['id_carrier'] === carrier);
  return prices.length === 0 ? 0 : Math.min(...prices.map((row) => Number(row['price'])));
}

function totalsOf(lines: readonly PricedLine[], shipping: number): Totals {
  const productsExcl = cents(lines.reduce((sum, line) => sum + line.unitExcl * line.quantity, 0));
  const productsIncl = cents(lines.reduce((sum, line) => sum + line.unitIncl * line.quantity, 0));
  return {
    productsExcl,
    productsIncl,
    shippingExcl: shipping,
    shippingIncl: shipping,
    paid: cents(productsIncl + shipping),
  };
}

function insertOrder(
  { shop, draft, table }: Change,
  { cart, totals, carrier, settled }: { cart: WebserviceRecord; totals: Totals; carrier: number; settled: boolean },
): WebserviceRecord {
  const now = shop.clock.dateTime();
  const number = (name: string): number => Number(draft[name]) || 0;
  const customer = shop.store.table('customers').get(number('id_customer'));
  return insertRow(shop, 'POST', 'orders', {
    id_address_delivery: number('id_address_delivery'),
    id_address_invoice: number('id_address_invoice'),
    id_cart: number('id_cart'),
    id_currency: number('id_currency'),
    id_lang: number('id_lang'),
    id_customer: number('id_customer'),
    id_carrier: carrier,
    current_state: settled ? PAID_BY_WEBSERVICE : PAYMENT_ERROR,
    module: String(draft['module']),
    invoice_number: 0,
    invoice_date: '0000-00-00 00:00:00',
    delivery_number: 0,
    delivery_date: '0000-00-00 00:00:00',
    valid: settled ? '1' : '0',
    date_add: now,
    date_upd: now,
    shipping_number: '',
    note: '',
    id_shop_group: 1,
    id_shop: 1,
    secure_key: columnText(customer?.['secure_key']),
    payment: String(draft['payment']),
    recyclable: '0',
    gift: '0',
    gift_message: columnText(cart['gift_message'] ?? ''),
    mobile_theme: '0',
    total_discounts: six(0),
    total_discounts_tax_incl: six(0),
    total_discounts_tax_excl: six(0),
    total_paid: six(totals.paid),
    total_paid_tax_incl: six(totals.paid),
    total_paid_tax_excl: six(totals.productsExcl + totals.shippingExcl),
    total_paid_real: six(Number(draft['total_paid_real'])),
    total_products: six(totals.productsExcl),
    total_products_wt: six(totals.productsIncl),
    total_shipping: six(totals.shippingIncl),
    total_shipping_tax_incl: six(totals.shippingIncl),
    total_shipping_tax_excl: six(totals.shippingExcl),
    carrier_tax_rate: '0.000',
    total_wrapping: six(0),
    total_wrapping_tax_incl: six(0),
    total_wrapping_tax_excl: six(0),
    round_mode: 2,
    round_type: 2,
    conversion_rate: six(1),
    reference: orderReference(shop.seed, table.nextId()),
  });
}

interface Made {
  totals: Totals;
  lines: readonly PricedLine[];
  carrier: number;
  settled: boolean;
}

function addNeighbours({ shop, table, draft }: Change, order: WebserviceRecord, made: Made): void {
  const now = shop.clock.dateTime();
  const rows = made.lines.map((line) => {
    const detail = insertRow(shop, 'POST', 'order_details', detailRow(order.id, line));
    changeQuantity(shop, line.product.id, line.combination?.id ?? 0, -line.quantity);
    return orderRow(detail.id, line);
  });
  order.associations = { order_rows: rows };
  table.changed(order.id);
  insertRow(shop, 'POST', 'order_histories', {
    id_employee: 0,
    id_order_state: order['current_state'],
    id_order: order.id,
    date_add: now,
  });
  insertRow(shop, 'POST', 'order_payments', {
    order_reference: order['reference'],
    id_currency: order['id_currency'],
    amount: six(Number(draft['total_paid_real'])),
    payment_method: order['payment'],
    conversion_rate: six(1),
    transaction_id: '',
    card_number: '',
    card_brand: '',
    card_expiration: '',
    card_holder: '',
    date_add: now,
    id_employee: '',
  });
  const invoice = made.settled ? addInvoice(shop, order) : undefined;
  insertRow(shop, 'POST', 'order_carriers', {
    id_order: order.id,
    id_carrier: made.carrier,
    id_order_invoice: invoice?.id ?? 0,
    weight: six(made.lines.reduce((sum, line) => sum + weightOf(line) * line.quantity, 0)),
    shipping_cost_tax_excl: six(made.totals.shippingExcl),
    shipping_cost_tax_incl: six(made.totals.shippingIncl),
    tracking_number: '',
    date_add: now,
  });
}

const weightOf = ({ product, combination }: PricedLine): number =>
  Number(product['weight'] ?? 0) + Number(combination?.['weight'] ?? 0);

/** The answer comes from an object that was never told what became of it: no dates, no state, no reference. */
function forgetUnsubmitted({ draft, sent, resource }: Change): void {
  for (const { name } of resource.fields) if (!sent.fields.has(name)) draft[name] = null;
  for (const name of ['current_state', 'date_add', 'date_upd', 'reference', 'secure_key']) draft[name] = null;
}
