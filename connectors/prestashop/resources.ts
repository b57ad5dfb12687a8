import type { Discount, JsonObject, PersonalValues, ReadingWay, WatchedField } from '#sdk';

import * as personal from './personal.ts';
import { cartRuleDiscount, groupDiscount, priceRuleDiscount } from './discounts.ts';
import { idOf, text } from './record.ts';

/** How dear a row is to build: its rows a page are `pageSize` times this. */
type Weight = 'dear' | 'medium' | 'cheap';

const ROWS_PER_PAGE: Readonly<Record<Weight, number>> = { dear: 1, medium: 5, cheap: 10 };

/** One list of the webservice and how it is read. */
export interface Resource {
  /** The stream's name: the resource's, unless one resource is two streams. */
  kind: string;
  resource: string;
  way: ReadingWay;
  weight: Weight;
  /** The field that holds the id of the record that this one belongs to. */
  parent?: string;
  key?: (body: JsonObject) => string | null;
  watched?: WatchedField[];
  /** What people read. */
  texts?: string[];
  /** Absent: it says nothing of any person. */
  personal?: PersonalValues;
  discount?: (body: JsonObject) => Discount | null;
  /** For a tail whose rows are edited with their order: read again the rows of orders changed since. */
  followsOrders?: true;
  /** Only these rows, in the webservice's own words. */
  filters?: Readonly<Record<string, string>>;
  /** Rows that are left out of the mirror. */
  keep?: (body: JsonObject) => boolean;
  /** Asked for deletions at most once within `fullCompareHours`. */
  rareDeletions?: true;
  after?: string[];
}

type Extra = Omit<Resource, 'kind' | 'resource' | 'way' | 'weight'>;

const list = (way: ReadingWay, weight: Weight, resource: string, extra: Extra = {}): Resource => ({
  kind: resource,
  resource,
  way,
  weight,
  ...extra,
});
const compare = (resource: string, extra?: Extra): Resource => list('compare', 'cheap', resource, extra);
const cursor = (resource: string, extra?: Extra): Resource => list('cursor', 'dear', resource, extra);
const tail = (resource: string, extra?: Extra): Resource =>
  list('tail', 'medium', resource, { rareDeletions: true, ...extra });

const EACH_PRICE: WatchedField[] = [{ field: 'price', sense: 'price', each: true }];
const price = (...fields: string[]): WatchedField[] => fields.map((field) => ({ field, sense: 'price' }));

/**
 * Core settings, which prices, dates and statuses need. Left out: passwords and keys, and modules' settings, which
 * hold payment secrets and counters that move by themselves.
 */
function isShopSetting(body: JsonObject): boolean {
  const name = text(body, 'name') ?? '';
  return name.startsWith('PS_') && !/PASS|SECRET|TOKEN|_KEY|CIPHER/.test(name);
}

/**
 * Every list that a shop consists of. Products and what hangs on them take longest and are begun first; then what their
 * facets need, so that these are projected while the rest is read; last what no facet is made of.
 */
export const RESOURCES: readonly Resource[] = [
  cursor('products', {
    key: (body) => `products/${idOf(body)}`,
    watched: EACH_PRICE,
    texts: ['name', 'description'],
  }),
  list('compare', 'medium', 'combinations', { parent: 'id_product', watched: price('price'), after: ['products'] }),
  compare('product_suppliers', { parent: 'id_product' }),
  compare('stock_availables', {
    parent: 'id_product',
    watched: [{ field: 'quantity', sense: 'quantity' }],
    after: ['products'],
  }),
  compare('specific_prices', {
    parent: 'id_product',
    watched: price('price', 'reduction'),
    discount: priceRuleDiscount,
    after: ['products'],
  }),
  compare('languages'),
  compare('configurations', { keep: isShopSetting }),
  compare('currencies', { watched: price('conversion_rate') }),
  compare('countries'),
  compare('taxes', { watched: price('rate') }),
  compare('tax_rule_groups'),
  compare('tax_rules', { parent: 'id_tax_rules_group' }),
  compare('groups', { discount: groupDiscount }),
  cursor('manufacturers'),
  cursor('suppliers'),
  compare('product_features'),
  compare('product_feature_values', { parent: 'id_feature' }),
  compare('product_options'),
  compare('product_option_values', { parent: 'id_attribute_group' }),
  compare('tags'),
  // The same rows once more: those for all products, which every price needs, apart from the thousands of one product.
  {
    kind: 'specific_prices_global',
    resource: 'specific_prices',
    way: 'compare',
    weight: 'cheap',
    filters: { id_product: '[0]' },
    watched: price('price', 'reduction'),
    discount: priceRuleDiscount,
  },
  cursor('categories', { key: (body) => `categories/${idOf(body)}` }),
  compare('states', { parent: 'id_country' }),
  cursor('customers', { watched: [{ field: 'email', sense: 'identity' }], personal: personal.CUSTOMER }),
  cursor('addresses', { parent: 'id_customer', personal: personal.ADDRESS, after: ['customers'] }),
  compare('order_states'),
  compare('zones'),
  compare('carriers'),
  compare('price_ranges', { parent: 'id_carrier', after: ['carriers'] }),
  compare('weight_ranges', { parent: 'id_carrier', after: ['carriers'] }),
  compare('deliveries', { parent: 'id_carrier', watched: price('price'), after: ['carriers'] }),
  cursor('orders', {
    parent: 'id_customer',
    key: (body) => text(body, 'reference'),
    watched: price('total_paid_tax_incl'),
    personal: personal.ORDER,
    after: ['customers', 'addresses'],
  }),
  tail('order_details', { parent: 'id_order', followsOrders: true, after: ['orders'] }),
  tail('order_histories', { parent: 'id_order', after: ['orders'] }),
  tail('order_payments', { parent: 'order_reference', personal: personal.PAYMENT, after: ['orders'] }),
  tail('order_invoices', { parent: 'id_order', personal: personal.INVOICE, followsOrders: true, after: ['orders'] }),
  tail('order_carriers', { parent: 'id_order', followsOrders: true, after: ['orders'] }),
  tail('order_slip', { parent: 'id_order', after: ['orders'] }),
  compare('stores'),
  // Of no facet.
  compare('product_customization_fields', { parent: 'id_product' }),
  compare('shop_groups'),
  compare('shops'),
  compare('shop_urls'),
  compare('image_types'),
  compare('contacts'),
  compare('attachments'),
  compare('specific_price_rules', { watched: price('price', 'reduction'), discount: priceRuleDiscount }),
  tail('order_cart_rules', { parent: 'id_order', followsOrders: true, after: ['orders'] }),
  tail('order_returns', { parent: 'id_order', personal: personal.RETURN, after: ['orders'] }),
  cursor('cart_rules', { discount: cartRuleDiscount }),
  cursor('carts', { parent: 'id_customer', personal: personal.CART, rareDeletions: true }),
  tail('customizations', { parent: 'id_cart', personal: personal.CUSTOMIZATION }),
  tail('messages', { parent: 'id_order', personal: personal.MESSAGE }),
  tail('customer_threads', { parent: 'id_customer', personal: personal.THREAD }),
  tail('customer_messages', { parent: 'id_customer_thread', personal: personal.THREAD_MESSAGE }),
  compare('warehouses'),
  tail('stock_movements'),
];

/** Rows a page of a resource under a brick's `pageSize`, within what the webservice takes well. */
export function pageRows({ weight }: Resource, pageSize: number): number {
  return Math.min(1000, pageSize * ROWS_PER_PAGE[weight]);
}
