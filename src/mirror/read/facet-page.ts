import type { FacetPage, PageQuery } from '../contract.ts';
import { tableOf, type FacetTable } from '../facets/facet-table.ts';
import { sealedColumn } from '../facets/facet-seal.ts';
import type { Param, Sql } from '../sql.ts';
import { readCursor, writeCursor, type Position } from './cursor.ts';
import type { FacetRows } from './facet-rows.ts';
import { planPage, type PagePlan } from './page-plan.ts';
import { sortedPage, type Found } from './sorted-page.ts';
import { columnType } from './where-test.ts';

type Order = NonNullable<PageQuery['orderBy']>;

/**
 * One page by keyset. Nulls come last in both directions, which no index of either database gives: so rows with a
 * value and rows without are two walks of the same index, and the second begins where the first one ends.
 */
export async function facetPage<Facet>(
  sql: Sql,
  facets: FacetRows,
  tables: ReadonlyMap<string, FacetTable>,
  query: PageQuery,
): Promise<FacetPage<Facet>> {
  const table = tableOf(tables, query.type);
  const type = query.orderBy ? columnType(table, query.orderBy.column) : 'none';
  const after = query.after === undefined ? undefined : readCursor(query.after, type);
  const wanted = query.first + 1;
  const plan = await planPage(sql, { dialect: sql.dialect, tables, table }, query);
  const rows = await (isOpened(table, query)
    ? sortedPage(sql, table, query.orderBy, { ...plan, after, wanted })
    : walked(sql, table, query, plan, { after, wanted }));
  const shown = rows.slice(0, query.first);
  const byId = await facets.byIds<Facet>(
    table,
    query.brick,
    shown.map(({ hub_id }) => hub_id),
  );
  return {
    rows: shown.flatMap((found) => {
      const row = byId.get(found.hub_id);
      // One that was removed since it was found is not there any more.
      return row ? [{ row, cursor: writeCursor({ value: valueOf(found, type), hubId: row.id }) }] : [];
    }),
    hasNext: rows.length > query.first,
  };
}

async function walked(
  sql: Sql,
  table: FacetTable,
  query: PageQuery,
  plan: PagePlan,
  { after, wanted }: { after: Position | undefined; wanted: number },
): Promise<Found[]> {
  const rows: Found[] = [];
  if (query.orderBy && (!after || after.value !== null)) {
    rows.push(...(await withValue(sql, table, query, plan, after, wanted)));
  }
  if (rows.length < wanted) {
    const position = after?.value === null ? after : undefined;
    rows.push(...(await withoutValue(sql, table, query, plan, position, wanted - rows.length)));
  }
  return rows;
}

/** Whether it is ordered by a column that has to be opened. Throws for one that cannot be. */
function isOpened({ seal, type }: FacetTable, query: PageQuery): query is PageQuery & { orderBy: Order } {
  if (!query.orderBy || !seal?.hides(query.orderBy.column)) return false;
  if (seal.isSorted(query.orderBy.column)) return true;
  throw sealedColumn(type.name, query.orderBy.column);
}

/** PostgreSQL gives a bigint as text; an integer column only holds safe integers. */
function valueOf({ position }: Found, type: 'text' | 'integer' | 'none'): Position['value'] {
  if (position === undefined || position === null) return null;
  return type === 'integer' ? Number(position) : position;
}

function withValue(
  sql: Sql,
  table: FacetTable,
  query: PageQuery,
  { conditions, order }: PagePlan,
  after: Position | undefined,
  limit: number,
): Promise<Found[]> {
  const column = `${order}${query.orderBy?.column ?? 'hub_id'}`;
  const [direction, beyond] = query.orderBy?.descending ? ['desc', '<'] : ['asc', '>'];
  const keyset = after ? `and (${column}, f.hub_id) ${beyond} (?, ?)` : '';
  const params: Param[] = after ? [after.value, after.hubId] : [];
  return sql.all<Found>(
    `select f.hub_id, ${column} as position from ${table.name} f
      where ${conditions.text} and ${column} is not null ${keyset}
      order by ${column} ${direction}, f.hub_id ${direction} limit ?`,
    [...conditions.params, ...params, limit],
  );
}

function withoutValue(
  sql: Sql,
  table: FacetTable,
  query: PageQuery,
  { conditions, order }: PagePlan,
  after: Position | undefined,
  limit: number,
): Promise<Found[]> {
  const [direction, beyond] = query.orderBy?.descending ? ['desc', '<'] : ['asc', '>'];
  const isNull = query.orderBy ? `and ${order}${query.orderBy.column} is null` : '';
  const keyset = after ? `and ${order}hub_id ${beyond} ?` : '';
  return sql.all<Found>(
    `select f.hub_id from ${table.name} f where ${conditions.text} ${isNull} ${keyset}
      order by ${order}hub_id ${direction} limit ?`,
    [...conditions.params, ...(after ? [after.hubId] : []), limit],
  );
}
