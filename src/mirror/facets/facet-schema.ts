import { hash } from 'node:crypto';
import type { Sql } from '../sql.ts';
import { searchTable } from './search-index.ts';
import type { FacetTable } from './facet-table.ts';

const DECLARED = 'facet-types';
const TABLES = 'facet-tables';
const RELEASE = 'projected-by';
/** What backups leave out. */
const PERSONAL = 'facet-personal';
/** Count up when the tables are made otherwise from the same declarations. */
const LAYOUT = 2;

/**
 * Makes the facet tables if they are not as declared. Resolves with whether everything must be projected again: because
 * they are `empty` now, or `stale` after another release has projected them, since its mappers may have said other
 * things; until then its facets serve.
 */
export async function ensureFacetTables(
  sql: Sql,
  tables: Iterable<FacetTable>,
  release: string,
): Promise<'fit' | 'stale' | 'empty'> {
  const wanted = [...tables];
  const declared = fingerprint(wanted);
  const meta = await loadMeta(sql);
  await storeMeta(sql, RELEASE, release);
  await storeMeta(sql, PERSONAL, personalTables(wanted));
  if (meta.get(DECLARED) === declared) return meta.get(RELEASE) === release ? 'fit' : 'stale';
  const old = JSON.parse(meta.get(TABLES) ?? '[]') as string[];
  for (const name of old) await sql.run(`drop table if exists ${name}`, []);
  const made: string[] = [];
  for (const [name, statements] of definitions(sql, wanted)) {
    for (const statement of statements) await sql.run(statement, []);
    made.push(name);
  }
  await storeMeta(sql, TABLES, JSON.stringify(made));
  await storeMeta(sql, DECLARED, declared);
  return 'empty';
}

function personalTables(tables: readonly FacetTable[]): string {
  return JSON.stringify(tables.flatMap(({ type, name, seal }) => (seal ? [{ type: type.name, table: name }] : [])));
}

/** Declarations with the text of their functions: a column that is computed otherwise is another column. */
function fingerprint(tables: readonly FacetTable[]): string {
  const text = JSON.stringify([LAYOUT, tables], (_key, value: unknown) =>
    typeof value === 'function' ? String(value) : value,
  );
  return hash('sha256', text);
}

async function loadMeta(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql.all<{ name: string; value: string }>('select name, value from meta', []);
  return new Map(rows.map(({ name, value }) => [name, value]));
}

async function storeMeta(sql: Sql, name: string, value: string): Promise<void> {
  await sql.run(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    [name, value],
  );
}

function* definitions(sql: Sql, tables: readonly FacetTable[]): Iterable<[string, string[]]> {
  for (const table of tables) {
    yield [table.name, facetTable(sql, table)];
    const search = searchTable(sql.dialect, table);
    if (search) yield [search.name, [search.definition]];
  }
  yield ['facet_links', linkTable(sql)];
}

function facetTable(sql: Sql, { name, type, columns, searchable }: FacetTable): string[] {
  const sqlite = sql.dialect === 'sqlite';
  const text = sqlite ? 'text' : 'text collate "C"';
  const integer = sqlite ? 'integer' : 'bigint';
  const declared = columns.map(([column, { type }]) => `${column} ${type === 'text' ? text : integer}`);
  const search = !sqlite && searchable ? [`search tsvector`] : [];
  const rowId = sqlite ? 'row_id integer primary key' : 'row_id bigint generated always as identity primary key';
  const base = [
    ...[rowId, `hub_id ${text} not null`, `brick ${text} not null`, `external_id ${text} not null`, `url ${text}`],
    ...[`seen_at ${text} not null`, `root_kind ${text} not null`, `root_id ${text} not null`],
  ];
  // What a facet says comes last: what stands behind a long text is read through all of it.
  const indexes = columns.map(([column]) => `create index ${name}_by_${column} on ${name} (brick, ${column}, hub_id)`);
  if (type.identity || type.follows) indexes.push(`create index ${name}_by_external on ${name} (external_id, brick)`);
  if (search.length > 0) indexes.push(`create index ${name}_search on ${name} using gin (search)`);
  return [
    `create table ${name} (${[...base, ...declared, ...search, 'data text not null'].join(', ')}, unique (brick, hub_id))`,
    `create index ${name}_by_root on ${name} (brick, root_kind, root_id)`,
    ...indexes,
  ];
}

function linkTable(sql: Sql): string[] {
  const sqlite = sql.dialect === 'sqlite';
  const text = sqlite ? 'text' : 'text collate "C"';
  const integer = sqlite ? 'integer' : 'bigint';
  return [
    `create table facet_links (brick ${text} not null, type ${text} not null, rel ${text} not null,
      target ${text} not null, hub_id ${text} not null, n integer not null, at ${text}, quantity ${integer},
      micros ${integer}, scope ${text}, primary key (brick, type, rel, target, hub_id, n)) ${sqlite ? 'without rowid' : ''}`,
    'create index facet_links_of on facet_links (brick, type, hub_id)',
    // Most links have no time; what was sold since yesterday is found without walking through all that was ever sold.
    'create index facet_links_at on facet_links (brick, type, rel, at, target) where at is not null',
  ];
}
