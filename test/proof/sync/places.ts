import { mkdir } from 'node:fs/promises';
import { openDatabase, type DatabasePlace } from '../../../src/mirror/database.ts';

/** Makes empty places for mirrors: folders, or databases of a PostgreSQL server beside them. */
export interface PlaceMaker {
  database: 'sqlite' | 'postgres';
  make(data: string): Promise<DatabasePlace>;
  remove(place: DatabasePlace): Promise<void>;
}

export function placesOnSqlite(): PlaceMaker {
  return {
    database: 'sqlite',
    async make(data) {
      await mkdir(data, { recursive: true });
      return { data };
    },
    remove: () => Promise.resolve(),
  };
}

/** `server` may create databases; each mirror gets one of its own. */
export function placesOnPostgres(server: string): PlaceMaker {
  let count = 0;
  const prefix = `mortar_proof_${process.pid}_`;
  const tell = async (data: string, text: string): Promise<void> => {
    const database = await openDatabase({ data, database: server }, { readOnly: false });
    try {
      await database.sql.run(text, []);
    } finally {
      await database.close();
    }
  };
  return {
    database: 'postgres',
    async make(data) {
      await mkdir(data, { recursive: true });
      count += 1;
      const name = `${prefix}${count}`;
      await tell(data, `create database ${name}`);
      const url = new URL(server);
      url.pathname = `/${name}`;
      return { data, database: url.href };
    },
    remove: ({ data, database }) =>
      tell(data, `drop database if exists ${new URL(database ?? server).pathname.slice(1)} with (force)`),
  };
}
