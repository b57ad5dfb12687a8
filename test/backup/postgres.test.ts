import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { makeBackup, openTarget, restore, verifyBackup } from '../../src/recovery/backup/index.ts';
import { canRun } from '../cli/program.ts';
import { openBackupPlace, type BackupPlace } from './backup-place.ts';

const server = process.env['MORTAR_TEST_POSTGRES'];
const canDump = canRun('pg_dump') && canRun('psql') && canRun('pg_restore');
const when = server !== undefined && canDump ? describe : describe.skip;

when('a backup of PostgreSQL', () => {
  const names = ['from', 'into'].map((name) => `mortar_${name}_${randomBytes(4).toString('hex')}`);
  const [from = '', into = ''] = names.map(
    // A block that is skipped is read all the same.
    (name) => Object.assign(new URL(server ?? 'postgres://127.0.0.1'), { pathname: `/${name}` }).href,
  );
  let place: BackupPlace;

  beforeAll(async () => {
    place = await openBackupPlace();
    for (const name of names) asked(server ?? '', `create database ${name}`);
    asked(from, 'create table things (id integer primary key, said text, at timestamptz default now())');
    asked(from, `insert into things select n, 'thing ' || n from generate_series(1, 2000) n`);
  });
  afterAll(async () => {
    for (const name of names) asked(server ?? '', `drop database if exists ${name} with (force)`);
    place.close();
  });

  it('is proven in a scratch database, and restores into an empty one only', async () => {
    const plan = { ...place.plan, database: from };
    const made = await makeBackup(plan);
    const target = openTarget({ kind: 'folder', site: 'attic', path: place.at('attic') }, () => new Date());
    const { identity } = place;
    expect(await verifyBackup(target, { identity, database: from })).toMatchObject({ backup: made.id, rows: 2000 });
    const folder = (name: string): string => join(place.folder, name);
    await expect(restore(target, { identity, into: folder('none') })).rejects.toMatchObject({
      code: 'RESTORE_DATABASE_MISSING',
    });
    await restore(target, { identity, into: folder('restored'), database: into });
    expect(asked(into, 'select count(*), max(said) from things')).toBe('2000|thing 999');
    await expect(restore(target, { identity, into: folder('again'), database: into })).rejects.toMatchObject({
      code: 'RESTORE_DATABASE_NOT_EMPTY',
    });
  });

  it('says what is missing where PostgreSQL’s own tools are not installed', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = '/nowhere';
    try {
      const full = makeBackup({ ...place.plan, database: from }, { trustClock: true });
      await expect(full).rejects.toMatchObject({ code: 'BACKUP_TOOL_MISSING' });
    } finally {
      process.env['PATH'] = PATH;
    }
  });

  function asked(url: string, sql: string): string {
    const { status, stdout, stderr } = spawnSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', url, '-c', sql], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  }
});
