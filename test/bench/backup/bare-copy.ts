import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';

/** The level of backups. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** The least that a copy costs: the database squeezed into a file, images beside it. On disk when it resolves. */
export async function bareBackup(data: string, into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  await pipeline(
    createReadStream(join(data, 'mortar.db')),
    createZstdCompress(LEVEL),
    createWriteStream(join(into, 'mortar.db.zst'), { flush: true }),
  );
  for (const file of await imagesOf(join(data, 'blobs')))
    await pipeline(createReadStream(file), createWriteStream(join(into, basename(file)), { flush: true }));
}

/** The way back. */
export async function bareRestore(from: string, into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  await pipeline(
    createReadStream(join(from, 'mortar.db.zst')),
    createZstdDecompress(),
    createWriteStream(join(into, 'mortar.db'), { flush: true }),
  );
  for (const name of await readdir(from)) {
    if (name === 'mortar.db.zst') continue;
    await pipeline(createReadStream(join(from, name)), createWriteStream(join(into, name), { flush: true }));
  }
}

export async function imagesOf(blobs: string): Promise<string[]> {
  const entries = await readdir(blobs, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
