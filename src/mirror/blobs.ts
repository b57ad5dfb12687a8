import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore } from '#sdk';
import { asMirrorError, invalid } from './mirror-error.ts';

/** A blob that is there. */
export interface StoredBlob {
  size: number;
  stream(range?: { start: number; end: number }): ReadStream;
}

/** Content-addressed files beside the database: `blobs/ab/abcd…`. */
export interface FileBlobStore extends BlobStore {
  /** Null when there is no such blob. */
  read(sha256: string): Promise<StoredBlob | null>;
}

export function openBlobs(data: string): FileBlobStore {
  const folder = join(data, 'blobs');
  const placeOf = (sha256: string): string => join(folder, checked(sha256).slice(0, 2), sha256);
  let prepared: Promise<void> | undefined;
  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const place = placeOf(sha256);
      await (prepared ??= prepare(data, folder).catch((error: unknown) => {
        prepared = undefined;
        throw error;
      }));
      // A name that is there may not be on the disk yet: whoever wrote it may have been killed before it was.
      if ((await sizeOf(place)) === bytes.length) await sync(dirname(place), 'r');
      else await writeDurably(place, bytes);
      return { sha256, size: bytes.length };
    },
    async has(sha256) {
      return (await sizeOf(placeOf(sha256))) !== null;
    },
    async read(sha256) {
      const place = placeOf(sha256);
      const size = await sizeOf(place);
      return size === null ? null : { size, stream: (range) => createReadStream(place, range) };
    },
  };
}

function checked(sha256: string): string {
  if (/^[0-9a-f]{64}$/.test(sha256)) return sha256;
  throw invalid(
    'BLOB_ID_INVALID',
    'This is no name of a blob.',
    'A blob is named by the SHA-256 of its bytes, in lower-case hex.',
  );
}

async function sizeOf(place: string): Promise<number | null> {
  try {
    return (await stat(place)).size;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return null;
    throw asMirrorError(error);
  }
}

/** Makes all 256 folders at once, durably, and sweeps up what a kill left half-written long ago. */
async function prepare(data: string, folder: string): Promise<void> {
  try {
    for (let byte = 0; byte < 256; byte += 1) {
      const place = join(folder, byte.toString(16).padStart(2, '0'));
      await mkdir(place, { recursive: true, mode: 0o700 });
      await sweep(place);
    }
    await sync(folder, 'r');
    await sync(data, 'r');
  } catch (error) {
    throw asMirrorError(error);
  }
}

const ABANDONED_MS = 3_600_000;

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('.')) continue;
    const { mtimeMs } = await stat(join(folder, name));
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(join(folder, name), { force: true });
  }
}

/** The bytes, then the name, then the folder's entry: whatever the instant of a power cut, a name has all its bytes. */
async function writeDurably(place: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(place);
  const temporary = join(folder, `.${randomUUID()}`);
  try {
    await sync(temporary, 'wx', bytes);
    await rename(temporary, place);
    await sync(folder, 'r');
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asMirrorError(error);
  }
}

async function sync(path: string, flags: 'r' | 'wx', bytes?: Uint8Array): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    if (bytes) await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
