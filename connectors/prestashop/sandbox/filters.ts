import { columnText } from './column-text.ts';
import type { Field } from './resources/index.ts';
import type { WebserviceRecord } from './state.ts';

export type Predicate = (record: WebserviceRecord) => boolean;

/** What the database compares: numbers as numbers, text without case or accents, an empty number is NULL. */
type Comparable = number | string | undefined;

const NUMERIC = new Set(['int', 'bool', 'dec2', 'dec3', 'dec6', 'dec8']);

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

export function isNumeric(field: Field | 'id'): boolean {
  return field === 'id' || NUMERIC.has(field.kind);
}

/** The values of a field that a filter looks at: one, or one per language. */
export function comparables(record: WebserviceRecord, name: string, numeric: boolean): Comparable[] {
  const value = record[name];
  const values = Array.isArray(value) ? value.map((item: { value?: unknown }) => item.value) : [value];
  return values.map((one) => comparable(one, numeric));
}

function comparable(value: unknown, numeric: boolean): Comparable {
  if (value === null || value === undefined || value === false) return undefined;
  if (!numeric) return asked(columnText(value), false);
  return value === '' ? undefined : Number(value);
}

function asked(text: string, numeric: boolean): number | string {
  if (numeric) return Number.parseFloat(text) || 0;
  // A bare date is compared as its midnight.
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00:00` : fold(text);
}

function like(pattern: string): (value: Comparable) => boolean {
  const source = fold(pattern).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const expression = new RegExp(`^${source.replace(/%/g, '[^]*').replace(/_/g, '[^]')}$`);
  return (value) => value !== undefined && expression.test(String(value));
}

/** Reads one filter expression as the vendor does, its surprises included. */
function test(expression: string, numeric: boolean): (value: Comparable) => boolean {
  const [whole, before = '', inside = '', after = ''] = /^(.*)\[(.*)\](.*)$/s.exec(expression) ?? [];
  if (whole === undefined) return equals(asked(expression, numeric));
  if (before === '%' || after === '%') return like(before + inside + after);
  const wanted = asked(inside, numeric);
  if (before === '>') return (value) => value !== undefined && value > wanted;
  if (before === '<') return (value) => value !== undefined && value < wanted;
  if (before === '!') {
    const refused = new Set(inside.split('|').map((part) => asked(part, numeric)));
    return (value) => value !== undefined && !refused.has(value);
  }
  if (before !== '' || after !== '') return () => true;
  if (inside.indexOf('|') > 0) {
    const wantedOnes = new Set(inside.split('|').map((part) => asked(part, numeric)));
    return (value) => value !== undefined && wantedOnes.has(value);
  }
  // A range needs both ends; `[x,]` is compared as the literal text and finds nothing.
  const range = /^([\d.:\-\s]+),([\d.:\-\s]+)$/.exec(inside);
  if (range) {
    const ends = [asked(range[1] ?? '', numeric), asked(range[2] ?? '', numeric)];
    const [low = 0, high = 0] = ends.sort((a, b) => (a < b ? -1 : 1));
    return (value) => value !== undefined && value >= low && value <= high;
  }
  return inside.includes(',') ? () => false : equals(wanted);
}

const equals =
  (wanted: number | string) =>
  (value: Comparable): boolean =>
    value === wanted;

export function compileFilter(name: string, field: Field | 'id', expression: string): Predicate {
  const numeric = isNumeric(field);
  const passes = test(expression, numeric);
  if (field !== 'id' && field.kind === 'lang') {
    return (record) => comparables(record, name, numeric).some(passes);
  }
  return (record) => passes(comparable(record[name], numeric));
}

/** The ids that `[n]`, `n` and `[a|b]` name, where a filter on the id is that simple. */
export function namedIds(expression: string): number[] | undefined {
  const list = /^\[?(\d+(?:\|\d+)*)\]?$/.exec(expression)?.[1];
  return list?.split('|').map(Number);
}

/** The `n` of the keyset filter `>[n]`. */
export function idsAfter(expression: string): number | undefined {
  const after = /^>\[(\d+)\]$/.exec(expression)?.[1];
  return after === undefined ? undefined : Number(after);
}
