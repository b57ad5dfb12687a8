import type { PageQuery, Where } from '../contract.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { searchCondition } from '../facets/search-index.ts';
import type { DialectName } from '../sql.ts';
import { hubIdsOf } from './where-rows.ts';
import { columnTest, testOf, type Condition, type Place } from './where-test.ts';

/** One thing that a query asks for beside the brick, over the facet table as `f`. */
export interface Filter {
  /** Whether one row fits: no index is chosen for it. */
  test: Condition;
  /** How all that fit are found without a walk over all; null: they are not. */
  lead: Lead | null;
}

export interface Lead {
  /** The row ids of all that fit, by an index of this filter. */
  rows: Condition;
  /** A select of as many rows, cheaper to count the first of. */
  probe: Condition;
  /** The probe has a `hub_id` that it may give several times. */
  repeats: boolean;
}

type Asked = Pick<PageQuery, 'brick' | 'where' | 'search'>;

export interface Tables {
  dialect: DialectName;
  tables: ReadonlyMap<string, FacetTable>;
  table: FacetTable;
}

export function filtersOf(tables: Tables, query: Asked): Filter[] {
  const place = { ...tables, brick: query.brick, depth: 0 };
  const filters = (query.where ?? []).map((where) => ({ test: testOf(place, where), lead: leadOf(place, where) }));
  const { search } = query;
  return search === undefined || search.trim() === '' ? filters : [...filters, searched(tables, search)];
}

export function ofBrick(query: Asked): Condition {
  return { text: 'f.brick = ?', params: [query.brick] };
}

function leadOf(place: Place, where: Where): Lead | null {
  if ('column' in where) {
    const bare = columnTest(place.dialect, place.table, where.column, where);
    const text = `select row_id from ${place.table.name} where brick = ? and ${bare.text}`;
    const rows = { text, params: [place.brick, ...bare.params] };
    return { rows, probe: rows, repeats: false };
  }
  const probe = hubIdsOf(place, where);
  if (!probe) return null;
  const text = `select row_id from ${place.table.name} where brick = ? and hub_id in (${probe.text})`;
  const repeats = 'some' in where || 'linkedFrom' in where || 'any' in where;
  return { rows: { text, params: [place.brick, ...probe.params] }, probe, repeats };
}

function searched({ dialect, table }: Tables, search: string): Filter {
  const found = searchCondition(dialect, table, search);
  if (!found) {
    const none = { text: 'select 0 where 1 = 0', params: [] };
    return { test: { text: '1 = 0', params: [] }, lead: { rows: none, probe: none, repeats: false } };
  }
  const rows = { text: found.rows, params: [found.param] };
  return { test: { text: found.test, params: [found.param] }, lead: { rows, probe: rows, repeats: false } };
}
