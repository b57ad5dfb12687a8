import { Decimal } from 'decimal.js';
import type { Item } from './catalogue.ts';

const BOM = '\ufeff';

/** What the tool says the shop holds. */
export function catalogueFile(items: readonly Item[]): string {
  return csv([
    ['id_product', 'id_product_attribute', 'reference', 'ean13', 'name', 'price excl. tax', 'active'],
    ...items.map(({ productId, variantId, sku, gtin, name, price, active }) => [
      ...[productId, variantId, sku, gtin, name, price, active ? '1' : '0'],
    ]),
  ]);
}

/** New prices for spring. Somebody typed words into one price, and lost the reference of another line. */
export function priceFile(items: readonly Item[], seed: number): string {
  const rows = some(items, seed, 12, 20).map(({ sku, price }) => [sku, raised(price, '1.04')]);
  const [words, lost] = [Math.floor(rows.length / 3), Math.floor((rows.length * 2) / 3)];
  return csv([
    ['Référence', 'Prix HT'],
    ...rows.map(([sku = '', price = ''], at) => [at === lost ? '' : sku, at === words ? 'sur demande' : price]),
  ]);
}

/** A few prices that go down. */
export function promoFile(items: readonly Item[], seed: number): string {
  const rows = some(items, seed, 3, 6).map(({ sku, price }) => [sku, raised(price, '0.9')]);
  return csv([['Référence', 'Prix HT'], ...rows]);
}

/** With a decimal comma, as a French spreadsheet writes it. */
function raised(price: string, factor: string): string {
  return new Decimal(price).times(factor).toFixed(2).replace('.', ',');
}

/** Between `least` and `most` of them in their own order, the same for one seed. */
function some(items: readonly Item[], seed: number, least: number, most: number): Item[] {
  const random = chance(seed);
  const count = least + Math.floor(random() * (most - least + 1));
  const drawn = items.map((item, at) => ({ item, at, lot: random() })).sort((one, other) => one.lot - other.lot);
  return drawn
    .slice(0, count)
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** Numbers between 0 and 1 (mulberry32). */
function chance(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function csv(rows: readonly (readonly string[])[]): string {
  return `${BOM}${rows.map((cells) => cells.map(cell).join(';')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
