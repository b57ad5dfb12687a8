import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/mirror/database.ts';
import { openMirror } from '../../src/mirror/index.ts';
import { asMirrorError } from '../../src/mirror/mirror-error.ts';
import { SqliteHandle } from '../../src/mirror/sqlite-handle.ts';
import { bricks, registry } from './a-mirror.ts';
import { dialects } from './dialects.ts';

describe('trouble with the data folder', () => {
  let data: string;
  const open = (folder = data) => openMirror({ data: folder, registry, bricks });
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortar-mirror-'));
  });
  afterEach(() => rm(data, { recursive: true }));

  it('is refused to a second writer, and given to the next one', async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({ name: 'PermanentError', code: 'MIRROR_LOCKED' });
    await first.close();
    await (await open()).close();
  });

  it.each([
    ['no database at all', 'not a database, just text\n'.repeat(500)],
    ['cut short', `SQLite format 3\0${'\u0010'.repeat(84)}`],
  ])('names a file that is %s as damaged', async (_what, content) => {
    await writeFile(join(data, 'mortar.db'), content);
    const opened = open();
    await expect(opened).rejects.toMatchObject({ name: 'PermanentError', code: 'MIRROR_CORRUPT' });
    const { message, remedy } = asMirrorError(await opened.catch((error: unknown) => error));
    expect(`${message}${remedy}`).not.toContain(data);
  });

  it('names a database that cannot be opened, and a folder that cannot be made', async () => {
    await mkdir(join(data, 'mortar.db'));
    await expect(open()).rejects.toMatchObject({ code: 'MIRROR_READ_ONLY' });
    await writeFile(join(data, 'file'), '');
    await expect(open(join(data, 'file', 'below'))).rejects.toMatchObject({ code: 'MIRROR_READ_ONLY' });
  });

  it('names what a full disk and a read-only database do, without SQL or paths', async () => {
    const file = join(data, 'mortar.db');
    const sqlite = new SqliteHandle({ file, readOnly: false });
    sqlite.run('create table t (secret)', []);
    sqlite.all('pragma max_page_count = 3', []);
    const full = failureOf(() => sqlite.run('insert into t (secret) values (zeroblob(100000))', []));
    expect(full).toMatchObject({ code: 'MIRROR_FULL' });
    sqlite.close();
    const reading = new SqliteHandle({ file, readOnly: true });
    const readOnly = failureOf(() => reading.run('insert into t (secret) values (1)', []));
    expect(readOnly).toMatchObject({ name: 'PermanentError', code: 'MIRROR_READ_ONLY' });
    reading.close();
    expect([full.message, full.remedy, readOnly.message, readOnly.remedy].join()).not.toMatch(
      /insert|secret|mortar\.db/,
    );
  });
});

describe('what a driver says', () => {
  it.each([
    ['28P01', 'MIRROR_REFUSED', 'PermanentError'],
    ['28000', 'MIRROR_REFUSED', 'PermanentError'],
    ['3D000', 'MIRROR_ABSENT', 'PermanentError'],
    ['53100', 'MIRROR_FULL', 'PermanentError'],
    ['25006', 'MIRROR_READ_ONLY', 'PermanentError'],
    ['XX001', 'MIRROR_CORRUPT', 'PermanentError'],
    ['ENOSPC', 'MIRROR_FULL', 'PermanentError'],
    ['ECONNREFUSED', 'MIRROR_UNREACHABLE', 'RetryableError'],
    ['57P01', 'MIRROR_UNREACHABLE', 'RetryableError'],
    ['99999', 'MIRROR_FAILED', 'PermanentError'],
  ])('%s is %s, however deep it is wrapped', (code, expected, name) => {
    const error = new Error('select secret from t', { cause: Object.assign(new Error('x'), { code }) });
    expect(asMirrorError(error)).toMatchObject({ code: expected, name });
    expect(asMirrorError(error).message).not.toContain('secret');
  });
});

const hasServer = dialects.some(({ name }) => name === 'postgres');

(hasServer ? describe : describe.skip)('trouble with a database server', () => {
  const server = new URL(process.env['MORTAR_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/test');
  it.each([
    ['a database that is absent', { pathname: '/mortar_none' }, 'MIRROR_ABSENT'],
    ['a user that is refused', { username: 'mortar_none', password: 'wrong' }, 'MIRROR_REFUSED'],
    ['nobody at the address', { port: '1' }, 'MIRROR_UNREACHABLE'],
  ])('%s is said so', async (_what, change, code) => {
    const database = Object.assign(new URL(server), change).href;
    const error = asMirrorError(
      await openDatabase({ data: '', database }, { readOnly: false }).catch((e: unknown) => e),
    );
    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/wrong|mortar_none|127\.0/);
  });
});

function failureOf(work: () => unknown): ReturnType<typeof asMirrorError> {
  try {
    work();
  } catch (error) {
    return asMirrorError(error);
  }
  throw new Error('it did not fail');
}
