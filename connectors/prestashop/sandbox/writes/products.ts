import { UncaughtException } from '../reply.ts';
import type { WebserviceRecord } from '../state.ts';
import type { Webservice } from '../webservice.ts';
import { adjustItems, adjustRow, withId, withoutId, type Behaviour, type Change } from './change.ts';
import { addStockRow, removeStockRows } from './stock.ts';

/** What the vendor's product class starts with, and keeps where a PUT leaves it out. */
const DEFAULTS = { product_type: 'standard', condition: 'new', visibility: 'both', id_shop_default: '1' };

export const PRODUCTS: Behaviour = {
  prepare(change) {
    const { draft, shop, method, before } = change;
    for (const [name, value] of Object.entries(DEFAULTS)) if (!draft[name]) draft[name] = value;
    const brand = shop.store.table('manufacturers').get(Number(draft['id_manufacturer']));
    draft['manufacturer_name'] = brand ? brand['name'] : false;
    draft['type'] = isPack(change) ? 'pack' : draft['is_virtual'] === '1' ? 'virtual' : 'simple';
    draft['id_default_combination'] = before?.['id_default_combination'] ?? 0;
    draft['id_default_image'] = coverOf(change);
    if (method !== 'PATCH') {
      draft['position_in_category'] = positionIn(change);
      if (method === 'PUT' && draft['unit_price_ratio'] === null) draft['unit_price_ratio'] = 0;
    }
  },

  saved(record, change) {
    const { shop, method, table, sent } = change;
    if (method !== 'PATCH') adjustRow(shop, 'products', record.id, { quantity: 0 });
    if (method === 'POST') {
      addStockRow(shop, record.id, 0);
      if (record['active'] === '1' && record['state'] === 1) adjustRow(shop, 'products', record.id, { indexed: '1' });
    }
    if (sent.associations?.has('categories')) linkCategories(record, shop);
    const bundle = sent.associations?.get('product_bundle');
    // Measured: the row is there, and yet the answer is a 500.
    if (bundle?.length === 0 && record['is_virtual'] === '1') throw new UncaughtException();
    table.changed(record.id);
  },

  removed(record, shop) {
    const { store } = shop;
    removeStockRows(shop, record.id);
    unlinkCategories(record, shop, () => true);
    for (const name of ['combinations', 'specific_prices', 'product_suppliers']) {
      const table = store.table(name);
      const rows = table.records.filter((row) => row['id_product'] === record.id);
      for (const row of rows) table.remove(row.id);
    }
    for (const path of Object.keys(store.state.images)) {
      if (path.startsWith(`products/${record.id}/`)) delete store.state.images[path];
    }
  },
};

function isPack({ sent, draft }: Change): boolean {
  return draft['product_type'] === 'pack' || (sent.associations?.get('product_bundle')?.length ?? 0) > 0;
}

/** The cover is set by naming one of the product's own images. */
function coverOf({ sent, before }: Change): unknown {
  const asked = sent.fields.get('id_default_image');
  const images = before?.associations?.['images'] ?? [];
  if (typeof asked === 'string' && images.some((image) => String(image['id']) === asked)) return Number(asked);
  return before?.['id_default_image'] ?? '';
}

/** New products go to the end of their default category. */
function positionIn({ draft, sent, shop, before }: Change): unknown {
  const asked = sent.fields.get('position_in_category');
  if (before && typeof asked === 'string' && asked !== '') return Number(asked);
  const category = shop.store.table('categories').get(Number(draft['id_category_default']));
  return category ? (category.associations?.['products'] ?? []).length + 1 : '';
}

function linkCategories(record: WebserviceRecord, shop: Webservice): void {
  const wanted = new Set((record.associations?.['categories'] ?? []).map((item) => Number(item['id'])));
  unlinkCategories(record, shop, (id) => !wanted.has(id));
  for (const id of wanted) {
    const known = shop.store.table('categories').get(id)?.associations?.['products'];
    if (known?.some((item) => item['id'] === record.id)) continue;
    adjustItems(shop, 'categories', id, 'products', withId(record.id));
    countProducts(shop, id, 1);
  }
}

function unlinkCategories(record: WebserviceRecord, shop: Webservice, leaves: (category: number) => boolean): void {
  for (const { id, associations } of shop.store.table('categories').records) {
    if (!leaves(id) || !associations?.['products']?.some((item) => item['id'] === record.id)) continue;
    adjustItems(shop, 'categories', id, 'products', withoutId(record.id));
    countProducts(shop, id, -1);
  }
}

function countProducts(shop: Webservice, category: number, step: number): void {
  const count = Number(shop.store.table('categories').get(category)?.['nb_products_recursive'] ?? 0);
  adjustRow(shop, 'categories', category, { nb_products_recursive: Math.max(0, count + step) });
}
