import { readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '#sdk';
import { BILLING, SHIPPING } from './customers.ts';
import { setSetting } from './fresh-shop.ts';
import { objects } from './meta-data.ts';
import { PRODUCT, VARIATION } from './product-fields.ts';
import { Store } from './store.ts';
import { said } from './said.ts';

/** One recorded exchange with a real shop. */
export interface Recording {
  request: { method: string; path: string; headers: Record<string, string>; body?: string };
  response: { status: number; headers: Record<string, string>; body: string };
}

export function recording(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')) as Recording;
}

export function recordedBody(name: string): JsonValue {
  return JSON.parse(recording(name).response.body) as JsonValue;
}

/** The shop of the recordings: its settings, taxes and categories. */
export function recordedShop(): Store {
  const store = new Store(new Date('2026-11-23T05:03:00Z'));
  const settings: Record<string, JsonValue> = {
    'general/woocommerce_default_country': 'FR',
    'general/woocommerce_calc_taxes': 'yes',
    'general/woocommerce_currency': 'EUR',
    'tax/woocommerce_prices_include_tax': 'yes',
    'tax/woocommerce_tax_display_shop': 'excl',
  };
  for (const [key, value] of Object.entries(settings)) setSetting(store, key, value);
  const rate = { country: 'FR', state: '', priority: 1, compound: false, shipping: true };
  store.put('taxes', { ...rate, id: 1, rate: '20.0000', name: 'TVA 20 %', class: 'standard' });
  store.put('taxes', {
    ...rate,
    id: 2,
    rate: '5.5000',
    name: 'TVA 5,5 %',
    class: 'taux-reduit-livre',
    shipping: false,
  });
  for (const [id, name, slug] of [
    [15, 'Uncategorized', 'uncategorized'],
    [18, 'Livres', 'livres'],
    [19, 'Papeterie', 'papeterie'],
    [20, 'Textile', 'textile'],
  ] as const) {
    store.put('categories', { id, name, slug, parent: 0 });
  }
  return store;
}

/** Rows out of what the shop answered. */
export function putProducts(store: Store, bodies: JsonValue): void {
  for (const body of Array.isArray(bodies) ? objects(bodies) : objects([bodies])) {
    const own = asWritten(picked(body, PRODUCT));
    store.put('products', {
      ...PRODUCT,
      ...own,
      id: body['id'] ?? 0,
      categories: objects(body['categories']).map(({ id }) => id ?? 0),
    });
  }
}

/** Texts as they were entered: lists show them as a theme does. */
function asWritten(row: JsonObject): JsonObject {
  const [long, short] = [row['description'], row['short_description']].map((text) =>
    typeof text === 'string' ? text : '',
  );
  return {
    ...row,
    description: long?.trimEnd() ?? '',
    short_description: short?.replace(/^<p>|<\/p>\n$/g, '').replaceAll('&#8217;', "'") ?? '',
  };
}

export function putVariations(store: Store, bodies: JsonValue): void {
  for (const body of objects(bodies))
    store.put('variations', { ...VARIATION, ...picked(body, VARIATION), id: body['id'] ?? 0 });
}

export function putCustomers(store: Store, bodies: JsonValue): void {
  const shape = {
    ...{ date_created_gmt: null, date_modified_gmt: null, email: '', first_name: '', last_name: '', role: '' },
    ...{ username: '', billing: BILLING, shipping: SHIPPING, meta_data: [] },
  };
  for (const body of objects(bodies)) store.put('customers', { ...picked(body, shape), id: body['id'] ?? 0 });
}

/** An order as it was: what is computed of it is computed again. */
export function putOrders(store: Store, bodies: JsonValue): void {
  const computed = new Set([
    ...['date_created', 'date_modified', 'date_completed', 'date_paid', 'number', 'payment_url', 'is_editable'],
    ...['needs_payment', 'needs_processing', 'currency_symbol', '_links', 'refunds', 'total', 'total_tax'],
    ...['discount_total', 'discount_tax', 'shipping_total', 'shipping_tax', 'cart_tax'],
  ]);
  for (const body of Array.isArray(bodies) ? objects(bodies) : objects([bodies])) {
    const row = Object.fromEntries(Object.entries(body).filter(([field]) => !computed.has(field)));
    // Two digits are told, all were kept: `price` has them.
    row['line_items'] = objects(body['line_items']).map((line) => ({
      ...line,
      total: said(Number((Number(line['price']) * Number(line['quantity'])).toFixed(6))),
    }));
    store.put('orders', { ...row, id: body['id'] ?? 0 });
  }
}

function picked(body: JsonObject, shape: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([field]) => field in shape));
}
