import type { Command, Delivered, Delivery, JsonObject, PlaceOrder } from '#sdk';
import { decimal, exact } from '../mapper/decimal.ts';
import { text } from '../record.ts';
import { accessTo } from './access.ts';
import type { Access, Shop } from './access.ts';
import { ensureAddress } from './address.ts';
import { ensureCart } from './cart.ts';
import type { CartPlan } from './cart.ts';
import { ensureCustomer } from './customer.ts';
import { findMarket } from './order-market.ts';
import type { OrderMarket } from './order-market.ts';
import { repairOrder, repairPapers } from './order-papers.ts';
import type { Repair } from './order-papers.ts';
import { refusal } from './refusal.ts';
import { isShopFailure } from './shop-failure.ts';
import { ensureOrder } from './shop-order.ts';

/** Records that come with an order, which the hub reads back. */
const PAPERS = ['order_details', 'order_histories', 'order_invoices', 'order_carriers'] as const;

/**
 * Brings an order to the shop: customer, addresses, cart, order. The shop then prices it anew, names it and dates it by
 * itself, so all of that is put right afterwards, and read back.
 */
export function placeOrder(shop: Shop): Command<PlaceOrder> {
  return async (order, delivery) => {
    const access = accessTo(shop, delivery.signal);
    const plan = await planOf(access, order, delivery);
    const cart = await delivery.step('cart', () => ensureCart(access, plan));
    const id = await ensureOrder(access, order, { ...plan, cart }, delivery);
    const made = { id, order, market: plan.market, variants: await variantIds(order, delivery) };
    const repair = { ...made, born: await settleOrder(access, made, delivery) };
    await delivery.step('papers', () => done(() => settlePapers(access, repair, delivery.attempt)));
    await verify(access, repair);
    return delivered(access, order, { ...plan, cart, id }, delivery);
  };
}

async function planOf(access: Access, order: PlaceOrder, delivery: Delivery): Promise<CartPlan> {
  const market: OrderMarket = await delivery.step('market', () => findMarket(access, order, delivery));
  const person = { ...order.customer, company: null, newsletter: null, locale: order.locale };
  const customer = await delivery.step('customer', () => ensureCustomer(access, person, delivery));
  const ensure = (address: PlaceOrder['shippingAddress']): Promise<string> =>
    ensureAddress(access, customer, { address, country: market.countries[address.country] ?? '' }, delivery.message);
  const shipping = await delivery.step('shipping address', () => ensure(order.shippingAddress));
  const billing = await delivery.step('billing address', () => ensure(order.billingAddress));
  return { customer, shipping, billing, market, message: delivery.message };
}

async function done(work: () => Promise<void>): Promise<true> {
  await work();
  return true;
}

async function variantIds({ lines }: PlaceOrder, delivery: Delivery): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { variant } of lines) ids.set(variant, (await delivery.externalId('Variant', variant)) ?? '');
  return ids;
}

/**
 * Puts the order right by as few requests as can be, before another brick fetches it. Answers with the reference that
 * it was born with, which is kept first.
 */
async function settleOrder(access: Access, made: Omit<Repair, 'born'>, delivery: Delivery): Promise<string> {
  const seen: JsonObject[] = [];
  const look = async (): Promise<JsonObject> => (await access.row('orders', made.id)) ?? {};
  const born = await delivery.step('born', async () => {
    const current = await look();
    seen.push(current);
    return text(current, 'reference') ?? '';
  });
  await delivery.step('order data', () => done(async () => repairOrder(access, made, seen[0] ?? (await look()))));
  return born;
}

/** So often are papers tried until a person is asked; the order itself is right by then. */
const MOST_TRIES = 8;

/** Entering a state may have added an invoice, and a payment of what the shop thought to be open. */
async function settlePapers(access: Access, repair: Repair, attempt: number): Promise<void> {
  try {
    await repairPapers(access, repair);
  } catch (error) {
    if (attempt < MOST_TRIES || !isShopFailure(error)) throw error;
    throw refusal(
      'ORDER_PAPERS_FAILED',
      `Order ${repair.id} is in the shop, but the shop keeps failing on its lines, parcel or invoice.`,
      "Look into the shop's PHP error log, and redrive the message; or correct the order in the shop and discard it.",
      error.detail,
    );
  }
}

/** What the shop shows in the end is compared with what was sold, to the cent. */
async function verify(access: Access, { id, order }: Repair): Promise<void> {
  const { totals, reference } = order;
  const body: JsonObject = (await access.row('orders', id)) ?? {};
  const wanted: Record<string, string> = {
    total_products: totals.products,
    total_products_wt: totals.productsWithTax,
    total_shipping_tax_excl: totals.shipping,
    total_shipping_tax_incl: totals.shippingWithTax,
    total_paid_tax_excl: totals.total,
    total_paid_tax_incl: totals.totalWithTax,
    total_paid_real: order.payment.paid ? totals.totalWithTax : '0',
  };
  const other = Object.entries(wanted)
    .filter(([name, value]) => decimal(body, name).minus(exact(value)).abs().greaterThan('0.01'))
    .map(([name, value]) => `${name}: sold ${value}, in the shop ${text(body, name) ?? 'nothing'}`);
  if (text(body, 'reference') !== reference)
    other.push(`reference: ${reference}, in the shop ${text(body, 'reference') ?? 'nothing'}`);
  if (other.length === 0) return;
  throw refusal(
    'ORDER_TOTALS_DIFFER',
    `Order ${id} is in the shop, but not as it was sold.`,
    'A module of the shop may change orders: correct the order in the shop by the detail, then discard the message.',
    other.join(' · '),
  );
}

async function delivered(
  access: Access,
  order: PlaceOrder,
  made: CartPlan & { cart: string; id: string },
  delivery: Delivery,
): Promise<Delivered> {
  const touched = [
    { kind: 'customers', ids: [made.customer] },
    { kind: 'addresses', ids: [...new Set([made.shipping, made.billing])] },
    { kind: 'carts', ids: [made.cart] },
    { kind: 'orders', ids: [made.id] },
  ];
  for (const kind of PAPERS) {
    const rows = await access.rows(kind, { id_order: `[${made.id}]` });
    touched.push({ kind, ids: rows.map(({ id }) => id) });
  }
  const payments = await access.rows('order_payments', { order_reference: `[${order.reference}]` });
  touched.push({ kind: 'order_payments', ids: payments.map(({ id }) => id) });
  const isNew = (await delivery.externalId('Customer', order.customer.id)) === null;
  const customer = { type: 'Customer', hubId: order.customer.id, externalId: made.customer };
  return {
    created: [{ type: 'Order', hubId: order.order, externalId: made.id }, ...(isNew ? [customer] : [])],
    touched: touched.filter(({ ids }) => ids.length > 0),
  };
}
