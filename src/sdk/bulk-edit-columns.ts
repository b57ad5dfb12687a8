import type { BulkEditField, BulkEditKey, BulkEditLine } from '../roles/mass-edit/facets.ts';

/** What a column of a mass-edit file may stand for. */
export type BulkEditColumn = BulkEditField | 'productId' | 'variantId';

/** Column to its usual headings, French and English; the first is the one that is written. */
export const BULK_EDIT_HEADINGS: Readonly<Record<BulkEditColumn, readonly [string, ...string[]]>> = {
  productId: ['id_product', 'id product', 'id produit'],
  variantId: ['id_product_attribute', 'id declinaison'],
  sku: ['reference'],
  supplierReference: ['supplier reference', 'reference fournisseur'],
  gtin: ['ean13', 'ean', 'code-barres', 'upc', 'isbn'],
  name: ['name', 'nom', 'designation'],
  options: ['attributes', 'attributs'],
  description: ['description'],
  summary: ['short description', 'description courte'],
  metaTitle: ['meta title'],
  metaDescription: ['meta description'],
  slug: ['link rewrite'],
  brand: ['manufacturer', 'marque', 'fabricant'],
  categories: ['categories'],
  active: ['active', 'actif'],
  price: ['price excl. tax', 'prix ht'],
  costPrice: ['wholesale price', "prix d'achat"],
  weight: ['weight', 'poids'],
  quantity: ['quantity', 'quantite'],
};

/** Last column of a leftover file: a file that has it may be given again. */
export const BULK_EDIT_REASON = 'mortar_reason';

/** Columns that hold exact decimals. */
export const BULK_EDIT_NUMBERS: ReadonlySet<string> = new Set<BulkEditColumn>([
  'price',
  'costPrice',
  'weight',
  'quantity',
]);

/** Key to the columns that it needs: alternatives in the order in which they are tried, each with all of its columns. */
export const BULK_EDIT_KEYS: Readonly<Record<BulkEditKey, readonly (readonly (keyof BulkEditLine['key'])[])[]>> = {
  prodname: [['name']],
  prodref: [['sku']],
  prodrefthenprodname: [['sku'], ['name']],
  suprefthenprodname: [['supplierReference'], ['name']],
  supref: [['supplierReference']],
  prodrefandsupref: [['sku', 'supplierReference']],
  prodnameandsupref: [['name', 'supplierReference']],
  idproduct: [['productId']],
  idproductattribute: [['variantId']],
  ean13: [['gtin']],
  upc: [['gtin']],
  isbn: [['gtin']],
};

const BY_HEADING = new Map<string, BulkEditColumn | 'other'>([
  [BULK_EDIT_REASON, 'other'],
  ...Object.entries(BULK_EDIT_HEADINGS).flatMap(([column, headings]) =>
    headings.map((heading): [string, BulkEditColumn] => [heading, column as BulkEditColumn]),
  ),
]);

/** What a usual heading stands for, whatever its case and accents; undefined: not known. */
export function usualColumn(heading: string): BulkEditColumn | 'other' | undefined {
  return BY_HEADING.get(heading.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());
}
