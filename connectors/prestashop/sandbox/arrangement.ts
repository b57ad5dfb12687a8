import { comparables, isNumeric, type Predicate } from './filters.ts';
import { badListQuery } from './reply.ts';
import type { Resource } from './resources/index.ts';
import type { WebserviceRecord } from './state.ts';
import type { RecordTable } from './store.ts';

/** Field names that may be sorted by, and those with one text per language. */
export interface SortableNames {
  plain: string[];
  lang: string[];
}

export interface Sort {
  name: string;
  descending: boolean;
}

export interface Window {
  offset: number;
  count: number;
}

/** Sorted ids, of which those from an index on are meant. */
export interface Candidates {
  ids: readonly number[];
  from: number;
}

export interface Arrangement {
  candidates: Candidates | undefined;
  predicates: readonly Predicate[];
  sorts: readonly Sort[];
  window: Window | undefined;
}

export function parseSort(text: string | undefined, names: SortableNames): Sort[] {
  if (text === undefined) return [];
  const list = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  return list.split(',').map((part) => {
    const [, name = '', direction = ''] = /^(.*)_([a-z]+)$/i.exec(part) ?? [];
    if (!['ASC', 'DESC'].includes(direction.toUpperCase())) {
      const form = `"field_ASC" or '[field_1_DESC,field_2_ASC,field_3_ASC,...]' ("field" has to be an available field)`;
      throw badListQuery(37, `The "sort" value has to be formed as this example: ${form}`);
    }
    if (!names.plain.includes(name) && !names.lang.includes(name)) {
      const both = `${names.plain.join(', ')}, for i18n fields:${names.lang.join(', ')}`;
      throw badListQuery(38, `Unable to filter by this field. However, these are available: ${both}`);
    }
    return { name, descending: direction.toUpperCase() === 'DESC' };
  });
}

/** `n` or `offset,count`; anything else reads as zero records, not as a mistake. */
export function parseLimit(text: string | undefined): Window | undefined {
  if (text === undefined) return undefined;
  const parts = text.split(',');
  if (parts.length > 2) {
    throw badListQuery(39, 'The "limit" value has to be formed as this example: "5,25" or "10"');
  }
  const [first = 0, second] = parts.map((part) => Math.max(0, Number.parseInt(part, 10) || 0));
  return second === undefined ? { offset: 0, count: first } : { offset: first, count: second };
}

/** Filters, sorts and cuts; with ids in order it touches one page only. */
export function arrange(table: RecordTable, resource: Resource, plan: Arrangement): WebserviceRecord[] {
  const [first] = plan.sorts;
  const byId = first?.name === 'id';
  if ((byId && !first.descending) || (plan.candidates && !first)) return pageOfIds(table, plan);
  const found = plan.candidates ? pageOfIds(table, { ...plan, window: undefined }) : matching(table, plan.predicates);
  if (first) found.sort(comparison(resource, plan.sorts));
  const { offset, count } = plan.window ?? { offset: 0, count: found.length };
  return found.slice(offset, offset + count);
}

/** Sorts what was found, not the whole table: the order of a big one is worth keeping only when all is asked. */
function matching(table: RecordTable, predicates: readonly Predicate[]): WebserviceRecord[] {
  if (predicates.length === 0) return [...table.natural()];
  return table.inNaturalOrder(table.records.filter((record) => predicates.every((test) => test(record))));
}

function pageOfIds(table: RecordTable, { candidates, predicates, window }: Arrangement): WebserviceRecord[] {
  const { ids, from } = candidates ?? { ids: table.ids(), from: 0 };
  const count = window?.count ?? Infinity;
  const page: WebserviceRecord[] = [];
  let skip = window?.offset ?? 0;
  let index = from;
  if (predicates.length === 0) {
    index += skip;
    skip = 0;
  }
  for (; index < ids.length && page.length < count; index++) {
    const record = table.get(ids[index] ?? 0);
    if (!record || !predicates.every((test) => test(record))) continue;
    if (skip > 0) skip--;
    else page.push(record);
  }
  return page;
}

function comparison(resource: Resource, sorts: readonly Sort[]): (a: WebserviceRecord, b: WebserviceRecord) => number {
  const keys = sorts.map(({ name, descending }) => {
    const field = name === 'id' ? 'id' : resource.byName.get(name);
    return { name, sign: descending ? -1 : 1, numeric: field !== undefined && isNumeric(field) };
  });
  return (a, b) => {
    for (const { name, sign, numeric } of keys) {
      const [left] = comparables(a, name, numeric);
      const [right] = comparables(b, name, numeric);
      if (left === right) continue;
      // NULL sorts before everything.
      if (left === undefined || right === undefined) return left === undefined ? -sign : sign;
      return left < right ? -sign : sign;
    }
    return 0;
  };
}
