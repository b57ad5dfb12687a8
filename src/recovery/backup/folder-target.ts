import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './failures.ts';
import type { BackupTarget, StoredObject } from './target.ts';

/** A folder of this machine: another disk, or a share. */
export function folderTarget({ name, site, path }: { name: string; site: string; path: string }): BackupTarget {
  return {
    name,
    site,
    locked: false,
    list: (folder) => listBelow(path, folder.replace(/\/$/, '')),
    async put(object, file) {
      const place = join(path, object);
      await makeFolder(dirname(place));
      const beside = join(dirname(place), `.${randomBytes(6).toString('hex')}.part`);
      try {
        await copyFile(file, beside);
        await sync(beside, 'r+');
        await rename(beside, place);
        await sync(dirname(place), 'r');
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
    },
    async get(object) {
      const found = await stat(join(path, object)).catch(ifAbsent(null));
      return found === null ? null : createReadStream(join(path, object));
    },
    async remove(object) {
      await rm(join(path, object), { force: true });
    },
    close: () => Promise.resolve(),
  };
}

/** Not `recursive`: where a file system has no room for names, such as /proc, Node tries that for ever. */
async function makeFolder(path: string): Promise<void> {
  if (await stat(path).catch(ifAbsent(null))) return;
  await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    // Several files are sent at once.
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

async function listBelow(root: string, folder: string): Promise<StoredObject[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(ifAbsent([]));
  const found: StoredObject[] = [];
  for (const entry of entries) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await listBelow(root, name)));
    else if (!entry.name.startsWith('.')) found.push({ name, size: (await stat(join(root, name))).size });
  }
  return found;
}

async function sync(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function ifAbsent<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (codeOf(error) === 'ENOENT') return value;
    throw error;
  };
}
