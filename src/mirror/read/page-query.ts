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

const NOTHING: Condition = { text: '1 = 0', params: [] };

/** The rows that a query asks for, whatever the page; over the facet table as `f`. */
export function conditionsOf(
  dialect: DialectName,
  table: FacetTable,
  query: Pick<PageQuery, 'brick' | 'where' | 'search'>,
): Condition {
  const parts: Condition[] = [{ text: 'f.brick = ?', params: [query.brick] }];
  for (const where of query.where ?? []) parts.push(condition(dialect, table, query.brick, where));
  if (query.search !== undefined && query.search.trim() !== '') {
    const search = searchCondition(dialect, table, query.search);
    parts.push(search ? { text: search.text, params: [search.param] } : NOTHING);
  }
  return {
    text: parts.map(({ text }) => text).join(' and '),
    params: parts.flatMap(({ params }) => params),
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

function condition(dialect: DialectName, table: FacetTable, brick: string, where: Where): Condition {
  if ('ids' in where) return { text: anyOf(dialect, 'f.hub_id'), params: [list(where.ids)] };
  if ('link' in where) {
    const target = anyOf(dialect, 'target');
    return {
      text: `f.hub_id in (select hub_id from facet_links where brick = ? and type = ? and rel = ? and ${target})`,
      params: [brick, table.type.name, where.link, list(where.to)],
    };
  }
  const type = columnType(table, where.column);
  const column = `f.${where.column}`;
  if ('in' in where) return { text: anyOf(dialect, column, type), params: [list(where.in)] };
  if ('isNull' in where) return { text: `${column} is ${where.isNull ? '' : 'not '}null`, params: [] };
  return range(column, where);
}

function range(column: string, { atLeast, below }: { atLeast?: string | number; below?: string | number }): Condition {
  const parts: string[] = [];
  const params: Param[] = [];
  if (atLeast !== undefined) {
    parts.push(`${column} >= ?`);
    params.push(atLeast);
  }
  if (below !== undefined) {
    parts.push(`${column} < ?`);
    params.push(below);
  }
  return { text: parts.length > 0 ? parts.join(' and ') : `${column} is not null`, params };
}
