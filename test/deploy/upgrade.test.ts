import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM as PostgresORM, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { MikroORM, SqliteDriver } from '@mikro-orm/sql';
import { packBody } from '../../src/mirror/body.ts';
import { openDatabase, type Database } from '../../src/mirror/database.ts';
import { openMirror } from '../../src/mirror/index.ts';
import { mirrorMigrations } from '../../src/mirror/migrations/index.ts';
import { sqliteDialect } from '../../src/mirror/sqlite-dialect.ts';
import { SqliteHandle } from '../../src/mirror/sqlite-handle.ts';
import { mirrorEntities } from '../../src/mirror/tables.ts';
import { aMirror, aPage, AT, facetsOf, incoming, projectAll, registry, type TestMirror } from '../mirror/a-mirror.ts';
import { dialects, type TestDialect } from '../mirror/dialects.ts';
import { aMessage, deliver, enqueue, lease } from '../mirror/messages-samples.ts';
import { facetTypes } from '../mirror/registry.ts';

/** Every release that had an outbox: what was queued by it is delivered by this one. */
const earlier = mirrorMigrations.map(({ name }, i) => ({ name, count: i + 1 })).slice(2, -1);
const BODY = { name: 'from before', price: '10', groups: 'g' };

describe.each(dialects)('an upgrade on live data, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeEach(async () => void (mirror = await aMirror(dialect)));
  afterEach(() => mirror.remove());

  it.each(earlier)('from $name: revisions, ids and queued messages go on', async ({ count }) => {
    await makeOld(mirror, dialect, count);
    await mirror.reopen(facetTypes, 'second');
    const run = await rowsOf<{ name: string }>(mirror, 'select name from migrations order by id');
    expect(run.map(({ name }) => name)).toEqual(mirrorMigrations.map(({ name }) => name));

    const [kept] = await mirror.reader.latest('one', 'things', null, 10);
    expect(kept).toMatchObject({ id: '1', body: BODY });
    await projectAll(mirror);
    expect(Object.keys(await facetsOf(mirror, 'Thing'))).toEqual(['1']);
    const { rows } = await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 9 });
    expect(rows.map(({ row }) => row.id)).toEqual(['thing_from_before']);

    await enqueue(mirror, [aMessage({ id: 'msg_new', lane: 'Thing:1', payload: { n: 2 } })]);
    const [first, ...others] = await lease(mirror, 1);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ id: 'msg_old', payload: { n: 1 }, attempts: 3 });
    await deliver(mirror, 'msg_old', { at: 1 });
    expect((await lease(mirror, 2)).map(({ id }) => id)).toEqual(['msg_new']);

    // And what is read next is told apart from what was read before.
    const page = aPage('things', { '1': BODY, '2': { ...BODY, name: 'new' } }, { run: 'run-2' });
    expect(await mirror.writer.commitPage(page)).toMatchObject({ revisions: 1 });
  });
});

it('a hub does not start on a database of a later release, and says so', async () => {
  const place = { data: mkdtempSync(join(tmpdir(), 'mortar-later-')) };
  const database = await openDatabase(place, { readOnly: false });
  await database.migrate();
  await database.sql.run(`insert into migrations (name, executed_at) values ('Migration29990101Later', 0)`, []);
  await database.close();
  const opening = openMirror({ ...place, registry, bricks: [] });
  await expect(opening).rejects.toMatchObject({
    code: 'MIRROR_NEWER',
    remedy: expect.stringContaining('later release') as string,
  });
  rmSync(place.data, { recursive: true });
});

/** The database that an earlier release left: its own tables, made by its own migrations. */
async function makeOld(mirror: TestMirror, dialect: TestDialect, count: number): Promise<void> {
  await mirror.close();
  // It is closed; opening it again would close it once more.
  mirror.close = () => Promise.resolve();
  const migrations = {
    ...{ tableName: 'migrations', migrationsList: mirrorMigrations.slice(0, count), snapshot: false, silent: true },
    disableForeignKeys: false,
  };
  const options = { entities: [...mirrorEntities], extensions: [Migrator], migrations };
  if (mirror.database === undefined) {
    const file = join(mirror.data, 'mortar.db');
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    const sqlite = new SqliteHandle({ file, readOnly: false });
    const orm = await MikroORM.init({
      ...options,
      driver: SqliteDriver,
      dbName: file,
      driverOptions: sqliteDialect(sqlite),
    });
    await orm.migrator.up();
    await orm.close(true);
    sqlite.close();
  } else {
    await dialect.drop(mirror.database);
    await recreate(mirror.database);
    const orm = await PostgresORM.init({ ...options, driver: PostgreSqlDriver, clientUrl: mirror.database });
    await orm.migrator.up();
    await orm.close(true);
  }
  await fill(mirror);
}

async function recreate(database: string): Promise<void> {
  const server = Object.assign(new URL(database), { pathname: '/postgres' }).href;
  const opened = await openDatabase({ data: '', database: server }, { readOnly: false });
  await opened.sql.run(`create database ${new URL(database).pathname.slice(1)}`, []);
  await opened.close();
}

async function fill(mirror: TestMirror): Promise<void> {
  const database = await openDatabase(mirror, { readOnly: false });
  const { json, hash } = incoming('1', BODY);
  await database.sql.run(
    `insert into revisions (brick, kind, external_id, seq, hash, body, state, change, run, seen_at, published_at)
      values ('one', 'things', '1', 1, ?, ?, 'published', 'create', 'run-1', ?, ?)`,
    [hash, packBody(json ?? ''), AT, AT],
  );
  await database.sql.run(
    `insert into records (brick, kind, external_id, head_seq, head_hash, head_deleted, published_seq, published_hash,
      published_alive) values ('one', 'things', '1', 1, ?, 0, 1, ?, 1)`,
    [hash, hash],
  );
  await database.sql.run(
    `insert into bindings (brick, type, external_id, hub_id) values ('one', 'Thing', '1', 'thing_from_before')`,
    [],
  );
  await database.sql.run(
    `insert into messages (id, brick, command, lane, creates, origin, state, turn, attempts, next_at, created_at,
      created_by, payload) values ('msg_old', 'one', 'setVariantPrice', 'Thing:1', 0, 'command', 'queued', 1, 2, ?, ?,
      'ada', '{"n":1}')`,
    [AT, AT],
  );
  await database.close();
}

async function rowsOf<Row extends object>(mirror: TestMirror, query: string): Promise<Row[]> {
  const database: Database = await openDatabase(mirror, { readOnly: true });
  try {
    return await database.sql.all<Row>(query, []);
  } finally {
    await database.close();
  }
}
