import type { SQLInputValue } from 'node:sqlite';
import { SqliteHandle } from '../../../src/mirror/sqlite-handle.ts';
import { readTable, tableNames, tableSchema, type Row } from './mirror-table.ts';

/** Rows for one statement's table. */
interface Rows {
  table: string;
  columns: readonly string[];
  rows: readonly Row[];
}

/** What one transaction inserts. */
type Transaction = Rows[];

/** All that a mirror holds of a shop, cut into transactions as the sync cut it. */
export interface Load {
  schema: string[];
  transactions: Transaction[];
  rows: number;
}

const ROOTS_PER_TRANSACTION = 100;

/** Takes revisions, records, bindings, facets and their links out of a finished mirror. */
export function loadOf(file: string): Load {
  const mirror = new SqliteHandle({ file, readOnly: true });
  try {
    const facets = tableNames(mirror).filter((name) => name.startsWith('facet_') && name !== 'facet_links');
    const transactions = [...pages(mirror), ...projections(mirror, facets)];
    const tables = ['revisions', 'records', 'bindings', 'facet_links', ...facets];
    const rows = transactions.flat().reduce((sum, one) => sum + one.rows.length, 0);
    return { schema: tableSchema(mirror, tables), transactions, rows };
  } finally {
    mirror.close();
  }
}

/** Revisions and records, one transaction for each page: rows that came in one page were seen at one moment. */
function pages(mirror: SqliteHandle): Transaction[] {
  const revisions = readTable(mirror, 'revisions', 'order by rowid');
  const records = readTable(mirror, 'records', '');
  const id = revisions.key('kind', 'external_id');
  const page = revisions.key('kind', 'seen_at');
  const recordId = records.key('kind', 'external_id');
  const recordOf = new Map(records.rows.map((row) => [recordId(row), row]));
  return [...Map.groupBy(revisions.rows, page).values()].map((rows) => [
    { ...revisions, rows },
    { ...records, rows: rows.flatMap((row) => take(recordOf, id(row))) },
  ]);
}

/** Facets with their links and bindings, so many roots to a transaction as one step of the projection takes. */
function projections(mirror: SqliteHandle, names: readonly string[]): Transaction[] {
  const tables = names.map((name) => readTable(mirror, name, 'order by row_id'));
  const links = readTable(mirror, 'facet_links', '');
  const bindings = readTable(mirror, 'bindings', '');
  const linksOf = Map.groupBy(links.rows, links.key('hub_id'));
  const bindingOf = new Map(bindings.rows.map((row) => [bindings.key('hub_id')(row), row]));
  const byRoot = tables.map((table) => Map.groupBy(table.rows, table.key('root_kind', 'root_id')));
  const roots = [...new Set(byRoot.flatMap((rows) => [...rows.keys()]))];
  const transactions = chunks(roots, ROOTS_PER_TRANSACTION).map((chunk): Transaction => {
    const facets = tables.map((table, at) => ({
      ...table,
      rows: chunk.flatMap((root) => byRoot[at]?.get(root) ?? []),
    }));
    const ids = facets.flatMap((table) => table.rows.map(table.key('hub_id')));
    return [
      ...facets,
      { ...links, rows: ids.flatMap((id) => linksOf.get(id) ?? []) },
      { ...bindings, rows: ids.flatMap((id) => take(bindingOf, id)) },
    ];
  });
  const rest = chunks([...bindingOf.values()], 1_000).map((rows): Transaction => [{ ...bindings, rows }]);
  return [...transactions, ...rest];
}

/** Every row once, however often it is named. */
function take(rows: Map<string, Row>, key: string): Row[] {
  const row = rows.get(key);
  rows.delete(key);
  return row ? [row] : [];
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const cut: T[][] = [];
  for (let at = 0; at < all.length; at += size) cut.push(all.slice(at, at + size));
  return cut;
}

/** The rows of one statement: more of them are not faster. */
const ROWS_PER_STATEMENT = 64;

/** Inserts a load into a new database as fast as one connection can. Milliseconds until the last row is on disk. */
export function insertBare(load: Load, file: string): number {
  // The mirror's own connection: the same pragmas.
  const database = new SqliteHandle({ file, readOnly: false });
  try {
    for (const statement of load.schema) database.run(statement, []);
    const start = performance.now();
    for (const transaction of load.transactions) {
      database.run('begin immediate', []);
      for (const rows of transaction) insertRows(database, rows);
      database.run('commit', []);
    }
    return performance.now() - start;
  } finally {
    database.close();
  }
}

function insertRows(database: SqliteHandle, { table, columns, rows }: Rows): void {
  for (let at = 0; at < rows.length;) {
    const left = rows.length - at;
    // Full statements, then powers of two: few texts, all of them stay prepared.
    const size = left >= ROWS_PER_STATEMENT ? ROWS_PER_STATEMENT : 2 ** Math.floor(Math.log2(left));
    const values: SQLInputValue[] = [];
    for (let index = at; index < at + size; index++) values.push(...(rows[index] ?? []));
    database.run(statementOf(table, columns, size), values);
    at += size;
  }
}

const statements = new Map<string, string>();

function statementOf(table: string, columns: readonly string[], rows: number): string {
  const key = `${table} ${rows}`;
  const known = statements.get(key);
  if (known !== undefined) return known;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const made = `insert into ${table} (${columns.join(', ')}) values ${Array.from({ length: rows }, () => row).join(', ')}`;
  statements.set(key, made);
  return made;
}
