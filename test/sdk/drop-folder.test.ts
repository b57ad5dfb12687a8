import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DropBox } from '#sdk';
import { createDropBox } from '../../src/sdk/open-drop-box.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const log = { info: () => undefined, warn: () => undefined };

describe('a folder as a drop box', () => {
  let around: string;
  let folder: string;
  let box: DropBox;

  beforeEach(async () => {
    around = await mkdtemp(join(tmpdir(), 'mortar-drop-'));
    folder = join(around, 'box');
    await mkdir(folder);
    box = createDropBox({ kind: 'folder', path: folder }, { now: () => NOW, log });
  });

  afterEach(() => rm(around, { recursive: true }));

  async function put(path: string, text: string, at = new Date(NOW.getTime() - 60_000)): Promise<void> {
    await writeFile(path, text);
    await utimes(path, at, at);
  }

  it('lists whole files by name, and reads them', async () => {
    await put(join(folder, 'b.csv'), 'bb');
    await put(join(folder, 'a.csv'), 'a');
    for (const name of ['.hidden', 'c.csv.part', 'd.TMP', '~$e.xlsx', 'f.csv~']) await put(join(folder, name), 'x');
    await mkdir(join(folder, 'archive'));
    expect(await box.list()).toEqual([
      { name: 'a.csv', size: 1, modifiedAt: '2026-11-23T11:59:00.000Z' },
      { name: 'b.csv', size: 2, modifiedAt: '2026-11-23T11:59:00.000Z' },
    ]);
    expect(Buffer.from(await box.read('b.csv')).toString()).toBe('bb');
  });

  it('writes whole files, also into a sub-folder, and replaces them', async () => {
    await box.write('out.csv', Buffer.from('1'), { below: 'to-till' });
    await box.write('out.csv', Buffer.from('22'), { below: 'to-till' });
    expect(await readdir(join(folder, 'to-till'))).toEqual(['out.csv']);
    expect((await box.list('to-till')).map(({ size }) => size)).toEqual([2]);
  });

  it.each(['../secret.csv', '..', 'a/b.csv', 'a\\b.csv', 'a\0.csv', ''])('refuses the name %j', async (name) => {
    await put(join(around, 'secret.csv'), 'secret');
    await expect(box.read(name)).rejects.toMatchObject({ code: 'DROP_NAME_INVALID' });
    await expect(box.write(name, Buffer.from('x'))).rejects.toMatchObject({ code: 'DROP_NAME_INVALID' });
  });

  it('refuses a sub-folder outside', async () => {
    await expect(box.list('../')).rejects.toMatchObject({ code: 'DROP_NAME_INVALID' });
    await symlink(around, join(folder, 'up'));
    await expect(box.list('up')).rejects.toMatchObject({ code: 'DROP_ACCESS_DENIED' });
    await expect(box.write('x.csv', Buffer.from('x'), { below: 'up' })).rejects.toMatchObject({
      code: 'DROP_ACCESS_DENIED',
    });
    expect(await readdir(around)).toEqual(['box']);
  });

  it('neither lists nor reads a link that leads out, but follows one that stays inside', async () => {
    await put(join(around, 'secret.csv'), 'secret');
    await put(join(folder, 'real.csv'), 'inside');
    await symlink(join(around, 'secret.csv'), join(folder, 'out.csv'));
    await symlink(join(folder, 'real.csv'), join(folder, 'in.csv'));
    expect((await box.list()).map(({ name }) => name)).toEqual(['in.csv', 'real.csv']);
    await expect(box.read('out.csv')).rejects.toMatchObject({ code: 'DROP_ACCESS_DENIED' });
    expect(Buffer.from(await box.read('in.csv')).toString()).toBe('inside');
  });

  it('leaves a file alone that was just written', async () => {
    await put(join(folder, 'new.csv'), 'half', new Date(NOW.getTime() - 500));
    await expect(box.read('new.csv')).rejects.toMatchObject({ code: 'DROP_FILE_CHANGING' });
    expect(Buffer.from(await box.read('new.csv', { settleMs: 100 })).toString()).toBe('half');
  });

  it('refuses a file that is too large, without reading it', async () => {
    await put(join(folder, 'big.csv'), 'x'.repeat(100));
    await expect(box.read('big.csv', { maxBytes: 99 })).rejects.toMatchObject({ code: 'DROP_FILE_TOO_LARGE' });
    expect((await box.read('big.csv', { maxBytes: 100 })).length).toBe(100);
  });

  it('says that the folder is missing, without its path', async () => {
    const none = createDropBox({ kind: 'folder', path: join(around, 'none') }, { now: () => NOW, log });
    await expect(none.list()).rejects.toMatchObject({
      code: 'DROP_FOLDER_MISSING',
      message: expect.not.stringContaining(around) as string,
    });
    await expect(box.list('none')).rejects.toMatchObject({ code: 'DROP_FOLDER_MISSING' });
  });

  it('takes a file that went away for one that changes', async () => {
    await expect(box.read('gone.csv')).rejects.toMatchObject({ code: 'DROP_FILE_CHANGING' });
  });
});
