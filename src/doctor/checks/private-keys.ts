import type { Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How age writes a private key: https://age-encryption.org/v1 */
const PRIVATE_KEY = /AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]{20}/i;
const LARGEST = 262_144;
const DEEPEST = 5;
const MOST_FILES = 20_000;
/** Images are named by their hashes, and packages are the same everywhere. */
const SKIPPED = new Set(['blobs', 'node_modules', '.git', 'dist']);

/** Files below the data folder and the configuration's that hold a private key. */
export async function privateKeysBelow(
  data: string,
  config: string | undefined,
): Promise<{ files: string[]; unread: number }> {
  const found = { files: new Set<string>(), unread: 0, seen: 0 };
  for (const folder of new Set([data, ...(config === undefined ? [] : [dirname(config)])]))
    await search(folder, 0, found);
  return { files: [...found.files].sort(), unread: found.unread };
}

async function search(
  folder: string,
  depth: number,
  found: { files: Set<string>; unread: number; seen: number },
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (found.seen >= MOST_FILES) return;
    if (entry.isDirectory() && depth < DEEPEST && !SKIPPED.has(entry.name)) await search(path, depth + 1, found);
    if (!entry.isFile()) continue;
    found.seen += 1;
    const head = await headOf(path).catch(() => null);
    if (head === null) found.unread += 1;
    else if (PRIVATE_KEY.test(head)) found.files.add(path);
  }
}

/** Of a large file only its head: a key file is small, and databases are not. */
async function headOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LARGEST), 0, LARGEST, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
