import { PermanentError } from '#sdk';
import type { Column, StoreCommanderSettings } from './settings.ts';

/** Usual headings, folded: lower case, without accents. */
const USUAL: Record<string, Column> = {
  mortar_reason: 'other',
  id_product: 'productId',
  'id product': 'productId',
  'id produit': 'productId',
  id_product_attribute: 'variantId',
  'id declinaison': 'variantId',
  reference: 'sku',
  'supplier reference': 'supplierReference',
  'reference fournisseur': 'supplierReference',
  ean13: 'gtin',
  ean: 'gtin',
  'code-barres': 'gtin',
  upc: 'gtin',
  isbn: 'gtin',
  name: 'name',
  nom: 'name',
  designation: 'name',
  description: 'description',
  'short description': 'summary',
  'description courte': 'summary',
  'meta title': 'metaTitle',
  'meta description': 'metaDescription',
  'link rewrite': 'slug',
  manufacturer: 'brand',
  marque: 'brand',
  fabricant: 'brand',
  categories: 'categories',
  active: 'active',
  actif: 'active',
  'price excl. tax': 'price',
  'prix ht': 'price',
  'wholesale price': 'costPrice',
  "prix d'achat": 'costPrice',
  weight: 'weight',
  poids: 'weight',
  quantity: 'quantity',
  quantite: 'quantity',
  attributes: 'options',
  attributs: 'options',
};

/** What each heading stands for. An unknown one is refused, as the tool does. */
export function columnsOf(headings: readonly string[], settings: StoreCommanderSettings): Map<string, Column> {
  return new Map(headings.map((heading) => [heading, columnOf(heading, settings)]));
}

function columnOf(heading: string, { columns, attributes }: StoreCommanderSettings): Column {
  if (Object.hasOwn(attributes, heading)) return 'options';
  const folded = heading.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const own = Object.hasOwn(columns, heading) ? columns[heading] : undefined;
  const found = own ?? (Object.hasOwn(USUAL, folded) ? USUAL[folded] : undefined);
  if (found !== undefined) return found;
  throw new PermanentError({
    code: 'EDIT_HEADING_UNKNOWN',
    message: `Row 1: the heading "${heading.slice(0, 80)}" is not known.`,
    remedy: 'Name its field under `columns` in the settings of this brick, or `other` to leave it alone.',
  });
}

/** How a column is headed in a file that is written: as the settings say, else as usual. */
export function headingOf(column: Column, { columns }: StoreCommanderSettings): string {
  const own = Object.entries(columns).find(([, one]) => one === column);
  const usual = Object.entries(USUAL).find(([heading, one]) => one === column && columns[heading] === undefined);
  return (own ?? usual)?.[0] ?? column;
}
