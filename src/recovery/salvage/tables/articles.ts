import { fold } from '../../../mirror/index.ts';
import type { TableRow } from '#sdk';
import { textOf, type Claim, type Claimed } from '../claim.ts';
import type { FieldName } from './headings.ts';
import type { RowReader } from './row-reader.ts';

/** What is taken as it is read. */
const PLAIN: readonly FieldName[] = [
  'sku',
  'gtin',
  'name',
  'description',
  'brand',
  'price',
  'priceWithTax',
  'cost',
  'taxRate',
  'weight',
  'active',
  'supplier',
  'supplierRef',
  'mpn',
];

/** What is assumed of all that a file does not say. */
export interface Assumed {
  /** ISO 4217. */
  currency: string;
  /** BCP 47. */
  locale: string;
  /** Percent, for prices with tax beside which there is none. */
  taxRate: string;
}

/** The article of a row, and the category and the place that it names. Nothing: the row has neither SKU nor bar code. */
export function articleClaims(reader: RowReader, row: TableRow, assumed: Assumed): Claim[] {
  const fields: Record<string, Claimed> = {};
  for (const field of PLAIN) {
    const value = reader.value(row, field);
    if (value !== null) fields[field] = reader.claimed(row, value);
  }
  const keys = [...keyOf('sku', fields['sku']), ...keyOf('gtin', fields['gtin'])];
  if (keys.length === 0) return [];
  const isPriced = fields['price'] ?? fields['priceWithTax'];
  if (isPriced) fields['currency'] = reader.claimed(row, assumed.currency);
  if (isPriced && !fields['taxRate']) fields['taxRate'] = assumedOf(reader.claimed(row, assumed.taxRate));
  if (fields['name']) fields['locale'] = reader.claimed(row, assumed.locale);
  const others = [categoriesOf(reader, row, fields), stockOf(reader, row, fields)].flat();
  return [...others, { kind: 'articles', keys, fields }];
}

export function keyOf(scheme: string, claimed: Claimed | undefined): string[] {
  const text = textOf(claimed);
  return text === '' ? [] : [`${scheme}:${text}`];
}

function assumedOf(claimed: Claimed): Claimed {
  return { ...claimed, source: `assumed (${claimed.source})` };
}

/** `Outdoor > Tentes`: a category below another one. The article is in the last. */
function categoriesOf(reader: RowReader, row: TableRow, fields: Record<string, Claimed>): Claim[] {
  const names = (reader.text(row, 'category') ?? '').split(/\s*(?:>|\/(?!\d)|\|)\s*/).filter((name) => name !== '');
  const claims: Claim[] = [];
  let parent: string | null = null;
  for (const name of names) {
    const key: string = parent === null ? `category:${fold(name)}` : `${parent} > ${fold(name)}`;
    const said = { name: reader.claimed(row, name), ...(parent !== null && { parent: reader.claimed(row, parent) }) };
    claims.push({ kind: 'categories', keys: [key], fields: said });
    parent = key;
  }
  if (parent !== null) fields['category'] = reader.claimed(row, parent);
  return claims;
}

function stockOf(reader: RowReader, row: TableRow, fields: Record<string, Claimed>): Claim[] {
  const quantity = reader.value(row, 'quantity');
  if (quantity === null) return [];
  const name = reader.text(row, 'location') ?? 'Stock';
  const key = `location:${fold(name.trim())}`;
  fields[`stock.${key}`] = reader.claimed(row, quantity);
  return [{ kind: 'locations', keys: [key], fields: { name: reader.claimed(row, name) } }];
}
