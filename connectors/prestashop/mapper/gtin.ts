import type { JsonObject } from '#sdk';
import { text } from '../record.ts';

/** The trade number: EAN or JAN, else UPC, else an ISBN of 13 digits (which is an EAN). */
export function toGtin(body: JsonObject): string | null {
  const isbn = text(body, 'isbn')?.replace(/[\s-]/g, '') ?? '';
  return text(body, 'ean13') ?? text(body, 'upc') ?? (/^97[89]\d{10}$/.test(isbn) ? isbn : null);
}
