import { readGtin } from '#sdk';
import { readAmount, readDate, readEmail, readPhone, readQuantity } from './cells.ts';
import type { FieldName } from './headings.ts';

/** So many cells are looked at. */
const LOOKED_AT = 500;

/** What cells of a field look like; a field that is not listed may look like anything. */
const LOOKS: Partial<Record<FieldName, (text: string) => boolean>> = {
  gtin: (text) => readGtin(text).gtin !== null || isMangled(text),
  email: (text) => 'value' in readEmail(text),
  quantity: (text) => 'value' in readQuantity(text),
  ...Object.fromEntries(
    (
      [
        'price',
        'priceWithTax',
        'cost',
        'taxRate',
        'lineTotal',
        'lineTotalWithTax',
        'shipping',
        'discount',
        'total',
      ] as const
    ).map((field) => [field, (text: string) => 'value' in readAmount(text, ',')]),
  ),
  ...Object.fromEntries(
    (['placedAt', 'birthday', 'createdAt'] as const).map((field) => [
      field,
      (text: string) => 'value' in readDate(text, 'day-first') || 'value' in readDate(text, 'month-first'),
    ]),
  ),
  phone: (text) => 'value' in readPhone(text),
  mobile: (text) => 'value' in readPhone(text),
  postcode: (text) => /^[A-Z0-9][A-Z0-9 -]{2,9}$/i.test(text) && /\d/.test(text),
};

/** Content that is proof enough without a heading. */
const TELLING: readonly FieldName[] = ['email', 'gtin'];

/** A bar code that a spreadsheet wrote as a rounded number. */
export function isMangled(text: string): boolean {
  return /^\d(?:[.,]\d+)?E\+1[0-3]$/i.test(text.trim());
}

/** How many of a column's cells look like a field, 0 to 1; null: nothing can be said. */
export function contentScore(texts: readonly string[], field: FieldName): number | null {
  const looks = LOOKS[field];
  const filled = texts.filter((text) => text !== '').slice(0, LOOKED_AT);
  if (!looks || filled.length === 0) return null;
  return filled.filter(looks).length / filled.length;
}

/** The field that a column's content names by itself. */
export function told(texts: readonly string[]): FieldName | null {
  return TELLING.find((field) => (contentScore(texts, field) ?? 0) >= 0.8) ?? null;
}
