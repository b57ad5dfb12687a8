import { bulkInsert } from '../bulk.ts';
import type { ErasedInBrick, ErasureRow, ErasureState, NewErasure, RetainedPaper } from '../person.ts';
import { anyOf, list, type Sql } from '../sql.ts';

interface Stored {
  id: string;
  customer: string;
  at: string;
  by: string;
  reason: string;
  state: ErasureState;
  destroyed_at: string | null;
  bricks: string;
  retained: number;
}

const SELECT = `select e.id, e.customer, e.at, e."by", e.reason, e.state, e.destroyed_at, e.bricks,
  (select cast(count(*) as integer) from retained_papers p where p.erasure = e.id) as retained from erasures e`;

/** Committed in the same transaction as the messages that tell the bricks. */
export async function insertErasure(sql: Sql, { papers, bricks, ...row }: NewErasure): Promise<void> {
  await sql.run(
    `insert into erasures (id, customer, at, "by", reason, state, bricks) values (?, ?, ?, ?, ?, 'begun', ?)`,
    [row.id, row.customer, row.at, row.by, row.reason, JSON.stringify(bricks)],
  );
  await bulkInsert(
    sql,
    { table: 'retained_papers', columns: ['erasure', 'n', 'brick', 'number', 'keep_until', 'sealed'] },
    papers.map(({ brick, number, keepUntil, sealed }, n) => [row.id, n, brick, number, keepUntil, sealed]),
  );
}

/** The newest erasure of a customer, by any of these ids. */
export async function erasureOf(sql: Sql, customers: readonly string[]): Promise<ErasureRow | null> {
  const text = `${SELECT} where ${anyOf(sql.dialect, 'e.customer')} order by e.at desc, e.id desc limit 1`;
  const [row] = await sql.all<Stored>(text, [list(customers)]);
  return row ? toErasure(row) : null;
}

export async function erasures(sql: Sql, state: ErasureState | undefined): Promise<ErasureRow[]> {
  const rows = await sql.all<Stored>(
    `${SELECT} ${state === undefined ? '' : 'where e.state = ?'} order by e.at desc, e.id desc limit 1000`,
    state === undefined ? [] : [state],
  );
  return rows.map(toErasure);
}

export async function erasureById(sql: Sql, id: string): Promise<ErasureRow | null> {
  const [row] = await sql.all<Stored>(`${SELECT} where e.id = ?`, [id]);
  return row ? toErasure(row) : null;
}

export async function endErasure(sql: Sql, id: string, at: string): Promise<void> {
  await sql.run(`update erasures set state = 'destroyed', destroyed_at = ? where id = ?`, [at, id]);
}

export async function papersOf(sql: Sql, erasure: string): Promise<RetainedPaper[]> {
  const rows = await sql.all<{ brick: string; number: string; keep_until: string; sealed: Uint8Array }>(
    'select brick, number, keep_until, sealed from retained_papers where erasure = ? order by n',
    [erasure],
  );
  return rows.map(({ keep_until: keepUntil, ...row }) => ({ ...row, keepUntil }));
}

export async function dropPapers(sql: Sql, at: string): Promise<number> {
  return sql.run('delete from retained_papers where keep_until < ?', [at]);
}

function toErasure({ destroyed_at, bricks, ...row }: Stored): ErasureRow {
  return { ...row, destroyedAt: destroyed_at, bricks: JSON.parse(bricks) as ErasedInBrick[] };
}
