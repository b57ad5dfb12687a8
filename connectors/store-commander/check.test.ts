import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DropBox, DropBoxOptions } from '#sdk';
import { createDropBox } from '../../src/sdk/open-drop-box.ts';
import { checkExports, checkImports } from './check.ts';

const deps = { now: () => new Date(0), log: { info: () => undefined, warn: () => undefined } };
let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'store-commander-'))));
afterEach(() => rm(folder, { recursive: true }));

it('tells whether leftover files can be written, and leaves nothing in the folder', async () => {
  const place: DropBoxOptions = { kind: 'folder', path: folder };
  const found = await checkImports(createDropBox(place, deps), place);
  expect(found).toEqual([
    { subject: 'in', state: 'ok', message: expect.stringContaining('0 files') as string },
    { subject: 'in: leftover files', state: 'ok', message: 'The folder can be written.' },
  ]);
  expect(await checkExports(createDropBox(place, deps))).toMatchObject({ subject: 'out', state: 'ok' });
  expect(await readdir(folder)).toEqual([]);
});

it('says that a folder of imports cannot be written', async () => {
  const read = (): Promise<never> => Promise.reject(new Error('not asked for'));
  const box: DropBox = { list: async () => [], read, write: read, close: async () => undefined };
  const gone: DropBoxOptions = { kind: 'folder', path: join(folder, 'gone') };
  expect(await checkImports(box, gone)).toMatchObject([
    { subject: 'in', state: 'ok' },
    { subject: 'in: leftover files', state: 'error', remedy: expect.stringContaining('right to write') as string },
  ]);
});

it('says of a server that it was not tried, instead of leaving a file there', async () => {
  const closed = (): Promise<never> => Promise.reject(new Error('Nothing is written by a check'));
  const box: DropBox = { list: async () => [], read: closed, write: closed, close: async () => undefined };
  const place = { kind: 'sftp', host: 'h', user: 'u', hostKey: 'SHA256:x', path: '/in' } as const;
  expect(await checkImports(box, place)).toMatchObject([
    { state: 'ok' },
    { state: 'ok', message: expect.stringContaining('not known') as string },
  ]);
});

it('says of a folder that is missing what to do, without its path', async () => {
  const place: DropBoxOptions = { kind: 'folder', path: '/no-such/folder-of-edits' };
  const found = await checkImports(createDropBox(place, deps), place);
  expect(found).toMatchObject([{ state: 'error', remedy: expect.stringMatching(/./) as string }]);
  expect(JSON.stringify(found)).not.toContain('folder-of-edits');
});
