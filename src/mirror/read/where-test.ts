import type { Where } from '../contract.ts';
import { sealedColumn } from '../facets/facet-seal.ts';
import { tableOf, type FacetTable } from '../facets/facet-table.ts';
import { invalid } from '../mirror-error.ts';
import { anyOf, list, type DialectName, type Param } from '../sql.ts';

/** A piece of SQL with its parameters. */
export interface Condition {
  text: string;
  params: Param[];
}

/** The facets that a condition is about: of one type and brick, under an alias of their own. */
export interface Place {
  dialect: DialectName;
  tables: ReadonlyMap<string, FacetTable>;
  table: FacetTable;
  brick: string;
  /** How many conditions enclose it. */
  depth: number;
}

type OfColumn = Extract<Where, { column: string }>;

export function all(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { text: '1 = 1', params: [] };
  return {
    text: conditions.map(({ text }) => text).join(' and '),
    params: conditions.flatMap(({ params }) => params),
  };
}

export function inside(place: Place, { type, brick }: { type: string; brick: string }): Place {
  return { ...place, table: tableOf(place.tables, type), brick, depth: place.depth + 1 };
}

export function aliasOf({ depth }: Place): string {
  return depth === 0 ? 'f' : `s${depth}`;
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

/** Hub ids are text, and so is every column that names an entity. */
export function namingColumn(table: FacetTable, name: string): string {
  if (columnType(table, name) === 'text') return name;
  throw invalid('FACET_COLUMN_UNKNOWN', `${table.type.name}.${name} names no entity.`, 'Ask by a column of hub ids.');
}

/** Whether one row fits: no index of its own table is chosen for it. */
export function testOf(place: Place, where: Where): Condition {
  const { dialect, table } = place;
  const own = `${inert(dialect)}${aliasOf(place)}.`;
  if ('ids' in where) return { text: anyOf(dialect, `${own}hub_id`), params: [list(where.ids)] };
  if ('any' in where) return either(where.any.map((conditions) => testAll(place, conditions)));
  if ('not' in where) {
    const { text, params } = testAll(place, where.not);
    return { text: `(${text}) is not true`, params };
  }
  if ('some' in where) {
    const inner = inside(place, where.some);
    const column = namingColumn(inner.table, where.some.column);
    return exists(inner, { text: `${aliasOf(inner)}.${column} = ${own}hub_id`, params: [] }, where.some.where);
  }
  if ('same' in where) {
    const inner = inside(place, where.same);
    return exists(inner, { text: `${aliasOf(inner)}.hub_id = ${own}hub_id`, params: [] }, where.same.where);
  }
  if ('differs' in where) {
    const inner = inside(place, where.differs.from);
    return exists(inner, differing(place, inner, where.differs, `${own}hub_id`), []);
  }
  if ('linkedFrom' in where) {
    const { text, params } = linksTo(place, where.linkedFrom, inert(dialect));
    return { text: `exists (select 1 ${text} and l.target = ${own}hub_id)`, params };
  }
  if ('link' in where) {
    const { text, params } = linksOf(place, where);
    return { text: `exists (select 1 ${text} and l.hub_id = ${own}hub_id)`, params };
  }
  return columnTest(dialect, table, `${own}${where.column}`, where);
}

export function testAll(place: Place, conditions: readonly Where[]): Condition {
  return all(conditions.map((condition) => testOf(place, condition)));
}

export function columnTest(dialect: DialectName, table: FacetTable, column: string, where: OfColumn): Condition {
  const type = columnType(table, where.column);
  if ('in' in where) return { text: anyOf(dialect, column, type), params: [list(storedValues(table, where))] };
  if ('isNull' in where) return { text: `${column} is ${where.isNull ? '' : 'not '}null`, params: [] };
  if (table.seal?.hides(where.column)) throw sealedColumn(table.type.name, where.column);
  const parts: Condition[] = [];
  if (where.atLeast !== undefined) parts.push({ text: `${column} >= ?`, params: [where.atLeast] });
  if (where.below !== undefined) parts.push({ text: `${column} < ?`, params: [where.below] });
  return all(parts.length > 0 ? parts : [{ text: `${column} is not null`, params: [] }]);
}

function storedValues({ seal }: FacetTable, { column, in: values }: Extract<OfColumn, { in: unknown }>) {
  return seal ? values.flatMap((value) => seal.lookup(column, value) ?? []) : values;
}

/** The links of facets of this place to some entities. */
export function linksOf({ dialect, table, brick }: Place, where: { link: string; to: readonly string[] }): Condition {
  return {
    text: `from facet_links l where l.brick = ? and l.type = ? and l.rel = ? and ${anyOf(dialect, 'l.target')}`,
    params: [brick, table.type.name, linkName(table, where.link), list(where.to)],
  };
}

/** The links to any entity, from facets of another type and brick. `prefix` keeps the index of times from being chosen. */
export function linksTo(
  { tables }: Place,
  { type, brick, link, from, to }: Extract<Where, { linkedFrom: unknown }>['linkedFrom'],
  prefix: '' | '+' = '',
): Condition {
  const table = tableOf(tables, type);
  const period = [
    ...(from === undefined ? [] : [{ text: `and ${prefix}l.at >= ?`, param: from }]),
    ...(to === undefined ? [] : [{ text: `and ${prefix}l.at < ?`, param: to }]),
  ];
  const times = period.map(({ text }) => text).join(' ');
  return {
    text: `from facet_links l where l.brick = ? and l.type = ? and l.rel = ? ${times}`,
    params: [brick, table.type.name, linkName(table, link), ...period.map(({ param }) => param)],
  };
}

function exists(inner: Place, joined: Condition, conditions: readonly Where[]): Condition {
  const alias = aliasOf(inner);
  const { text, params } = all([
    { text: `${alias}.brick = ?`, params: [inner.brick] },
    joined,
    ...conditions.map((condition) => testOf(inner, condition)),
  ]);
  return { text: `exists (select 1 from ${inner.table.name} ${alias} where ${text})`, params };
}

function differing(
  place: Place,
  inner: Place,
  { column, from }: { column: string; from: { column: string } },
  hubId: string,
): Condition {
  if (columnType(place.table, column) !== columnType(inner.table, from.column)) {
    throw invalid(
      'FACET_COLUMN_UNKNOWN',
      `${place.table.type.name}.${column} and ${inner.table.type.name}.${from.column} do not compare.`,
      'Declare both as text or both as integers in the roles’ facet types.',
    );
  }
  const other = aliasOf(inner);
  const text = `${other}.hub_id = ${hubId} and ${other}.${from.column} <> ${aliasOf(place)}.${column}`;
  return { text, params: [] };
}

function either(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { text: '1 = 0', params: [] };
  return {
    text: `(${conditions.map(({ text }) => `(${text})`).join(' or ')})`,
    params: conditions.flatMap(({ params }) => params),
  };
}

function linkName(table: FacetTable, name: string): string {
  if (Object.hasOwn(table.type.links, name)) return name;
  throw invalid(
    'FACET_LINK_UNKNOWN',
    `${table.type.name} declares no link ${name}.`,
    'Declare it in the role’s facet types.',
  );
}

/** A unary plus: SQLite then chooses no index for the column. */
function inert(dialect: DialectName): '+' | '' {
  return dialect === 'sqlite' ? '+' : '';
}
