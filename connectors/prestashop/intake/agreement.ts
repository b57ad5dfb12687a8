import type { JsonObject, JsonValue } from '#sdk';
import type { Entity, FieldValue } from '../commands/entity-xml.ts';
import { exact } from '../mapper/decimal.ts';
import { associated, idOf } from '../record.ts';

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Whether a row of the target says the same as what is written, of a field or an association. */
export function agrees(name: string, entity: Entity, row: JsonObject): boolean {
  const list = entity.associations?.[name];
  if (list) return sameRows(list.rows, row, name);
  const value = entity.fields[name];
  // What was not sent was left to the shop.
  if (value === undefined) return associated(row, name).length === 0;
  return sameValue(value, row[name]);
}

const isTexts = (value: FieldValue): value is ReadonlyMap<string, string> => typeof value === 'object';

export function sameValue(sent: FieldValue, stored: JsonValue | undefined): boolean {
  if (isTexts(sent)) return sameTexts(sent, stored);
  const [one, other] = [plainText(sent), plainText(stored)];
  if (DECIMAL.test(one) || DECIMAL.test(other)) return isZeroLike(one) ? isZeroLike(other) : sameNumber(one, other);
  return one === other;
}

function sameNumber(one: string, other: string): boolean {
  if (!DECIMAL.test(one) || !DECIMAL.test(other)) return false;
  return exact(one).toDecimalPlaces(6).equals(exact(other).toDecimalPlaces(6));
}

/** No id, no amount, no: the webservice writes all of them as 0, "0", "" or nothing. */
function isZeroLike(text: string): boolean {
  return text === '' || (DECIMAL.test(text) && exact(text).isZero());
}

function plainText(value: JsonValue | undefined): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function sameTexts(sent: ReadonlyMap<string, string>, stored: JsonValue | undefined): boolean {
  // A shop with one active language shows a text without a list.
  if (!Array.isArray(stored)) return [...sent.values()].some((text) => text.trim() === plainText(stored));
  const texts = new Map(stored.flatMap((entry) => (isObject(entry) ? [[idOf(entry), plainText(entry['value'])]] : [])));
  return [...sent].every(([language, text]) => !texts.has(language) || texts.get(language) === text.trim());
}

/** Whether two texts by language are the same in one language at least: an installation says the rest in its own words. */
export function sharesText(sent: FieldValue | undefined, stored: JsonValue | undefined): boolean {
  if (sent === undefined || !isTexts(sent)) return sent !== undefined && sameValue(sent, stored);
  if (!Array.isArray(stored)) return [...sent.values()].some((text) => text.trim() === plainText(stored));
  return stored.some((entry) => {
    const text = isObject(entry) ? plainText(entry['value']) : '';
    return isObject(entry) && text !== '' && sent.get(idOf(entry))?.trim() === text;
  });
}

function sameRows(rows: readonly Readonly<Record<string, string>>[], row: JsonObject, name: string): boolean {
  const shown = (fields: Readonly<Record<string, JsonValue>>, names: readonly string[]): string =>
    names.map((field) => plainText(fields[field])).join('/');
  const names = Object.keys(rows[0] ?? {});
  const wanted = rows.map((one) => shown(one, names)).sort();
  return (
    wanted.join() ===
    associated(row, name)
      .map((one) => shown(one, names))
      .sort()
      .join()
  );
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
