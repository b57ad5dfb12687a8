import type { JsonObject } from '#sdk';
import { chosen, type Call, type Reply } from './call.ts';
import type { Row } from './store.ts';
import { invalidParams } from './wp-error.ts';
import { said } from './said.ts';

const MOST = 100;
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?/;

/** One page of rows, with the headers that tell how many there are. */
export function listed(call: Call, rows: readonly Row[], show: (row: Row) => JsonObject): Reply {
  const perPage = bounded(call, 'per_page', 10, MOST);
  const page = bounded(call, 'page', 1, Number.MAX_SAFE_INTEGER);
  const found = sorted(dated(included(rows, call.query), call.query), call.query);
  const pages = Math.ceil(found.length / perPage);
  const shown = found.slice((page - 1) * perPage, page * perPage).map((row) => chosen(show(row), call.query));
  return {
    status: 200,
    body: shown,
    headers: { 'X-WP-Total': said(found.length), 'X-WP-TotalPages': said(pages), ...link(call, page, pages) },
  };
}

function bounded({ query }: Call, name: string, fallback: number, most: number): number {
  const given = query.get(name);
  if (given === null) return fallback;
  const value = Number(given);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  const message =
    name === 'page'
      ? 'page must be greater than or equal to 1'
      : `${name} must be between 1 (inclusive) and ${most} (inclusive)`;
  throw invalidParams({ [name]: { code: 'rest_out_of_bounds', message } });
}

function included(rows: readonly Row[], query: URLSearchParams): Row[] {
  const include = query.get('include');
  if (include === null || include === '') return [...rows];
  const wanted = new Set(include.split(',').map(Number));
  return rows.filter(({ id }) => wanted.has(id));
}

/** Strictly later, strictly earlier, in whole seconds. Lists whose rows have no such date ignore it. */
function dated(rows: readonly Row[], query: URLSearchParams): Row[] {
  const bounds = [
    ['modified_after', (date: string, bound: string) => date > bound],
    ['modified_before', (date: string, bound: string) => date < bound],
  ] as const;
  return bounds.reduce<Row[]>(
    (left, [name, isWithin]) => {
      const bound = query.get(name);
      if (bound === null) return left;
      if (!DATE.test(bound)) {
        throw invalidParams({ [name]: { code: 'rest_invalid_date', message: 'Invalid date.' } });
      }
      return left.filter(
        ({ date_modified_gmt: date }) => typeof date !== 'string' || isWithin(date, bound.slice(0, 19)),
      );
    },
    [...rows],
  );
}

/** By date of creation, the newest first, unless told otherwise. Rows of one second come in no promised order. */
function sorted(rows: readonly Row[], query: URLSearchParams): Row[] {
  const by = query.get('orderby') ?? 'date';
  const sign = (query.get('order') ?? (by === 'date' ? 'desc' : 'asc')) === 'asc' ? 1 : -1;
  const key = (row: Row): string | number => {
    if (by === 'modified') return textOf(row['date_modified_gmt']);
    if (by === 'date') return textOf(row['date_created_gmt']);
    if (by === 'name' || by === 'title') return textOf(row['name']);
    return row.id;
  };
  return [...rows].sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    return sign * (a < b ? -1 : a > b ? 1 : one.id - other.id);
  });
}

function textOf(value: JsonObject[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function link({ base, path, query }: Call, page: number, pages: number): Record<string, string> {
  const to = (number: number): string => {
    const copy = new URLSearchParams(query);
    copy.delete('page');
    copy.set('page', said(number));
    return `<${base}wp-json/${path}?${copy.toString()}>`;
  };
  const found = [
    ...(page > 1 ? [`${to(page - 1)}; rel="prev"`] : []),
    ...(page < pages ? [`${to(page + 1)}; rel="next"`] : []),
  ];
  return found.length > 0 ? { Link: found.join(', ') } : {};
}
