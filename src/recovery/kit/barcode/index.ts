/** Barcodes as bars and gaps, for whoever draws them. EAN-13 where the number is one, else Code 128. */
import { code128Modules } from './code128.ts';
import { ean13Modules } from './ean13.ts';

export interface Barcode {
  /** One character for each module; `1` is a bar. */
  modules: string;
  /** White modules that a scanner needs on either side. */
  quiet: number;
  /** What it says, to be printed below. */
  text: string;
}

/** Of an article: by its number if that can be scanned, else by its reference. Null: nothing can be drawn. */
export function articleBarcode({ gtin, sku }: { gtin: string | null; sku: string | null }): Barcode | null {
  const number = gtin?.replaceAll(/\s/g, '') ?? '';
  const modules = ean13Modules(number);
  if (modules !== null) return { modules, quiet: 11, text: number };
  return textBarcode(number) ?? textBarcode(sku?.trim() ?? '');
}

export function textBarcode(text: string): Barcode | null {
  const modules = code128Modules(text);
  return modules === null ? null : { modules, quiet: 10, text };
}
