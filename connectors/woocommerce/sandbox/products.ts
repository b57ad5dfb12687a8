import type { JsonObject } from '#sdk';
import { chosen, notFound, numberOf, type Call, type Handler } from './call.ts';
import { gmt } from './dates.ts';
import { listed } from './listing.ts';
import { objects, withMeta } from './meta-data.ts';
import { assertValid, PRODUCT, writable } from './product-fields.ts';
import { contextOf, shownProduct, variationsOf } from './product-view.ts';
import { announce } from './hooks.ts';
import { freeSlug, slugOf } from '../slug.ts';
import type { Row, Store } from './store.ts';
import { WpError } from './wp-error.ts';
import { said } from './said.ts';

const NOT_TRASH = new Set(['publish', 'draft', 'private', 'pending', 'future']);

export const listProducts: Handler = (call) => {
  const { store, query } = call;
  const statuses = statusesOf(query);
  const [type, sku, gtin, slug] = ['type', 'sku', 'global_unique_id', 'slug'].map((name) => query.get(name));
  const skus = sku?.split(',').map((one) => one.trim());
  const isFound = (row: Row): boolean =>
    statuses.has(said(row['status'])) &&
    (!type || row['type'] === type) &&
    (!slug || row['slug'] === slug) &&
    (!skus || skus.includes(said(row['sku']))) &&
    (!gtin || row['global_unique_id'] === gtin);
  const rows = store.rows('products').filter(isFound);
  // Whoever asks for a code gets variations, too, shown as products.
  const variations =
    skus || gtin ? store.rows('variations').filter((row) => isFound({ ...row, type: type ?? '' })) : [];
  return listed(call, [...rows, ...variations], (row) =>
    shownProduct(
      call,
      store.get('variations', row.id) ? { ...PRODUCT, ...row, type: 'variation' } : row,
      contextOf(call),
    ),
  );
};

function statusesOf(query: URLSearchParams): ReadonlySet<string> {
  const given = query.get('include_status') ?? query.get('status') ?? 'any';
  return new Set(given.split(',').flatMap((status) => (status === 'any' ? [...NOT_TRASH] : [status])));
}

export const getProduct: Handler = (call) => ({
  status: 200,
  body: chosen(shownProduct(call, found(call), contextOf(call)), call.query),
});

function found({ store, ...call }: Call, id = numberOf({ store, ...call })): Row {
  const row = store.get('products', id);
  if (!row) throw notFound('woocommerce_rest_product_invalid_id');
  return row;
}

export const createProduct: Handler = (call) => {
  const { store, body } = call;
  if (body['id'] !== undefined) {
    throw new WpError('woocommerce_rest_product_exists', 'Cannot create existing product.', 400);
  }
  assertValid(body);
  assertCodes(store, body, null);
  const now = gmt(store.now());
  const created = typeof body['date_created_gmt'] === 'string' ? body['date_created_gmt'] : now;
  const row = store.put('products', { ...PRODUCT, ...writable(body, PRODUCT), date_created_gmt: created });
  // A date in the past is the date of the last change, too.
  finish(store, row, body, created < now ? created : now);
  announce(store, 'product', 'created', row.id);
  const shown = shownProduct(call, row, { context: 'edit', isNew: true });
  return { status: 201, body: shown, headers: { Location: `${call.base}wp-json/wc/v3/products/${row.id}` } };
};

export const updateProduct: Handler = (call) => {
  const row = found(call);
  changeProduct(call.store, row, call.body);
  return { status: 200, body: shownProduct(call, row, { context: 'edit' }) };
};

export function changeProduct(store: Store, row: Row, body: JsonObject): void {
  assertValid(body);
  assertCodes(store, body, row.id);
  Object.assign(row, writable(body, PRODUCT));
  finish(store, row, body, gmt(store.now()));
  announce(store, 'product', 'updated', row.id);
}

export const deleteProduct: Handler = (call) => {
  const { store, query } = call;
  const row = found(call);
  const before = shownProduct(call, row, { context: 'edit' });
  if (query.get('force') === 'true') {
    for (const { id } of store.rows('variations').filter((one) => one['parent_id'] === row.id))
      store.remove('variations', id);
    store.remove('products', row.id);
    return { status: 200, body: before };
  }
  if (row['status'] === 'trash') {
    throw new WpError('woocommerce_rest_already_trashed', 'The product has already been deleted.', 410);
  }
  const time = Math.floor(store.now().getTime() / 1000);
  row['meta_data'] = withMeta(store, row['meta_data'], [
    { key: '_wp_trash_meta_status', value: row['status'] ?? '' },
    { key: '_wp_trash_meta_time', value: said(time) },
    { key: '_wp_desired_post_slug', value: row['slug'] ?? '' },
  ]);
  Object.assign(row, { status: 'trash', slug: `${said(row['slug'])}__trashed` });
  row['date_modified_gmt'] = gmt(new Date(time * 1000));
  for (const variation of variationsOf(store, row.id)) variation['status'] = 'trash';
  announce(store, 'product', 'deleted', row.id);
  return { status: 200, body: before };
};

/** A code belongs to one product or variation, those in the trash too. */
export function assertCodes(store: Store, body: JsonObject, own: number | null): void {
  const all = [...store.rows('products'), ...store.rows('variations')];
  const holder = (field: string): Row | undefined => {
    const value = body[field];
    return typeof value === 'string' && value !== ''
      ? all.find((row) => row[field] === value && row.id !== own)
      : undefined;
  };
  const bySku = holder('sku');
  if (bySku) {
    const unique = freeSlug(`${said(body['sku'])}-1`, (sku) => all.some((row) => row['sku'] === sku));
    throw new WpError('product_invalid_sku', 'Invalid or duplicated SKU.', 400, {
      resource_id: bySku.id,
      unique_sku: unique,
    });
  }
  const byGtin = holder('global_unique_id');
  if (byGtin) {
    throw new WpError('product_invalid_global_unique_id', 'Invalid or duplicated GTIN, UPC, EAN or ISBN.', 400, {
      resource_id: byGtin.id,
    });
  }
}

/** What WooCommerce makes of what was given. */
function finish(store: Store, row: Row, body: JsonObject, modified: string): void {
  row['date_modified_gmt'] = modified;
  for (const field of ['categories', 'tags', 'brands'] as const) {
    if (body[field] !== undefined)
      row[field] = objects(body[field])
        .map(({ id }) => Number(id))
        .filter((id) => store.get(field, id));
  }
  if (Array.isArray(row['categories']) && row['categories'].length === 0) row['categories'] = [defaultCategory(store)];
  if (body['meta_data'] !== undefined) row['meta_data'] = withMeta(store, row['meta_data'], body['meta_data']);
  if (body['images'] !== undefined) row['images'] = objects(body['images']).flatMap((image) => imageFrom(store, image));
  if (body['attributes'] !== undefined)
    row['attributes'] = objects(body['attributes']).map((one) => attribute(store, one));
  for (const field of ['date_on_sale_from_gmt', 'date_on_sale_to_gmt'])
    if (body[field] !== undefined) row[field] = body[field];
  const wanted = said(body['slug'] || row['slug'] || slugOf(said(row['name'])));
  const isTaken = (slug: string): boolean =>
    store.rows('products').some((one) => one['slug'] === slug && one.id !== row.id);
  row['slug'] = freeSlug(slugOf(wanted), isTaken);
  settleStock(row);
}

export function settleStock(row: Row): void {
  if (row['manage_stock'] !== true) row['stock_quantity'] = null;
  else {
    row['stock_quantity'] = Number(row['stock_quantity'] ?? 0);
    const isOut = row['stock_quantity'] <= 0;
    row['stock_status'] = isOut ? (row['backorders'] === 'no' ? 'outofstock' : 'onbackorder') : 'instock';
  }
}

function defaultCategory(store: Store): number {
  return store.rows('categories').find(({ slug }) => slug === 'uncategorized')?.id ?? 0;
}

/** By the number of a file that is there; by address it would be fetched from there, which a stand-in does not do. */
export function imageFrom(store: Store, image: JsonObject): JsonObject[] {
  const id = Number(image['id'] ?? 0);
  const media = store.get('media', id);
  if (!media) throw new WpError('woocommerce_product_invalid_image_id', `#${id} is an invalid image ID.`, 400);
  if (typeof image['alt'] === 'string') media['alt'] = image['alt'];
  if (typeof image['name'] === 'string' && image['name'] !== '') media['title'] = image['name'];
  return [{ id }];
}

/** A global attribute is called as it is called, whatever the product says; its new values become terms. */
function attribute(store: Store, given: JsonObject, at = 0): JsonObject {
  const global = store.get('attributes', Number(given['id'] ?? 0));
  const name = said((global ? global['name'] : given['name']) ?? '');
  const options = Array.isArray(given['options']) ? given['options'].map(String) : [];
  if (global) for (const option of options) ensureTerm(store, global.id, option);
  return {
    id: global?.id ?? 0,
    name,
    slug: said(global ? global['slug'] : name),
    position: Number(given['position'] ?? at),
    visible: given['visible'] === true,
    variation: given['variation'] === true,
    options,
  };
}

function ensureTerm(store: Store, attributeId: number, name: string): void {
  const own = store.rows('terms').filter((term) => term['attribute_id'] === attributeId);
  if (own.some((term) => term['name'] === name)) return;
  const slug = freeSlug(slugOf(name), (one) => own.some((term) => term['slug'] === one));
  store.put('terms', { name, slug, description: '', menu_order: 0, attribute_id: attributeId });
}

/** A change of a variation is a change of its product. */
export function touchProduct(store: Store, product: number): void {
  const row = store.get('products', product);
  if (row) row['date_modified_gmt'] = gmt(store.now());
}
