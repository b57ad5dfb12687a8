import type { JsonObject } from '#sdk';
import { chosen, notFound, numberOf, type Call, type Handler } from './call.ts';
import { gmt } from './dates.ts';
import { announce } from './hooks.ts';
import { listed } from './listing.ts';
import { objects, withMeta } from './meta-data.ts';
import { assertValid, VARIATION, writable } from './product-fields.ts';
import { contextOf, shownVariation, variationsOf } from './product-view.ts';
import { assertCodes, imageFrom, settleStock, touchProduct } from './products.ts';
import type { Row, Store } from './store.ts';
import { said } from './said.ts';

export const listVariations: Handler = (call) => {
  parentOf(call);
  const wanted = call.query.get('sku');
  const rows = variationsOf(call.store, numberOf(call)).filter(({ sku }) => wanted === null || sku === wanted);
  return listed(call, rows, (row) => shownVariation(call, row, contextOf(call)));
};

export const getVariation: Handler = (call) => ({
  status: 200,
  body: chosen(shownVariation(call, found(call), contextOf(call)), call.query),
});

export const createVariation: Handler = (call) => {
  const { store, body, base } = call;
  const parent = parentOf(call);
  assertValid(body);
  assertCodes(store, body, null);
  const now = gmt(store.now());
  const dates = { date_created_gmt: now, date_modified_gmt: now };
  const row = store.put('variations', { ...VARIATION, ...writable(body, VARIATION), ...dates, parent_id: parent.id });
  finish(store, row, body);
  announce(store, 'product', 'created', row.id);
  // The address in the header is the pattern of the route: so it was recorded.
  const location = `${base}wp-json/wc/v3/products/(?P<product_id>[\\d]+)/variations/${row.id}`;
  return {
    status: 201,
    body: shownVariation(call, row, { context: 'edit', isNew: true }),
    headers: { Location: location },
  };
};

export const updateVariation: Handler = (call) => {
  const row = found(call);
  changeVariation(call.store, row, call.body);
  return { status: 200, body: shownVariation(call, row, { context: 'edit' }) };
};

export function changeVariation(store: Store, row: Row, body: JsonObject): void {
  assertValid(body);
  assertCodes(store, body, row.id);
  Object.assign(row, writable(body, VARIATION), { date_modified_gmt: gmt(store.now()) });
  finish(store, row, body);
  announce(store, 'product', 'updated', row.id);
}

export const deleteVariation: Handler = (call) => {
  const row = found(call);
  const body = shownVariation(call, row, { context: 'edit' });
  call.store.remove('variations', row.id);
  touchProduct(call.store, Number(row['parent_id']));
  return { status: 200, body };
};

function parentOf(call: Call): Row {
  const parent = call.store.get('products', numberOf(call));
  if (!parent) throw notFound('woocommerce_rest_product_variation_invalid_parent', 'Invalid parent.');
  return parent;
}

function found(call: Call): Row {
  const row = call.store.get('variations', numberOf(call, 1));
  if (!row || row['parent_id'] !== numberOf(call)) throw notFound('woocommerce_rest_product_variation_invalid_id');
  return row;
}

function finish(store: Store, row: Row, body: JsonObject): void {
  if (body['meta_data'] !== undefined) {
    row['meta_data'] = withMeta(store, row['meta_data'], body['meta_data']);
  }
  if (body['image'] !== undefined)
    row['image'] = objects([body['image']]).flatMap((image) => imageFrom(store, image))[0] ?? null;
  if (body['attributes'] !== undefined)
    row['attributes'] = objects(body['attributes']).map((one) => option(store, one));
  for (const field of ['date_on_sale_from_gmt', 'date_on_sale_to_gmt'])
    if (body[field] !== undefined) row[field] = body[field];
  settleStock(row);
  touchProduct(store, Number(row['parent_id']));
}

function option(store: Store, given: JsonObject): JsonObject {
  const global = store.get('attributes', Number(given['id'] ?? 0));
  const name = said((global ? global['name'] : given['name']) ?? '');
  const slug = said(global ? global['slug'] : name.toLowerCase());
  return { id: global?.id ?? 0, name, slug, option: said(given['option'] ?? '') };
}
