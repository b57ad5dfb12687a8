import type { JsonObject, PersonalValues, RawRecord, WatchedField } from '#sdk';
import { inconsistentAnswer } from './errors.ts';
import { baseSku, firstText, text } from './record.ts';

/** One list of the interface. */
export interface Resource {
  kind: string;
  /** Below `/api`. */
  path: string;
  /** The brick's id of a row; null: it has none, which is an error. `seen`: ids of this pass so far. */
  id: (body: JsonObject, seen: ReadonlySet<string>) => string | null;
  parent?: (body: JsonObject) => string | null;
  key?: (body: JsonObject) => string | null;
  watched?: WatchedField[];
  /** An empty list is nothing unusual. */
  mayBeEmpty?: true;
  after?: string[];
}

const byId = (body: JsonObject): string | null => text(body, 'id');

/** Products keep the SKU that they have in the list; those that share one, living or deleted, find each other by it. */
export const products: Resource = {
  kind: 'products',
  path: 'catalog-product/products',
  id: (body) => text(body, 'sku'),
  parent: (body) => productOf(body),
};

export const warehouses: Resource = {
  kind: 'warehouses',
  path: 'advanced-stock/warehouse',
  id: (body) => firstText(body, 'id', 'w_id'),
};

export const orders: Resource = {
  kind: 'orders',
  path: 'v2/sales/orders',
  id: byId,
  // Orders, picking waves and shipments meet in the reference: whoever shares it belongs together.
  parent: (body) => text(body, 'reference'),
};

export const shipments: Resource = {
  kind: 'shipments',
  path: 'v2/sales/shipments',
  id: byId,
  parent: (body) => text(body, 'order_reference'),
  after: ['orders'],
};

/** It knows no customers: whose an order is, is the order's own. Of an address, the country stays. */
export const OF_ORDER: PersonalValues = {
  person: (body) => {
    const reference = firstText(body, 'order_reference', 'reference');
    return reference && `order/${reference}`;
  },
  fields: ['shipping_address', 'billing_address']
    .flatMap((address) =>
      [
        ...[
          'firstname',
          'lastname',
          'company',
          'street',
          'street1',
          'street2',
          'city',
          'postcode',
          'telephone',
          'phone',
        ],
        ...['email'],
      ].map((field) => `${address}.${field}`),
    )
    .concat(['customer', 'email', 'comment', 'note']),
};

/** Lists that are read whole in every run. */
export const COMPARED: readonly Resource[] = [
  { kind: 'suppliers', path: 'supplier/suppliers', id: byId, watched: [{ field: 'email', sense: 'identity' }] },
  warehouses,
  products,
  { kind: 'carriers', path: 'tms/carrier', id: (body) => firstText(body, 'id', 'code', 'name') },
  {
    kind: 'purchase_orders',
    path: 'supplier/purchase-orders',
    id: byId,
    parent: (body) => text(body, 'reference'),
    watched: [{ field: 'grandtotal', sense: 'price' }],
    after: ['suppliers'],
  },
  {
    kind: 'receptions',
    path: 'supplier/receptions',
    id: receptionId,
    parent: (body) => text(body, 'purchase_order'),
    after: ['purchase_orders'],
  },
];

/** The picking waves under way: where all is picked, there are none. */
export const inProgress: Resource = {
  kind: 'in_progress',
  path: 'v2/in-progress?filters[status]=new',
  id: (body) => firstText(body, 'id', 'reference'),
  parent: (body) => text(body, 'reference'),
  mayBeEmpty: true,
  after: ['orders'],
};

function productOf(body: JsonObject): string | null {
  const sku = text(body, 'sku');
  return sku === null ? null : baseSku(sku);
}

/** Receptions show no id of their own: the purchase order and the time, and a number where two share both. */
function receptionId(body: JsonObject, seen: ReadonlySet<string>): string | null {
  const id = text(body, 'id');
  if (id !== null) return id;
  const order = text(body, 'purchase_order');
  const at = text(body, 'created_at');
  if (order === null && at === null) return null;
  const base = `${order ?? ''}@${at ?? ''}`;
  let twin = base;
  for (let number = 2; seen.has(twin); number += 1) twin = `${base}#${number}`;
  return twin;
}

export function toRecord(resource: Resource, body: JsonObject, seen: ReadonlySet<string>): RawRecord {
  const id = resource.id(body, seen);
  if (id === null) throw inconsistentAnswer(resource.path, 'a row has no id');
  return { id, body };
}
