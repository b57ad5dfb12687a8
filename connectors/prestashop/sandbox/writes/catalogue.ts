import { UncaughtException } from '../reply.ts';
import { adjustItems, adjustRow, withId, withoutId, type Behaviour } from './change.ts';
import { addStockRow, removeStockRows } from './stock.ts';

/** A combination belongs to the product's lists, and is its default when it says so. Its product's dates stay. */
export const COMBINATIONS: Behaviour = {
  prepare({ draft, method, table, before, shop }) {
    const siblings = shop.store.table('products').get(Number(draft['id_product']))?.associations?.['combinations'];
    const isDefault = draft['default_on'] === '1';
    const rival = (siblings ?? []).some(({ id }) => id !== before?.id && table.get(Number(id))?.['default_on'] === '1');
    // The database has a unique key on (product, default) and the exception is caught by nobody.
    if (isDefault && rival) throw new UncaughtException();
    if (method === 'POST') draft['default_on'] = isDefault ? '1' : null;
  },

  saved(record, change) {
    const { shop, method, sent } = change;
    const product = Number(record['id_product']);
    if (method === 'POST') {
      adjustItems(shop, 'products', product, 'combinations', withId(record.id));
      addStockRow(shop, product, record.id);
    }
    for (const { id } of record.associations?.['product_option_values'] ?? []) {
      if (sent.associations) adjustItems(shop, 'products', product, 'product_option_values', withId(Number(id)));
    }
    if (record['default_on'] !== '1') return;
    adjustRow(shop, 'products', product, { cache_default_attribute: record.id, id_default_combination: record.id });
  },

  removed(record, shop) {
    const product = Number(record['id_product']);
    removeStockRows(shop, product, record.id);
    adjustItems(shop, 'products', product, 'combinations', withoutId(record.id));
  },
};

/** Categories know their depth and their children. */
export const CATEGORIES: Behaviour = {
  prepare({ draft, shop }) {
    const parent = shop.store.table('categories').get(Number(draft['id_parent']));
    draft['level_depth'] = Number(parent?.['level_depth'] ?? -1) + 1;
    draft['nb_products_recursive'] ??= 0;
    draft['id_shop_default'] ||= '1';
  },
  saved(record, { shop, previous }) {
    const left = Number(previous?.['id_parent'] ?? record['id_parent']);
    if (left !== record['id_parent']) adjustItems(shop, 'categories', left, 'categories', withoutId(record.id));
    adjustItems(shop, 'categories', Number(record['id_parent']), 'categories', withId(record.id));
  },
  removed(record, shop) {
    adjustItems(shop, 'categories', Number(record['id_parent']), 'categories', withoutId(record.id));
    const table = shop.store.table('categories');
    for (const { id } of record.associations?.['categories'] ?? []) table.remove(Number(id));
  },
};

/** A value belongs to its group's list. */
export const OPTION_VALUES: Behaviour = {
  saved(record, { shop }) {
    const group = Number(record['id_attribute_group']);
    adjustItems(shop, 'product_options', group, 'product_option_values', withId(record.id));
  },
  removed(record, shop) {
    const group = Number(record['id_attribute_group']);
    adjustItems(shop, 'product_options', group, 'product_option_values', withoutId(record.id));
  },
};

/** The address of a brand's page is made from its name. */
export const MANUFACTURERS: Behaviour = {
  prepare({ draft }) {
    draft['link_rewrite'] = String(draft['name'])
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
  },
};
