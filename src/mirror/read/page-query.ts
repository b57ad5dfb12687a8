import type { PageQuery, Where } from '../contract.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { searchCondition } from '../facets/search-index.ts';
import { invalid } from '../mirror-error.ts';
import { anyOf, list, type DialectName, type Param } from '../sql.ts';

/** A piece of SQL with its parameters. */
export interface Condition {
  text: string;
  params: Param[];
}

/** One thing that a query asks for beside the brick, over the facet table as `f`. */
export interface Filter {
  /** Whether one row fits: no index is chosen for it. */
  test: Condition;
  /** The row ids of all that fit, by an index of this filter. */
  rows: Condition;
  /** A select of as many rows, cheaper to count the first of. */
  probe: Condition;
}

type Asked = Pick<PageQuery, 'brick' | 'where' | 'search'>;

export function filtersOf(dialect: DialectName, table: FacetTable, query: Asked): Filter[] {
  const filters = (query.where ?? []).map((where) => filter(dialect, table, query.brick, where));
  if (query.search !== undefined && query.search.trim() !== '') filters.push(searched(dialect, table, query.search));
  return filters;
}

export function ofBrick(query: Asked): Condition {
  return { text: 'f.brick = ?', params: [query.brick] };
}

export function all(conditions: readonly Condition[]): Condition {
  return {
    text: conditions.map(({ text }) => text).join(' and '),
    params: conditions.flatMap(({ params }) => params),
  };
}

/** Throws for a column that the type does not declare: names are written into SQL. */
export function columnType(table: FacetTable, name: string): 'text' | 'integer' {
  const column = Object.hasOwn(table.type.columns, name) ? table.type.columns[name] : undefined;
  if (column) return column.type;
  throw invalid(
    'FACET_COLUMN_UNKNOWN',
    `${table.type.name} declares no column ${name}.`,
    'Declare it in the role’s facet types; the mirror then makes it.',
  );
}

function filter(dialect: DialectName, table: FacetTable, brick: string, where: Where): Filter {
  if ('ids' in where) {
    const ids = { text: 'select value as hub_id from json_each(?)', params: [list(where.ids)] };
    const test = { text: anyOf(dialect, `${inert(dialect)}hub_id`), params: ids.params };
    return { test, rows: byHubId(table, brick, ids), probe: ids };
  }
  if ('link' in where) return linked(dialect, table, brick, where);
  const of = (column: string): Condition => columnCondition(dialect, table, column, where);
  const bare = of(where.column);
  const text = `select row_id from ${table.name} where brick = ? and ${bare.text}`;
  const rows = { text, params: [brick, ...bare.params] };
  return { test: of(`${inert(dialect)}${where.column}`), rows, probe: rows };
}

function linked(
  dialect: DialectName,
  table: FacetTable,
  brick: string,
  where: { link: string; to: readonly string[] },
): Filter {
  const links = `facet_links where brick = ? and type = ? and rel = ? and ${anyOf(dialect, 'target')}`;
  const params = [brick, table.type.name, where.link, list(where.to)];
  const probe = { text: `select hub_id from ${links}`, params };
  const test = { text: `exists (select 1 from ${links} and facet_links.hub_id = f.hub_id)`, params };
  return { test, rows: byHubId(table, brick, probe), probe };
}

function searched(dialect: DialectName, table: FacetTable, search: string): Filter {
  const found = searchCondition(dialect, table, search);
  if (!found) {
    const none = { text: 'select 0 where 1 = 0', params: [] };
    return { test: { text: '1 = 0', params: [] }, rows: none, probe: none };
  }
  const rows = { text: found.rows, params: [found.param] };
  return { test: { text: found.test, params: [found.param] }, rows, probe: rows };
}

function byHubId(table: FacetTable, brick: string, hubIds: Condition): Condition {
  const text = `select row_id from ${table.name} where brick = ? and hub_id in (${hubIds.text})`;
  return { text, params: [brick, ...hubIds.params] };
}

function columnCondition(
  dialect: DialectName,
  table: FacetTable,
  column: string,
  where: Exclude<Where, { ids: unknown } | { link: unknown }>,
): Condition {
  const type = columnType(table, where.column);
  if ('in' in where) return { text: anyOf(dialect, column, type), params: [list(where.in)] };
  if ('isNull' in where) return { text: `${column} is ${where.isNull ? '' : 'not '}null`, params: [] };
  const parts: Condition[] = [];
  if (where.atLeast !== undefined) parts.push({ text: `${column} >= ?`, params: [where.atLeast] });
  if (where.below !== undefined) parts.push({ text: `${column} < ?`, params: [where.below] });
  return all(parts.length > 0 ? parts : [{ text: `${column} is not null`, params: [] }]);
}

/** A unary plus: SQLite then chooses no index for the column. */
function inert(dialect: DialectName): string {
  return dialect === 'sqlite' ? '+f.' : 'f.';
}
