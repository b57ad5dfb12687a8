import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../src/mirror/database.ts';
import { lookAtDatabase } from '../../src/mirror/look-at-database.ts';
import { mirrorMigrations } from '../../src/mirror/migrations/index.ts';
import { mirrorEntities } from '../../src/mirror/tables.ts';
import { dialects } from './dialects.ts';

const releasedTables = [
  ...['revisions', 'records', 'bindings', 'merges', 'match_due', 'binding_conflicts', 'streams', 'runs', 'holds'],
  ...['due', 'projection_failures', 'meta'],
];

describe.each(dialects)('migrations, on $name', (dialect) => {
  let data: string;
  let url: string | undefined;
  let database: Database;
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortar-mirror-'));
    url = await dialect.create();
    database = await openDatabase({ data, database: url }, { readOnly: false });
  });
  afterEach(async () => {
    await database.close();
    await dialect.drop(url);
    await rm(data, { recursive: true });
  });

  it('run once', async () => {
    await database.migrate();
    await database.migrate();
    const run = await database.sql.all<{ name: string }>('select name from migrations order by id', []);
    expect(run.map(({ name }) => name)).toEqual(mirrorMigrations.map(({ name }) => name));
  });

  it('make every durable table from nothing, as it is declared', async () => {
    await database.migrate();
    const tables = new Map((await database.sql.kysely.introspection.getTables()).map((table) => [table.name, table]));
    for (const { meta } of mirrorEntities) {
      const declared = Object.entries(meta.properties).map(([name, { nullable }]) => ({
        name: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        nullable: nullable === true,
      }));
      const made = tables.get(meta.tableName)?.columns.map(({ name, isNullable }) => ({ name, nullable: isNullable }));
      expect(made?.sort(byName)).toEqual(declared.sort(byName));
    }
  });

  it('bring a database of the first release to this one, and lose nothing of it', async () => {
    await database.migrate();
    const released = ['Migration20261124First', 'Migration20261201Merges'];
    const isNew = (name: string): boolean => !released.includes(name);
    for (const { name } of await database.sql.kysely.introspection.getTables())
      if (![...releasedTables, 'migrations'].includes(name)) await database.sql.run(`drop table ${name}`, []);
    const on = dialect.name === 'sqlite' ? '' : ' on holds';
    await database.sql.run(`drop trigger journal_holds_1${on}`, []);
    await database.sql.run('drop index revisions_person', []);
    await database.sql.run('alter table revisions drop column person', []);
    for (const column of ['decisions', 'direction'])
      await database.sql.run(`alter table holds drop column ${column}`, []);
    for (const name of mirrorMigrations.map((one) => one.name).filter(isNew))
      await database.sql.run('delete from migrations where name = ?', [name]);
    await database.sql.run(
      `insert into bindings (brick, type, external_id, hub_id) values ('one', 'Thing', '1', 'h')`,
      [],
    );
    await database.migrate();
    await database.migrate();
    expect(await database.sql.all('select brick, hub_id from bindings', [])).toEqual([{ brick: 'one', hub_id: 'h' }]);
    expect(await database.sql.all('select * from messages', [])).toEqual([]);
    const run = await database.sql.all<{ name: string }>('select name from migrations order by id', []);
    expect(run.map(({ name }) => name)).toEqual(mirrorMigrations.map(({ name }) => name));
  });

  it('refuse a database of a later release, and leave it as it is', async () => {
    await database.migrate();
    await database.sql.run(`insert into migrations (name, executed_at) values ('Migration29990101Later', ?)`, [
      database.dialect === 'sqlite' ? 0 : '2999-01-01',
    ]);
    const before = await database.sql.all('select name from migrations order by id', []);
    await expect(database.migrate()).rejects.toMatchObject({
      code: 'MIRROR_NEWER',
      message: expect.stringContaining('Migration29990101Later') as string,
      remedy: expect.stringContaining('Start the later release again') as string,
    });
    expect(await database.sql.all('select name from migrations order by id', [])).toEqual(before);
    const state = await lookAtDatabase({ data, database: url });
    expect(state).toMatchObject({ made: true, pending: [], unknown: ['Migration29990101Later'] });
  });
});

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
