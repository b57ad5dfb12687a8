import type { Webservice } from '../webservice.ts';
import { adjustItems, adjustRow, insertRow, type Behaviour } from './change.ts';

/** Stock rows come with their product or combination; nobody can post one. */
export function addStockRow(shop: Webservice, product: number, combination: number): void {
  const row = insertRow(shop, 'POST', 'stock_availables', {
    id_product: product,
    id_product_attribute: combination,
    id_shop: 1,
    id_shop_group: 0,
    quantity: 0,
    depends_on_stock: '0',
    out_of_stock: 2,
    location: '',
  });
  adjustItems(shop, 'products', product, 'stock_availables', (items) => [
    ...items,
    { id: row.id, id_product_attribute: combination },
  ]);
}

/** Removes all rows of a product, or those of one of its combinations. */
export function removeStockRows(shop: Webservice, product: number, combination?: number): void {
  const table = shop.store.table('stock_availables');
  for (const { id, combination: owner } of rowsOf(shop, product)) {
    if (combination !== undefined && owner !== combination) continue;
    table.remove(id);
    adjustItems(shop, 'products', product, 'stock_availables', (items) => items.filter((item) => item['id'] !== id));
  }
  if (combination !== undefined) addUpTotal(shop, product);
}

/** Changes a quantity as the shop itself does when it sells. */
export function changeQuantity(shop: Webservice, product: number, combination: number, step: number): void {
  const row = rowsOf(shop, product).find(({ combination: owner }) => owner === combination);
  if (!row) return;
  adjustRow(shop, 'stock_availables', row.id, { quantity: row.quantity + step });
  if (combination !== 0) addUpTotal(shop, product);
}

export const STOCK: Behaviour = {
  saved(record, { shop }) {
    if (record['id_product_attribute'] !== 0) addUpTotal(shop, Number(record['id_product']));
  },
};

/** The row of combination 0 is the sum of the others, and follows by itself. */
function addUpTotal(shop: Webservice, product: number): void {
  const rows = rowsOf(shop, product);
  const total = rows.find(({ combination }) => combination === 0);
  if (!total) return;
  const parts = rows.filter(({ combination }) => combination !== 0);
  adjustRow(shop, 'stock_availables', total.id, { quantity: parts.reduce((sum, row) => sum + row.quantity, 0) });
}

interface StockRow {
  id: number;
  combination: number;
  quantity: number;
}

/** Through the product's own list where it has one: a scan of a big shop's stock is slow. */
function rowsOf(shop: Webservice, product: number): StockRow[] {
  const table = shop.store.table('stock_availables');
  const listed = shop.store.table('products').get(product)?.associations?.['stock_availables'];
  const rows = listed
    ? listed.map((item) => table.get(Number(item['id'])))
    : table.records.filter((row) => row['id_product'] === product);
  return rows
    .filter((row) => row !== undefined)
    .map((row) => ({
      id: row.id,
      combination: Number(row['id_product_attribute']),
      quantity: Number(row['quantity']),
    }));
}
