import { randomBytes } from 'node:crypto';
import type { JsonObject } from '#sdk';
import { isObject } from '../record.ts';
import type { Call, Handler, Reply } from './call.ts';
import { gmt } from './dates.ts';
import { announce } from './hooks.ts';
import { objects } from './meta-data.ts';
import { newOrder, setItems } from './orders.ts';
import { totalsOf } from './order-view.ts';
import type { Route } from './routes.ts';
import { said } from './said.ts';
import type { Row, Store } from './store.ts';
import { WpError } from './wp-error.ts';

/**
 * What visitors' carts and checkouts speak, as far as one order needs it. Written after WooCommerce's public documentation
 * of the Store API, not after a recording.
 */
export function storeRoutes(routes: (path: string, verbs: Record<string, Handler>) => Route[]): Route[] {
  const below = (path: string, verbs: Record<string, Handler>): Route[] => routes(`wc/store/v1/${path}`, verbs);
  return [
    ...below('cart', { GET: (call) => shown(call, cartOf(call, false)) }),
    ...below('cart/add-item', { POST: addItem }),
    ...below('cart/update-customer', { POST: updateCustomer }),
    ...below('cart/select-shipping-rate', { POST: selectRate }),
    ...below('checkout', { POST: checkOut }),
  ];
}

const NONCE = '25222b6f2b';
const MINOR = 2;

function cartOf({ store, headers }: Call, isChange = true): JsonObject {
  if (store.checkout === 'absent') {
    throw new WpError('rest_no_route', 'No route was found matching the URL and request method.', 404);
  }
  const token = headers['cart-token'];
  const known = token === undefined ? undefined : store.carts.get(token);
  if (known) return known;
  if (isChange && headers['nonce'] !== NONCE) {
    throw new WpError(
      'woocommerce_rest_missing_nonce',
      'Missing the Nonce header. This endpoint requires a valid nonce.',
      401,
    );
  }
  const made = { token: randomBytes(16).toString('hex'), items: [], billing: {}, shipping: {}, rate: null };
  store.carts.set(made.token, made);
  return made;
}

const addItem: Handler = (call) => {
  const { store, body } = call;
  const cart = cartOf(call);
  const id = Number(body['id']);
  const variation = store.get('variations', id);
  const product = store.get('products', variation ? Number(variation['parent_id']) : id);
  const sold = variation ?? product;
  if (!product || !sold || product['status'] !== 'publish' || (!variation && product['type'] === 'variable')) {
    throw new WpError('woocommerce_rest_product_not_purchasable', 'This product is not purchasable.', 400);
  }
  if (sold['stock_status'] === 'outofstock') {
    const text = `You cannot add &quot;${said(product['name'])}&quot; to the cart because the product is out of stock.`;
    throw new WpError('woocommerce_rest_product_out_of_stock', text, 400);
  }
  const item = { product_id: product.id, variation_id: variation?.id ?? 0, quantity: Number(body['quantity'] ?? 1) };
  cart['items'] = [...objects(cart['items']), item];
  return { ...shown(call, cart), status: 201 };
};

const updateCustomer: Handler = (call) => {
  const cart = cartOf(call);
  for (const which of ['billing', 'shipping'] as const) {
    const given = call.body[`${which}_address`];
    if (isObject(given)) cart[which] = given;
  }
  return shown(call, cart);
};

const selectRate: Handler = (call) => {
  const cart = cartOf(call);
  const rate = said(call.body['rate_id'] ?? '');
  if (!ratesOf(call.store, cart).some(({ method }) => method === rate)) {
    throw new WpError('woocommerce_rest_cart_invalid_rate', 'Invalid rate.', 400);
  }
  cart['rate'] = rate;
  return shown(call, cart);
};

const ON_ORDER: Readonly<Record<string, string>> = { bacs: 'on-hold', cheque: 'on-hold', cod: 'processing' };

const checkOut: Handler = (call) => {
  const { store, body } = call;
  const cart = cartOf(call);
  const method = said(body['payment_method'] ?? '');
  if (store.checkout === 'guests-refused') {
    throw new WpError('woocommerce_rest_guest_checkout_disabled', 'You must be logged in to checkout.', 403);
  }
  if (store.checkout === 'fails') throw new WpError('internal_server_error', CRITICAL, 500);
  if (!store.gateways.has(method) || !(method in ON_ORDER)) {
    throw new WpError(
      'woocommerce_rest_checkout_payment_method_disabled',
      'The payment gateway is not available.',
      400,
    );
  }
  const fees = store.checkout === 'charges-more' ? { fee_lines: [{ name: 'Service', total: '3.00' }] } : {};
  const order = newOrder(
    store,
    {
      ...orderBody(store, cart),
      ...{ payment_method: method, payment_method_title: method, created_via: 'store-api', ...fees },
      ...{ customer_note: body['customer_note'] ?? '', status: ON_ORDER[method] ?? 'pending' },
    },
    gmt(store.now()),
  );
  announce(store, 'order', 'created', order.id);
  store.carts.delete(said(cart['token']));
  if (store.checkout === 'fails-after') throw new WpError('internal_server_error', CRITICAL, 500);
  return {
    status: 200,
    body: {
      ...{ order_id: order.id, status: order['status'] ?? '', order_key: order['order_key'] ?? '', customer_id: 0 },
      ...{ customer_note: order['customer_note'] ?? '', payment_method: method },
      payment_result: { payment_status: 'success', payment_details: [], redirect_url: `${store.home}order-received/` },
    },
  };
};

const CRITICAL = '<p>There has been a critical error on this website.</p>';

function orderBody(store: Store, cart: JsonObject): JsonObject {
  const rate = ratesOf(store, cart).find(({ method }) => method === cart['rate']);
  return {
    ...{ billing: cart['billing'] ?? {}, shipping: cart['shipping'] ?? {}, line_items: objects(cart['items']) },
    shipping_lines: rate
      ? [{ method_id: rate.kind, method_title: rate.title, instance_id: rate.instance, total: rate.cost }]
      : [],
  };
}

interface Rate {
  method: string;
  kind: string;
  instance: string;
  title: string;
  cost: string;
}

/** Of the first zone that has the country, else of the rest of the world. */
function ratesOf(store: Store, cart: JsonObject): Rate[] {
  const address = isObject(cart['shipping']) ? cart['shipping'] : {};
  const country = said(address['country'] ?? '');
  if (country === '') return [];
  const inZone = (zone: Row): boolean => (store.locations.get(zone.id) ?? []).some(({ code }) => code === country);
  const zone = store.rows('zones').find(inZone)?.id ?? 0;
  return store
    .rows('methods')
    .filter((row) => row['zone_id'] === zone && row['enabled'] !== false)
    .map((row) => {
      const settings = isObject(row['settings']) ? row['settings'] : {};
      const cost = Number(said(settings['cost'] ?? '0').replace(',', '.'));
      return {
        ...{ method: `${said(row['method_id'])}:${row.id}`, kind: said(row['method_id']), instance: said(row.id) },
        ...{ title: said(row['title']), cost: Number.isNaN(cost) ? '0' : cost.toFixed(2) },
      };
    });
}

function shown(call: Call, cart: JsonObject): Reply {
  const { store } = call;
  const rates = ratesOf(store, cart);
  const row: Row = { id: 0, ...orderBody(store, cart) };
  setItems(store, row, row);
  const totals = totalsOf(row);
  const minor = (field: string): string => String(Math.round(Number(totals[field]) * 10 ** MINOR));
  const money = { currency_code: store.value('general/woocommerce_currency'), currency_minor_unit: MINOR };
  const needsShipping = objects(cart['items']).some(
    ({ product_id: id }) => store.get('products', Number(id))?.['virtual'] !== true,
  );
  return {
    status: 200,
    headers: { Nonce: NONCE, 'Cart-Token': said(cart['token']) },
    body: {
      items: objects(cart['items']).map((item, at) => ({ key: String(at), ...item })),
      ...{ billing_address: cart['billing'] ?? {}, shipping_address: cart['shipping'] ?? {} },
      ...{ needs_payment: Number(totals['total']) > 0, needs_shipping: needsShipping, errors: [] },
      shipping_rates:
        needsShipping && rates.length > 0
          ? [
              {
                ...{ package_id: 0, name: 'Shipment 1' },
                shipping_rates: rates.map(({ method, title, cost }) => ({
                  ...{ rate_id: method, name: title, price: String(Math.round(Number(cost) * 100)) },
                  selected: method === cart['rate'],
                })),
              },
            ]
          : [],
      totals: { total_price: minor('total'), total_tax: minor('total_tax'), ...money },
      payment_methods: [...store.gateways],
    },
  };
}
