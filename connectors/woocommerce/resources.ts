import type { JsonObject, PersonalValues, WatchedField } from '#sdk';
import * as personal from './personal.ts';
import { count, idOf, part, ref, rows, text } from './record.ts';
import type { Query } from './rest.ts';

/** One list of the REST API that has pages and ids of its own, and how it is read. */
export interface Resource {
  /** The stream's name. */
  kind: string;
  /** Below `wp-json/wc/v3/`. */
  path: string;
  way: 'cursor' | 'compare' | 'tail';
  /** Asked with every question. */
  query?: Query;
  /** Fields that are computed for a page or move by themselves: left out. */
  drop?: readonly string[];
  keep?: (body: JsonObject) => boolean;
  parent?: (body: JsonObject) => string | null;
  key?: (body: JsonObject) => string | null;
  watched?: WatchedField[];
  /** What people read. */
  texts?: string[];
  personal?: PersonalValues;
  /** Compared by id within `compareHours` only: so many rows, so few deletions. */
  rareDeletions?: true;
  after?: string[];
}

/** A list below each row of another one: `products/22/variations`. */
export interface NestedResource {
  kind: string;
  /** The list above, and what is asked of it. */
  above: Pick<Resource, 'path' | 'query'>;
  /** Whether a row above has any rows below; asked of its `fields`. */
  fields: string;
  has(above: JsonObject): boolean;
  /** The ids below, as the row above names them; absent: every list below is asked. */
  named?: (above: JsonObject) => string[];
  path(above: string): string;
  query?: Query;
  /** `cursor`: where the row above changed; `compare`: all. */
  way: 'cursor' | 'compare';
  /** The name under which the body says to what it belongs, where it does not say so itself. */
  parentField: string;
  /** Of a row without an id of its own. */
  id?: (body: JsonObject) => string;
  unpaged?: true;
  rareDeletions?: true;
  watched?: WatchedField[];
  personal?: PersonalValues;
  after?: string[];
}

/** Every status that a product can have; without it, those in the trash are left out. */
export const PRODUCT_STATUSES = 'publish,draft,private,pending,future,trash';
/** `any` leaves the trash out. Statuses of plugins are refused by shops that lack them: they come with `any`. */
const ORDER_STATUSES = 'any,trash';

/** In the order in which they are read: what others refer to first. */
export const RESOURCES: readonly Resource[] = [
  { kind: 'tax_rates', path: 'taxes', way: 'compare', watched: [{ field: 'rate', sense: 'price' }] },
  { kind: 'categories', path: 'products/categories', way: 'compare', key: (body) => `categories/${idOf(body)}` },
  { kind: 'tags', path: 'products/tags', way: 'compare' },
  { kind: 'brands', path: 'products/brands', way: 'compare' },
  {
    kind: 'products',
    path: 'products',
    way: 'cursor',
    // As it was written, not as a theme shows it.
    query: { include_status: PRODUCT_STATUSES, context: 'edit' },
    // Drawn by lot anew for every answer; drawn for a page.
    drop: ['related_ids', 'price_html'],
    key: (body) => `products/${idOf(body)}`,
    watched: [
      { field: 'regular_price', sense: 'price', each: true },
      { field: 'sale_price', sense: 'price', each: true },
      { field: 'stock_quantity', sense: 'quantity' },
      { field: 'sku', sense: 'identity' },
    ],
    texts: ['name', 'description'],
  },
  {
    kind: 'customers',
    path: 'customers',
    way: 'tail',
    query: { role: 'all' },
    keep: ({ role }) => typeof role !== 'string' || !/administrator|manager|editor|author|contributor/.test(role),
    watched: [{ field: 'email', sense: 'identity' }],
    personal: personal.CUSTOMER,
  },
  {
    kind: 'orders',
    path: 'orders',
    way: 'cursor',
    query: { status: ORDER_STATUSES },
    parent: (body) => ref(body, 'customer_id'),
    watched: [{ field: 'total', sense: 'price' }],
    personal: personal.ORDER,
    after: ['customers'],
  },
  { kind: 'coupons', path: 'coupons', way: 'cursor', watched: [{ field: 'amount', sense: 'price' }] },
];

export const NESTED: readonly NestedResource[] = [
  {
    kind: 'variations',
    above: { path: 'products', query: { include_status: PRODUCT_STATUSES, type: 'variable' } },
    fields: 'variations',
    has: (product) => namedVariations(product).length > 0,
    named: namedVariations,
    path: (product) => `products/${product}/variations`,
    query: { context: 'edit' },
    way: 'cursor',
    parentField: 'parent_id',
    watched: [
      { field: 'regular_price', sense: 'price', each: true },
      { field: 'sale_price', sense: 'price', each: true },
      { field: 'stock_quantity', sense: 'quantity' },
    ],
    after: ['products'],
  },
  {
    kind: 'refunds',
    above: { path: 'orders', query: { status: ORDER_STATUSES } },
    fields: 'refunds',
    has: (order) => rows(order, 'refunds').length > 0,
    named: (order) => rows(order, 'refunds').map(idOf),
    path: (order) => `orders/${order}/refunds`,
    way: 'cursor',
    parentField: 'order_id',
    personal: personal.REFUND,
    rareDeletions: true,
    after: ['orders'],
  },
  {
    kind: 'attribute_terms',
    above: { path: 'products/attributes' },
    fields: 'name',
    has: () => true,
    path: (attribute) => `products/attributes/${attribute}/terms`,
    way: 'compare',
    parentField: 'attribute_id',
    after: ['attributes'],
  },
  {
    kind: 'shipping_locations',
    above: { path: 'shipping/zones' },
    fields: 'name',
    has: () => true,
    path: (zone) => `shipping/zones/${zone}/locations`,
    way: 'compare',
    parentField: 'zone_id',
    id: (body) => `${text(body, 'type') ?? ''}:${text(body, 'code') ?? ''}`,
    unpaged: true,
    after: ['shipping_zones'],
  },
  {
    kind: 'shipping_methods',
    above: { path: 'shipping/zones' },
    fields: 'name',
    has: () => true,
    path: (zone) => `shipping/zones/${zone}/methods`,
    way: 'compare',
    parentField: 'zone_id',
    id: (body) => String(count(body, 'instance_id')),
    unpaged: true,
    after: ['shipping_zones'],
  },
];

/** Lists without pages, asked whole. */
export interface WholeList {
  kind: string;
  /** Each is one question; the group of a setting is part of its id. */
  paths: readonly string[];
  query?: Query;
  id(body: JsonObject): string;
  /** Only these fields; absent: all. */
  fields?: readonly string[];
  parent?: (body: JsonObject) => string | null;
}

export const WHOLE_LISTS: readonly WholeList[] = [
  {
    kind: 'settings',
    paths: ['settings/general', 'settings/products', 'settings/tax'],
    id: (body) => text(body, 'id') ?? '',
    fields: ['id', 'value', 'default', 'type'],
  },
  { kind: 'tax_classes', paths: ['taxes/classes'], id: (body) => text(body, 'slug') ?? '' },
  { kind: 'continents', paths: ['data/continents'], id: (body) => text(body, 'code') ?? '' },
  { kind: 'attributes', paths: ['products/attributes'], id: idOf },
  { kind: 'shipping_zones', paths: ['shipping/zones'], id: idOf },
  {
    kind: 'payment_gateways',
    paths: ['payment_gateways'],
    id: (body) => text(body, 'id') ?? '',
    // Never `settings`, which hold the keys of banks.
    fields: ['id', 'title', 'description', 'order', 'enabled', 'method_title'],
  },
];

/** Before version 11 a variation does not name its product, but links to it. */
export function parentOf(body: JsonObject, field: string): string | null {
  const named = text(body, field);
  if (named !== null) return named;
  const [up] = rows(part(body, '_links'), 'up');
  return /\/(\d+)$/.exec(text(up ?? {}, 'href') ?? '')?.[1] ?? null;
}

function namedVariations(product: JsonObject): string[] {
  const ids = product['variations'];
  return Array.isArray(ids) ? ids.map(String) : [];
}
