/**
 * What a mass-edit tool says: the canonical facets of the role mass-edit. An edit is a file of lines; what a line would
 * change is computed against the mirror when it is asked for, since the shop moves on.
 */

/** By which column a line finds its product or variant, in Store Commander's words. */
export type BulkEditKey =
  | 'prodname'
  | 'prodref'
  | 'prodrefthenprodname'
  | 'suprefthenprodname'
  | 'supref'
  | 'prodrefandsupref'
  | 'prodnameandsupref'
  | 'idproduct'
  | 'idproductattribute'
  | 'ean13'
  | 'upc'
  | 'isbn';

/** A field of the shop that a line sets. Anything else of a file stays in `other`. */
export type BulkEditField =
  | 'name'
  | 'description'
  | 'summary'
  | 'metaTitle'
  | 'metaDescription'
  | 'slug'
  | 'brand'
  | 'categories'
  | 'active'
  | 'sku'
  | 'gtin'
  | 'price'
  | 'costPrice'
  | 'weight'
  | 'quantity'
  | 'supplierReference'
  | 'options';

export interface BulkEditLine {
  /** Line of the file, counted from 1 with the headings. */
  line: number;
  /** Key column to its value. */
  key: Partial<Record<'name' | 'sku' | 'supplierReference' | 'productId' | 'variantId' | 'gtin', string>>;
  /** What it sets; exact decimals with a dot, categories as full paths with ` > `. */
  values: Partial<Record<BulkEditField, string | string[]>>;
  /** BCP 47 tag of texts. */
  locale: string | null;
  other: Record<string, string>;
  /** Its cells as the file has them, in the order of `headings`: what a leftover file repeats. */
  cells?: string[];
}

export interface BulkEditFacet {
  name: string;
  /** `import`: a file on its way into the shop. `export`: what the tool said the shop holds. */
  direction: 'import' | 'export';
  idBy: BulkEditKey;
  receivedAt: string;
  lines: BulkEditLine[];
  /** As the file has them; absent: not kept. */
  headings?: string[];
  /** The cells of lines that could not be read, in the order of `headings`. */
  unread?: { line: number; cells: string[] }[];
  /** Lines that could not be read. The first one is what the leftover file begins with. */
  failures: { line: number; column: string | null; code: string; message: string }[];
  /** Name of the leftover file that was written, if any. */
  todo: string | null;
}

/** Facet type name to its shape. */
export interface MassEditFacets {
  BulkEdit: BulkEditFacet;
}
