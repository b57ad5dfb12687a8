import type { PageQuery } from '../contract.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import type { Sql } from '../sql.ts';
import { all, filtersOf, ofBrick, type Condition, type Filter } from './page-query.ts';

/** How many rows a filter may leave for them to be sorted rather than met on a walk. */
const FEW = 1_000;

/** What a page is read by: its conditions, and how the column that it is ordered by is written. */
export interface PagePlan {
  conditions: Condition;
  order: 'f.' | '+f.';
}

/**
 * SQLite does not know how many rows a filter leaves, and takes whatever index gives the order: a rare value then
 * costs a walk over all rows. So each filter is asked first whether it leaves only few. If so, those rows are taken
 * and sorted; if none does, matches are dense, and walking in order meets a page of them soon. PostgreSQL keeps
 * statistics, and plans by itself.
 */
export async function planPage(sql: Sql, table: FacetTable, query: PageQuery): Promise<PagePlan> {
  const filters = filtersOf(sql.dialect, table, query);
  const few = sql.dialect === 'sqlite' ? await firstOfFew(sql, filters) : undefined;
  const tests = filters.filter((filter) => filter !== few).map(({ test }) => test);
  if (!few) return { conditions: all([ofBrick(query), ...tests]), order: 'f.' };
  return { conditions: all([...rowsOf(few, query.brick), ...tests]), order: '+f.' };
}

/** The conditions of a count: no order, so the smallest set that SQLite can guess leads. */
export async function planCount(
  sql: Sql,
  table: FacetTable,
  query: Pick<PageQuery, 'brick' | 'where' | 'search'>,
): Promise<Condition> {
  const filters = filtersOf(sql.dialect, table, query);
  if (sql.dialect === 'postgres') return all([ofBrick(query), ...filters.map(({ test }) => test)]);
  const leading = (await firstOfFew(sql, filters)) ?? filters[0];
  if (!leading) return ofBrick(query);
  const tests = filters.filter((filter) => filter !== leading).map(({ test }) => test);
  return all([...rowsOf(leading, query.brick), ...tests]);
}

function rowsOf({ rows }: Filter, brick: string): Condition[] {
  return [
    { text: `f.row_id in (${rows.text})`, params: rows.params },
    { text: '+f.brick = ?', params: [brick] },
  ];
}

async function firstOfFew(sql: Sql, filters: readonly Filter[]): Promise<Filter | undefined> {
  for (const filter of filters) {
    const [row] = await sql.all<{ found: number }>(`select count(*) as found from (${filter.probe.text} limit ?)`, [
      ...filter.probe.params,
      FEW + 1,
    ]);
    if (row && row.found <= FEW) return filter;
  }
  return undefined;
}
