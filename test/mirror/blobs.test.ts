import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { openBlobs, type FileBlobStore } from '../../src/mirror/index.ts';

const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

describe('blobs', () => {
  let data: string;
  let blobs: FileBlobStore;
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortar-blobs-'));
    blobs = openBlobs(data);
  });
  afterEach(() => rm(data, { recursive: true }));

  it('are kept under the hash of their bytes, once', async () => {
    const put = await Promise.all([1, 2, 3].map(() => blobs.put(Buffer.from('hello'))));
    expect(put).toEqual(put.map(() => ({ sha256: HELLO, size: 5 })));
    expect(await readdir(join(data, 'blobs', '2c'))).toEqual([HELLO]);
    expect(await blobs.has(HELLO)).toBe(true);
  });

  it('are read whole or in part', async () => {
    await blobs.put(Buffer.from('hello'));
    const blob = await blobs.read(HELLO);
    expect(blob?.size).toBe(5);
    expect(await text(blob?.stream() ?? Readable.from([]))).toBe('hello');
    expect(await text(blob?.stream({ start: 1, end: 2 }) ?? Readable.from([]))).toBe('el');
    expect(await blobs.read('0'.repeat(64))).toBeNull();
    expect(await blobs.has('0'.repeat(64))).toBe(false);
  });

  it('are written again when a crash of the machine left them short', async () => {
    await blobs.put(Buffer.from('hello'));
    await writeFile(join(data, 'blobs', '2c', HELLO), 'he');
    await blobs.put(Buffer.from('hello'));
    expect(await readFile(join(data, 'blobs', '2c', HELLO), 'utf8')).toBe('hello');
  });

  it.each(['', '../../etc/passwd', HELLO.toUpperCase(), `${HELLO}.jpg`, `..${HELLO.slice(2)}`])(
    'are not looked for under “%s”',
    async (id) => {
      await expect(async () => blobs.has(id)).rejects.toMatchObject({ code: 'BLOB_ID_INVALID' });
      await expect(async () => blobs.read(id)).rejects.toMatchObject({ code: 'BLOB_ID_INVALID' });
    },
  );
});
