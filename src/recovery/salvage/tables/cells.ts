import { fold } from '../../../mirror/index.ts';

/** What became of the text of a cell: a value, or why it is none. */
export type Cell<Value> = { value: Value | null } | { wrong: string };

const SPACES = /[\s\u00a0\u202f\u2009']/g;

/** Whether a decimal comma or point is used, as the other cells of the column show; null: they do not. */
export type DecimalMark = ',' | '.' | null;

/** From cells with a mark that can only be the decimal one: `12,5`, `1.234,50`. */
export function decimalMarkOf(texts: readonly string[]): DecimalMark {
  let found: DecimalMark = null;
  for (const text of texts) {
    const plain = bare(text);
    const last = /([.,])(\d+)$/.exec(plain);
    if (!last) continue;
    const [, mark, digits = ''] = last;
    const marks = plain.match(/[.,]/g) ?? [];
    const isDecimal = digits.length !== 3 || new Set(marks).size === 2;
    if (!isDecimal || marks.filter((one) => one === mark).length > 1) continue;
    if (found !== null && found !== mark) return null;
    found = mark === ',' ? ',' : '.';
  }
  return found;
}

function bare(text: string): string {
  return text.replace(/€|EUR|\$|£|USD|GBP/gi, '').replace(SPACES, '');
}

/** An exact decimal: `1 234,50 €` is `1234.50`. `1,234` alone may be either: the column's own mark decides. */
export function readAmount(text: string, mark: DecimalMark): Cell<string> {
  const plain = bare(text).replace(/%$/, '');
  if (plain === '') return { value: null };
  if (!/^-?\d{1,12}(?:[.,]\d+)*$/.test(plain)) return { wrong: 'is no amount' };
  const marks = plain.match(/[.,]/g) ?? [];
  if (marks.length === 0) return { value: plain };
  const kinds = new Set(marks);
  const last = plain.slice(Math.max(plain.lastIndexOf(','), plain.lastIndexOf('.')));
  if (kinds.size === 2) return { value: decimal(plain, last) };
  if (marks.length > 1) return { value: plain.replace(/[.,]/g, '') };
  if (last.length !== 4) return { value: decimal(plain, last) };
  if (mark === null) return { wrong: `may be ${plain.replace(/[.,]/, '')} or ${plain.replace(',', '.')}` };
  return { value: last.startsWith(mark) ? decimal(plain, last) : plain.replace(/[.,]/, '') };
}

function decimal(plain: string, last: string): string {
  return `${plain.slice(0, plain.length - last.length).replace(/[.,]/g, '')}.${last.slice(1)}`;
}

/** A whole number of pieces; `12,000` of a spreadsheet with three decimals is 12. */
export function readQuantity(text: string): Cell<number> {
  const plain = text.replace(SPACES, '').replace(/(pcs?|pieces?|u)\.?$/i, '');
  if (plain === '') return { value: null };
  const whole = /^(-?\d{1,9})(?:[.,]0+)?$/.exec(plain)?.[1];
  return whole === undefined ? { wrong: 'is no whole number' } : { value: Number(whole) };
}

export type DateOrder = 'day-first' | 'month-first';

/** Told by the cells that can only be one; `mixed`: some can only be the one, some only the other. */
export function dateOrderOf(texts: readonly string[]): DateOrder | 'mixed' | null {
  let [day, month] = [0, 0];
  for (const text of texts) {
    const [, a, b] = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}/.exec(text) ?? [];
    if (a === undefined || b === undefined) continue;
    if (Number(a) > 12) day += 1;
    if (Number(b) > 12) month += 1;
  }
  if (day > 0 && month > 0) return 'mixed';
  return day > 0 ? 'day-first' : month > 0 ? 'month-first' : null;
}

/** RFC 3339 UTC of the day, or of the moment where there is one. */
export function readDate(text: string, order: DateOrder): Cell<string> {
  if (text === '') return { value: null };
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?/.exec(text);
  if (iso) return instant(iso[1], iso[2], iso[3], iso[4]);
  const plain = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:\D+(\d{1,2}:\d{2}(?::\d{2})?))?/.exec(text);
  if (!plain) return { wrong: 'is no date' };
  const [, a, b, year = '', time] = plain;
  const [day, month] = order === 'day-first' ? [a, b] : [b, a];
  return instant(year.length === 2 ? `20${year}` : year, month, day, time);
}

function instant(year = '', month = '', day = '', time = '00:00'): Cell<string> {
  const clock = time.length < 5 || /^\d:/.test(time) ? `0${time}` : time;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${clock.length === 5 ? `${clock}:00` : clock}Z`;
  const date = new Date(text);
  const isReal = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
  return isReal ? { value: date.toISOString().replace('.000Z', 'Z') } : { wrong: 'is no day of the calendar' };
}

export function readEmail(text: string): Cell<string> {
  const plain = text
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();
  if (plain === '') return { value: null };
  return plain.length <= 254 && /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[a-z]{2,}$/.test(plain)
    ? { value: plain }
    : { wrong: 'is no e-mail address' };
}

export function readFlag(text: string): Cell<boolean> {
  const plain = fold(text.trim());
  if (plain === '') return { value: null };
  if (['1', 'oui', 'yes', 'true', 'vrai', 'o', 'y', 'x', 'actif', 'active'].includes(plain)) return { value: true };
  if (['0', 'non', 'no', 'false', 'faux', 'n', 'inactif', 'inactive'].includes(plain)) return { value: false };
  return { wrong: 'is neither yes nor no' };
}

let countries: Map<string, string> | null = null;

/** ISO 3166-1 alpha-2, from the code or the name in French or English. */
export function readCountry(text: string): Cell<string> {
  const plain = fold(text.trim());
  if (plain === '') return { value: null };
  if (/^[a-z]{2}$/.test(plain)) return { value: plain.toUpperCase() };
  countries ??= countryNames();
  const code = countries.get(plain);
  return code === undefined ? { wrong: 'is no country that is known' } : { value: code };
}

function countryNames(): Map<string, string> {
  const names = new Map<string, string>();
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const language of ['fr', 'en']) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of letters.flatMap((a) => letters.map((b) => a + b))) {
      const name = display.of(code);
      if (name !== undefined) names.set(fold(name), code);
    }
  }
  return names;
}

/** As it is written, without what is no part of a number; too short or too long is none. */
export function readPhone(text: string): Cell<string> {
  const plain = text.trim();
  if (plain === '') return { value: null };
  const digits = plain.replace(/\D/g, '');
  // A spreadsheet takes the zero off 0612345678.
  if (/^[1-9]\d{8}$/.test(plain)) return { value: `0${plain}` };
  return digits.length >= 6 && digits.length <= 15 && !/[a-z]{3}/i.test(plain)
    ? { value: plain }
    : { wrong: 'is no telephone number' };
}
