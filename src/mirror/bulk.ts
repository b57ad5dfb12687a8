import type { Param, Sql } from './sql.ts';

/** Rows of one statement: powers of two only, so that a table needs few statements and all of them stay prepared. */
const LARGEST_CHUNK = 64;

export interface BulkInsert {
  table: string;
  columns: readonly string[];
  /** `on conflict …`, `returning …` */
  tail?: string;
}

/** Inserts rows, many to a statement. */
export async function bulkInsert(sql: Sql, insert: BulkInsert, rows: readonly (readonly Param[])[]): Promise<void> {
  for (const [text, params] of statements(insert, rows)) await sql.run(text, params);
}

function* statements(insert: BulkInsert, rows: readonly (readonly Param[])[]): Iterable<[string, Param[]]> {
  let size = LARGEST_CHUNK;
  for (let at = 0; at < rows.length; at += size) {
    while (size > rows.length - at) size /= 2;
    const params: Param[] = [];
    for (let index = at; index < at + size; index++) for (const value of rows[index] ?? []) params.push(value);
    yield [text(insert, size), params];
  }
}

function text({ table, columns, tail }: BulkInsert, rows: number): string {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const values = Array.from({ length: rows }, () => row).join(', ');
  return `insert into ${table} (${columns.join(', ')}) values ${values} ${tail ?? ''}`;
}

/** A list is one parameter; this keeps it small. */
const LONGEST_LIST = 5_000;

/** A long list in parts that fit into one parameter each. */
export function* inParts<T>(values: readonly T[]): Iterable<readonly T[]> {
  for (let at = 0; at < values.length; at += LONGEST_LIST) yield values.slice(at, at + LONGEST_LIST);
}
