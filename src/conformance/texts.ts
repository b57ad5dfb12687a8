import type { Row } from './rows.ts';

/** Fields and columns whose values people write freely. */
const FREE = /name|title|label|descri|comment|note|nom$|d[ée]signation|libell|nombre|bezeichnung/i;
/** Beginning of a date, an address, an e-mail: no free text. */
const FIXED = /^\d{4}-\d\d|^\w+:\/\/|@|\//;
/** Keys under which texts by language lie. */
const LANGUAGE = /^(value|[a-z]{2}([-_][A-Za-z]{2})?)$/;

/** Whether a value is text that somebody wrote, and not a word of the vendor's own: it may say anything. */
export function isFreeText(field: string, value: unknown): value is string {
  return typeof value === 'string' && FREE.test(field) && /\p{L}/u.test(value) && isProse(value);
}

function isProse(value: string): boolean {
  const isWord = /^[A-Z0-9_.-]+$/.test(value) || /^[a-z0-9]+([_.-][a-z0-9]+)*$/.test(value);
  return !isWord && !FIXED.test(value);
}

/** The same row with other free texts, however deep they lie. */
export function withTexts(row: Row, change: (text: string) => string): Row {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, changed(field, value, change)]));
}

function changed(field: string, value: unknown, change: (text: string) => string): unknown {
  if (isFreeText(field, value)) return change(value);
  if (Array.isArray(value)) return value.map((one: unknown) => (isObject(one) ? inside(field, one, change) : one));
  return isObject(value) ? inside(field, value, change) : value;
}

/** `name: [{ id: 1, value: 'Théière' }]`, `name: { fr: 'Théière' }`: a text by language is of the field around it. */
function inside(field: string, one: Row, change: (text: string) => string): Row {
  const parts = Object.entries(one).map(([part, value]) => [
    part,
    changed(LANGUAGE.test(part) ? field : part, value, change),
  ]);
  return Object.fromEntries(parts) as Row;
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All texts of a value, however deep they lie. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
