import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type Database, type DatabasePlace } from '../../../src/mirror/database.ts';

/** Tables that facets are projected into; they can be dropped, so no migration knows them. */
export const FACET_TABLE = /^facet_/;

/** Opens a mirror for reading, as it lies there; null before there is one. */
export async function withMirror<T>(place: DatabasePlace, use: (database: Database) => Promise<T>): Promise<T | null> {
  if (place.database === undefined && !existsSync(join(place.data, 'mortar.db'))) return null;
  const database = await openDatabase(place, { readOnly: true });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

export async function tablesOf({ dialect, sql }: Database): Promise<string[]> {
  const text =
    dialect === 'sqlite'
      ? `select name from sqlite_master where type = 'table'`
      : `select table_name as name from information_schema.tables where table_schema = current_schema()`;
  return (await sql.all<{ name: string }>(text, [])).map(({ name }) => name);
}
