import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** Rows of a table, and a hash over all of their values. */
export type TableSummary = Record<string, { rows: number; hash: string }>;

/** Every table of a SQLite file that nobody writes. Throws where the file is damaged. */
export function summariseSqlite(file: string): TableSummary {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare(
        `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`,
      )
      .all() as { name: string }[];
    return Object.fromEntries(tables.map(({ name }) => [name, summarise(database, name)]));
  } finally {
    database.close();
  }
}

/** In the order of the file: a copy has the same one. */
function summarise(database: DatabaseSync, name: string): { rows: number; hash: string } {
  const statement = database.prepare(`select * from "${name.replaceAll('"', '""')}"`);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const hash = createHash('sha256');
  let rows = 0;
  for (const row of statement.iterate() as Iterable<unknown>) {
    rows += 1;
    for (const value of row as unknown[]) hashValue(hash, value);
  }
  return { rows, hash: hash.digest('hex') };
}

/** Type and length come first, so that no two rows read alike. */
function hashValue(hash: ReturnType<typeof createHash>, value: unknown): void {
  if (value instanceof Uint8Array) hash.update(`b${value.length}:`).update(value);
  else if (typeof value === 'string') hash.update(`t${value.length}:`).update(value);
  else hash.update(`${typeof value}:${String(value)};`);
}

/** What differs, by table; empty: nothing. */
export function compareTables(was: TableSummary, is: TableSummary): string[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  return names.flatMap((name) => {
    const [one, other] = [was[name], is[name]];
    if (!one || !other) return [`${name}: ${one ? 'is missing' : 'was not there'}`];
    if (one.rows !== other.rows) return [`${name}: ${other.rows} rows instead of ${one.rows}`];
    return one.hash === other.hash ? [] : [`${name}: other values`];
  });
}
