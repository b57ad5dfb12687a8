import { openDatabase, type DatabasePlace } from '../../../src/mirror/database.ts';
import type { Param } from '../../../src/mirror/sql.ts';
import { spent, type Spent } from './spent.ts';

const QUEUED = `insert into messages (id, brick, command, lane, replaces, creates, origin, state, turn, attempts, next_at,
  created_at, created_by, payload) values (?, ?, ?, ?, ?, ?, ?, 'queued', 0, 0, ?, ?, ?, ?)`;
const DELIVERED = `update messages set state = 'delivered', turn = null, next_at = null, attempts = 1, delivered_at = ?,
  confirmed_at = ? where id = ?`;

interface Row {
  id: string;
  values: Param[];
  deliveredAt: string | null;
  confirmedAt: string | null;
}

/** Rows as they are when all is done. */
export async function messageRows(place: DatabasePlace): Promise<Row[]> {
  const database = await openDatabase(place, { readOnly: true });
  try {
    const rows = await database.sql.all<Record<string, Param>>('select * from messages order by seq', []);
    return rows.map(({ delivered_at, confirmed_at, ...row }) => ({
      id: row['id'] as string,
      values: [
        'id',
        'brick',
        'command',
        'lane',
        'replaces',
        'creates',
        'origin',
        'created_at',
        'created_at',
        'created_by',
        'payload',
      ].map((name) => row[name] ?? null),
      deliveredAt: delivered_at as string | null,
      confirmedAt: confirmed_at as string | null,
    }));
  } finally {
    await database.close();
  }
}

/** So many rows of the same kind, with ids of their own. */
export function alike(rows: readonly Row[], count: number): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const row = rows[index % rows.length];
    if (!row) throw new Error('Nothing can be like no row.');
    const id = `msg_${index}`;
    return { ...row, id, values: [id, ...row.values.slice(1)] };
  });
}

/** Inserts the rows and updates them again, each in a transaction of its own that waits for the disk. */
export async function insertAndUpdate(place: DatabasePlace, rows: readonly Row[]): Promise<Spent> {
  const database = await openDatabase(place, { readOnly: false });
  const { sql } = database;
  try {
    await database.migrate();
    return await spent(async () => {
      for (const { values } of rows) await sql.run(QUEUED, values);
      for (const { id, deliveredAt, confirmedAt } of rows) await sql.run(DELIVERED, [deliveredAt, confirmedAt, id]);
    });
  } finally {
    await database.close();
  }
}
