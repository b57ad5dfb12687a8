import type { Sql } from '../sql.ts';

/** The last time at or before this one at which anything was published; null: there was none. */
export async function lastPublication(sql: Sql, at: string): Promise<string | null> {
  const [row] = await sql.all<{ at: string | null }>('select max(at) as at from publications where at <= ?', [at]);
  return row?.at ?? null;
}

export async function firstPublication(sql: Sql): Promise<string | null> {
  const [row] = await sql.all<{ at: string | null }>('select min(at) as at from publications', []);
  return row?.at ?? null;
}
