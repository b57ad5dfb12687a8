import { z } from 'zod';
import { bulkInsert } from '../bulk.ts';
import { openDatabase, type DatabasePlace } from '../database.ts';
import { coded, invalid } from '../mirror-error.ts';
import type { Sql } from '../sql.ts';
import { bumpPersons } from './person-keys.ts';

/** Said in a restored database: facets of people are not in it, and keys were destroyed since it was backed up. */
export const CARRIED = 'persons-carried';
const PAGE = 2_000;

const lineSchema = z.strictObject({
  id: z.string().min(1).max(64),
  key: z.base64().nullable(),
  createdAt: z.string(),
  erasedAt: z.string().nullable(),
});

interface Row {
  id: string;
  key: Uint8Array | null;
  created_at: string;
  erased_at: string | null;
}

/** The keys of persons as they are now, one JSON text to a line; wrapped, as they are stored. */
export async function* personKeyLines(place: DatabasePlace): AsyncGenerator<string> {
  const database = await openDatabase(place, { readOnly: true });
  try {
    if (!(await hasKeys(database.sql))) return;
    for (let after = ''; ;) {
      const text = 'select id, key, created_at, erased_at from person_keys where id > ? order by id limit ?';
      const rows = await database.sql.all<Row>(text, [after, PAGE]);
      for (const { id, key, created_at: createdAt, erased_at: erasedAt } of rows)
        yield `${JSON.stringify({ id, key: key && Buffer.from(key).toString('base64'), createdAt, erasedAt })}\n`;
      const last = rows.at(-1);
      if (!last) return;
      after = last.id;
    }
  } finally {
    await database.close();
  }
}

/**
 * Puts the keys as they are now into a database that was restored, whatever keys were in it: who was erased since stays
 * erased. What follows from it is done when a hub opens it. Throws PERSON_KEYS_UNREADABLE, and changes nothing then.
 */
export async function carryPersonKeys(place: DatabasePlace, lines: AsyncIterable<string>): Promise<void> {
  const database = await openDatabase(place, { readOnly: false });
  try {
    // What a release left that knew no keys of persons is not sealed.
    if (!(await hasKeys(database.sql))) return;
    await database.transaction(async (sql) => {
      await sql.run('delete from person_keys', []);
      let rows: Row[] = [];
      for await (const line of lines) {
        rows.push(rowOf(line));
        if (rows.length === PAGE) rows = await stored(sql, rows);
      }
      await stored(sql, rows);
      await sql.run(`insert into meta (name, value) values (?, '1') on conflict (name) do nothing`, [CARRIED]);
      await bumpPersons(sql);
    });
  } finally {
    await database.close();
  }
}

async function hasKeys(sql: Sql): Promise<boolean> {
  const tables = await coded(sql.kysely.introspection.getTables());
  return tables.some(({ name }) => name === 'person_keys');
}

async function stored(sql: Sql, rows: readonly Row[]): Promise<Row[]> {
  const into = { table: 'person_keys', columns: ['id', 'key', 'created_at', 'erased_at'] };
  await bulkInsert(
    sql,
    into,
    rows.map(({ id, key, created_at, erased_at }) => [id, key, created_at, erased_at]),
  );
  return [];
}

function rowOf(line: string): Row {
  try {
    const { id, key, createdAt, erasedAt } = lineSchema.parse(JSON.parse(line));
    return { id, key: key === null ? null : Buffer.from(key, 'base64'), created_at: createdAt, erased_at: erasedAt };
  } catch (cause) {
    const error = invalid(
      'PERSON_KEYS_UNREADABLE',
      'A line of the keys of persons is none that this release knows.',
      'Restore with the release that wrote the newest backup, or a later one.',
    );
    error.cause = cause;
    throw error;
  }
}
