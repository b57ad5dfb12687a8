import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { openDatabase } from '../../src/mirror/database.ts';

/** A database that the tests of the mirror run on. */
export interface TestDialect {
  name: 'sqlite' | 'postgres';
  /** A new, empty database; undefined: the data folder's own. */
  create(): Promise<string | undefined>;
  drop(url: string | undefined): Promise<void>;
}

const sqlite: TestDialect = {
  name: 'sqlite',
  create: () => Promise.resolve(undefined),
  drop: () => Promise.resolve(),
};

const server = process.env['MORTAR_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/test';

const postgres: TestDialect = {
  name: 'postgres',
  async create() {
    const name = `mortar_test_${randomBytes(6).toString('hex')}`;
    await onServer(`create database ${name}`);
    return Object.assign(new URL(server), { pathname: `/${name}` }).href;
  },
  async drop(url) {
    if (url !== undefined) await onServer(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
  },
};

async function onServer(statement: string): Promise<void> {
  const database = await openDatabase({ data: '', database: server }, { readOnly: false });
  try {
    await database.sql.run(statement, []);
  } finally {
    await database.close();
  }
}

function answers(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(url.port || 5432), url.hostname);
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

const wanted = process.env['MORTAR_TEST_POSTGRES'] !== undefined;

/** SQLite always; PostgreSQL when `MORTAR_TEST_POSTGRES` names a server, or one answers on this machine. */
export const dialects: TestDialect[] = wanted || (await answers(new URL(server))) ? [sqlite, postgres] : [sqlite];

// A suite that silently leaves a database out proves less than it seems to.
process.stdout.write(`mirror tests run on: ${dialects.map(({ name }) => name).join(', ')}\n`);
