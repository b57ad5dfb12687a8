import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { openDatabase, type DatabasePlace } from '../../../src/mirror/database.ts';
import type { TestDialect } from '../../mirror/dialects.ts';

/** Makes empty places for mirrors: folders, and on PostgreSQL a database for each. */
export interface PlaceMaker {
  database: TestDialect['name'];
  make(data: string): Promise<DatabasePlace>;
  remove(place: DatabasePlace): Promise<void>;
}

export function placesOn(dialect: TestDialect): PlaceMaker {
  return {
    database: dialect.name,
    async make(data) {
      await mkdir(data, { recursive: true });
      const database = await dialect.create();
      return { data, ...(database === undefined ? {} : { database }) };
    },
    remove: ({ database }) => dialect.drop(database),
  };
}

export const onSqlite: TestDialect = {
  name: 'sqlite',
  create: () => Promise.resolve(undefined),
  drop: () => Promise.resolve(),
};

/** `server`: the address of a database whose user may create others. */
export function onPostgres(server: string): TestDialect {
  const tell = async (text: string): Promise<void> => {
    const database = await openDatabase({ data: '', database: server }, { readOnly: false });
    try {
      await database.sql.run(text, []);
    } finally {
      await database.close();
    }
  };
  return {
    name: 'postgres',
    async create() {
      const name = `mortar_proof_${randomBytes(6).toString('hex')}`;
      await tell(`create database ${name}`);
      return Object.assign(new URL(server), { pathname: `/${name}` }).href;
    },
    async drop(url) {
      if (url !== undefined) await tell(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`);
    },
  };
}
