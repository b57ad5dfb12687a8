import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { DropBox, DropBoxOptions, DropEntry } from './drop-box.ts';
import {
  accessDenied,
  changing,
  checkBelow,
  checkName,
  checkSettled,
  checkSize,
  checkUnchanged,
  folderMissing,
  isUnderWay,
  MAX_FILE_BYTES,
  SETTLE_MS,
  unreachable,
  type FileState,
} from './drop-name.ts';
import { isCoded } from './errors.ts';

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = constants;

/** A folder of this machine as a drop box. */
export function openFolder(options: DropBoxOptions & { kind: 'folder' }, now: () => Date): DropBox {
  const root = options.path;
  return {
    list: (below) => guarded('the folder', () => list(root, below)),
    read: (name, { below, maxBytes = MAX_FILE_BYTES, settleMs = SETTLE_MS } = {}) =>
      guarded(name, async () => {
        const path = await inside(root, below, checkName(name));
        // Not blocking: a pipe in the folder must not hold up the run.
        const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
        try {
          return await readWhole(file, name, maxBytes, (state) => checkSettled(name, state, now(), settleMs));
        } finally {
          await file.close();
        }
      }),
    write: (name, bytes, { below } = {}) =>
      guarded(name, async () => writeWhole(await folderFor(root, below), checkName(name), bytes)),
    close: () => Promise.resolve(),
  };
}

async function list(root: string, below: string | undefined): Promise<DropEntry[]> {
  const folder = await folderOf(root, below);
  const entries: DropEntry[] = [];
  for (const name of (await readdir(folder)).filter((one) => !isUnderWay(one)).sort()) {
    const found = await stateOf(root, below, name);
    if (found) entries.push({ name, size: found.size, modifiedAt: new Date(found.modifiedMs).toISOString() });
  }
  return entries;
}

/** Null for what is no file, leads out of the folder, or went away meanwhile. */
async function stateOf(root: string, below: string | undefined, name: string): Promise<FileState | null> {
  try {
    const found = await stat(await inside(root, below, name));
    return found.isFile() ? { size: found.size, modifiedMs: Math.floor(found.mtimeMs) } : null;
  } catch (error) {
    if (isCoded(error) || codeOf(error) === 'ENOENT' || codeOf(error) === 'ELOOP') return null;
    throw error;
  }
}

/** The true folder, which lies in the box. */
async function folderOf(root: string, below: string | undefined): Promise<string> {
  const parts = checkBelow(below);
  const box = await realFolder(root, '');
  const folder = parts.length === 0 ? box : await realFolder(join(box, ...parts), parts.join('/'));
  if (folder !== box && !folder.startsWith(box + sep)) throw accessDenied(parts.join('/'));
  return folder;
}

async function realFolder(path: string, below: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) ? folderMissing(below) : error;
  }
}

/** The true path of a file, which lies in the box. */
async function inside(root: string, below: string | undefined, name: string): Promise<string> {
  const box = await folderOf(root, undefined);
  const path = await realpath(join(await folderOf(root, below), name));
  if (!path.startsWith(box + sep)) throw accessDenied(name);
  return path;
}

async function readWhole(
  file: FileHandle,
  name: string,
  maxBytes: number,
  check: (state: FileState) => void,
): Promise<Uint8Array> {
  const found = await file.stat();
  if (!found.isFile()) throw accessDenied(name);
  const before = { size: found.size, modifiedMs: found.mtimeMs };
  checkSize(name, before, maxBytes);
  check(before);
  // One byte more than there should be: a file that grows is seen.
  const bytes = Buffer.alloc(before.size + 1);
  let read = 0;
  for (let more = 1; more > 0 && read < bytes.length; read += more) {
    more = (await file.read(bytes, read, bytes.length - read)).bytesRead;
  }
  const { size, mtimeMs } = await file.stat();
  checkUnchanged(name, before, { size, modifiedMs: mtimeMs }, read);
  return bytes.subarray(0, read);
}

async function folderFor(root: string, below: string | undefined): Promise<string> {
  const parts = checkBelow(below);
  let depth = 0;
  for (const part of parts) {
    const parent = await folderOf(root, parts.slice(0, depth).join('/'));
    await mkdir(join(parent, part)).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    depth += 1;
  }
  return folderOf(root, below);
}

/** Written beside, made durable, then renamed: nobody ever sees half of it. */
async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const beside = join(folder, `.${name.slice(0, 200)}.${randomBytes(6).toString('hex')}.part`);
  try {
    const file = await open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, join(folder, name));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  const directory = await open(folder, O_RDONLY);
  await directory.sync().finally(() => directory.close());
}

/** Says what went wrong in the box's words, without the paths of this machine. */
async function guarded<Result>(what: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (isCoded(error)) throw error;
    if (codeOf(error) === 'ENOENT') throw changing(what);
    if (['EACCES', 'EPERM', 'ELOOP', 'EROFS', 'EISDIR'].includes(codeOf(error))) throw accessDenied(what);
    throw unreachable(new Error(codeOf(error) || 'unknown failure of the disk'));
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
