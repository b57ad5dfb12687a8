import type { PrestashopSandbox } from '../index.ts';
import type { LocalizedValue, ShopState, WebserviceRecord } from '../state.ts';
import { find, put, recordedState, stockRow, texts } from './recorded-state.ts';
import { recording } from './recordings.ts';

/** What must be so for a recording to happen again. */
export interface Before {
  /** Shop-local time at which the recorded shop answered; default 05:31:26. */
  at?: string;
  /** Other key than the recorded `PSKEY`. */
  key?: string;
  /** Recorded writes that came before. */
  after?: string[];
  state?: (state: ShopState) => void;
  arrange?: (sandbox: PrestashopSandbox) => void;
}

const PRODUCT_POSTS = ['products.post.201.xml.json', 'products.post.201.json-output.json'];
const FIRST_ORDER = 'orders.post.201-payment-error-state8.xml.json';

/** Product 1 as it was at the end of the recordings: written back through XML, which has no carriage returns. */
const editedProduct = (state: ShopState): void => {
  const product = find(state, 'products', 1);
  const edited = { date_add: '2026-01-01 00:00:00', date_upd: '2026-11-23 05:35:23', id_tax_rules_group: 6 };
  const short = product['description_short'] as LocalizedValue[];
  const description_short = short.map((text) => ({ ...text, value: text.value.replaceAll('\r', '') }));
  Object.assign(product, edited, { description_short });
};

/** No body was recorded, only its digest; this is the one date of that day that gives it. */
const editedTwo = (state: ShopState): void => {
  editedProduct(state);
  Object.assign(find(state, 'products', 2), { date_upd: '2026-11-23 05:39:24' });
};

/** Product 20 as the recorded list shows it. */
const product20 = (state: ShopState): void => {
  const { body = '{}' } = recording('products.list.full.empty-associations.json').response;
  const [product] = (JSON.parse(body) as { products: WebserviceRecord[] }).products;
  if (product) put(state, 'products', product);
};

const dated = (state: ShopState, dates: Record<number, string>): void => {
  for (const [id, date] of Object.entries(dates)) put(state, 'products', { id: Number(id), date_upd: date });
};

/** Whom and what the recorded orders are about; those rows are named by the orders but shown by no list. */
const orderWorld = (state: ShopState): void => {
  Object.assign(find(state, 'products', 1), { id_tax_rules_group: 1 });
  Object.assign(find(state, 'combinations', 1), { reference: 'demo_1_x' });
  const mug = { id: 6, id_tax_rules_group: 1, price: '11.900000', reference: 'demo_11' };
  put(state, 'products', { ...mug, name: texts('Mug The best is yet to come', 'Mug The best is yet to come') });
  put(state, 'product_option_values', { id: 8, id_attribute_group: 2, name: texts('White', 'Blanc') });
  put(state, 'customers', { id: 3, id_default_group: 3, secure_key: 'cda8c1192dfdf294a26c194a241a2205' });
  put(state, 'addresses', { id: 7, id_customer: 3, id_country: 8 });
  put(state, 'countries', { id: 8, active: '1' });
  put(state, 'tax_rules', { id: 4, id_tax_rules_group: 1, id_country: 8, id_state: 0, id_tax: 1 });
  put(state, 'orders', { id: 5, id_cart: 5 });
  put(state, 'order_details', { id: 7, id_order: 5 });
  const cart_rows = [
    { id_product: 1, id_product_attribute: 1, id_address_delivery: 0, id_customization: 0, quantity: 1 },
    { id_product: 6, id_product_attribute: 0, id_address_delivery: 0, id_customization: 0, quantity: 2 },
  ];
  for (const id of [6, 7])
    put(state, 'carts', { id, id_customer: 3, id_address_delivery: 7, associations: { cart_rows } });
};

const BEFORE: Record<string, Before> = {
  'carts.post.201.xml.json': { at: '05:33:41', state: (state) => put(state, 'carts', { id: 5 }) },
  'combinations.post.201.xml.json': { after: PRODUCT_POSTS },
  'customers.post.201.xml.json': { at: '05:33:40' },
  'error.401.no-permission-resource.json': {
    key: 'OTHER',
    arrange: ({ faults }) => faults.set({ denied: { orders: 'all' } }),
  },
  'error.405.method-not-allowed-for-key.xml.json': {
    key: 'OTHER',
    arrange: ({ faults }) => faults.set({ readOnly: true }),
  },
  'error.503.webservice-disabled.json': { arrange: ({ faults }) => faults.set({ disabled: true }) },
  'images.products.post.200.json': { after: PRODUCT_POSTS },
  'order_carriers.patch.tracking.200.xml.json': {
    state: (state) => {
      const costs = { shipping_cost_tax_excl: '0.000000', shipping_cost_tax_incl: '0.000000' };
      const row = { id: 7, id_order: 7, id_carrier: 1, id_order_invoice: 1, weight: '0.900000', ...costs };
      put(state, 'order_carriers', { ...row, tracking_number: '', date_add: '2026-11-23 05:34:33' });
    },
  },
  'order_histories.post.201.xml.json': {
    at: '05:34:36',
    state: (state) => put(state, 'order_histories', { id: 9, id_order: 7 }),
  },
  [FIRST_ORDER]: { at: '05:33:41', state: orderWorld },
  'orders.post.201.xml.json': { at: '05:34:33', state: orderWorld, after: [FIRST_ORDER] },
  'orders.post.500-empty-body.same-cart.xml.json': { state: orderWorld, after: [FIRST_ORDER] },
  'products.304.local-content-sha1.json': { state: editedTwo },
  'products.head.200.json': { state: editedTwo },
  'products.delete.200.json': { state: (state) => put(state, 'products', { id: 24 }) },
  'products.filter.date_upd-gt.json': {
    state: (state) => {
      editedProduct(state);
      const late = '2026-11-23 05:36:35';
      dated(state, { 20: '2026-11-23 05:35:58', 21: '2026-11-23 05:32:56', 75: late, 76: late, 77: late });
    },
  },
  'products.filter.date_upd-range.json': {
    state: (state) => {
      const dates = ['13:25:57', '13:26:14', '13:26:31', '13:26:48', '13:27:05', '13:27:22'];
      dated(state, Object.fromEntries(dates.map((time, index) => [5003 - index, `2026-11-19 ${time}`])));
    },
  },
  'products.list.full.empty-associations.json': { state: product20 },
  'products.one.omits-falsy.json': { state: product20 },
  'products.one.single-language-shop.json': {
    state: (state) => {
      editedProduct(state);
      Object.assign(find(state, 'languages', 2), { active: '0' });
    },
  },
  'products.post.201.json-output.json': { after: PRODUCT_POSTS.slice(0, 1) },
  'products.put.200.xml.json': { after: PRODUCT_POSTS.slice(0, 1) },
  'products.put.200-body-id-wins-over-url-id.xml.json': { after: PRODUCT_POSTS.slice(0, 1) },
  'products.put.200-omitted-fields-reset.xml.json': { after: PRODUCT_POSTS.slice(0, 1) },
  'products.patch.200.xml.json': {
    after: [...PRODUCT_POSTS.slice(0, 1), 'products.put.200-omitted-fields-reset.xml.json'],
  },
  'stock_availables.put.200.xml.json': { state: (state) => put(state, 'stock_availables', stockRow(60, 21, 0)) },
};

export interface Prepared extends Before {
  fresh: ShopState;
  now: Date;
}

export function before(file: string): Prepared {
  const row = BEFORE[file] ?? {};
  const fresh = recordedState();
  row.state?.(fresh);
  return { ...row, fresh, now: new Date(`2026-11-23T${row.at ?? '05:31:26'}+01:00`) };
}
