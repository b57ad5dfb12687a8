import type { BulkEditField } from '#sdk';
import { fold } from '../../mirror/index.ts';

/** What a column of a file may stand for. */
export type Column = BulkEditField | 'productId' | 'variantId';

/** Column to its usual headings; the first is the one that is written. */
export const HEADINGS = {
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
} as const satisfies Record<Column, readonly [string, ...string[]]>;

export const COLUMNS = Object.keys(HEADINGS) as Column[];

/** Last column of what is left over; a file that has it may be given again. */
export const REASON = 'mortar_reason';

const BY_HEADING = new Map<string, Column>(
  COLUMNS.flatMap((column) => HEADINGS[column].map((heading): [string, Column] => [heading, column])),
);

/** What a heading stands for; undefined: not known. */
export function columnOf(heading: string): Column | 'other' | undefined {
  return heading === REASON ? 'other' : BY_HEADING.get(fold(heading.trim()));
}
