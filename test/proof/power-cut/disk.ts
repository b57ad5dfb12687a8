import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from '../random.ts';
import type { Operation } from './operation.ts';

/** Disks write whole sectors; what was not synced may be there in any part, and in any order. */
const SECTOR = 512;
const NEVER = Infinity;

/** A change of a file's bytes, with the line from which on no power cut can undo it. */
interface Change {
  began: number;
  safe: number;
  offset: number;
  /** Null: the file gets `offset` as its size. */
  bytes: Buffer | null;
}

interface File {
  changes: Change[];
  size: number;
}

/** A change of names. */
interface Naming {
  began: number;
  safe: number;
  path: string;
  /** What has this name from now on. */
  what: File | 'folder' | null;
  /** Name that goes away at the same instant. */
  from?: string;
}

/**
 * - `journaled`: as ext4, XFS and Btrfs: names change in order, and syncing a file makes all earlier changes of names
 *   safe with it.
 * - `strict`: as POSIX promises: only syncing a folder makes the names in it safe.
 */
export type NamesModel = 'journaled' | 'strict';

/** What is known of a disk from what was done to it: which states a power cut may leave. */
export class Disk {
  readonly #namings: Naming[] = [];
  readonly #names = new Map<string, File | 'folder'>([['', 'folder']]);
  readonly #model: NamesModel;

  constructor(operations: readonly Operation[], model: NamesModel) {
    this.#model = model;
    for (const operation of operations) this.#follow(operation);
  }

  /** Writes to `folder` one state in which a cut at this line may leave the disk. `kept`: share of the unsafe. */
  leave(line: number, folder: string, random: Random, kept: number): void {
    mkdirSync(folder, { recursive: true });
    const names = this.#namesAt(line, random, kept);
    for (const [path, what] of names) {
      // A folder whose own name is lost takes all that is in it with it.
      if (!foldersOf(path).every((above) => names.has(above))) continue;
      if (what === 'folder') mkdirSync(join(folder, path), { recursive: true });
      else writeFileSync(join(folder, path), contentAt(what, line, random, kept));
    }
  }

  #follow(operation: Operation): void {
    const { began } = operation;
    if (operation.kind === 'create') this.#create(operation.path, operation.emptied, began);
    else if (operation.kind === 'write' || operation.kind === 'resize') {
      const file = this.#names.get(operation.path);
      if (file && file !== 'folder') change(file, operation);
    } else if (operation.kind === 'rename') {
      const file = this.#names.get(operation.from);
      if (!file) return;
      this.#names.delete(operation.from);
      this.#names.set(operation.path, file);
      this.#namings.push({ began, safe: NEVER, path: operation.path, what: file, from: operation.from });
    } else if (operation.kind === 'remove') {
      this.#names.delete(operation.path);
      this.#namings.push({ began, safe: NEVER, path: operation.path, what: null });
    } else if (operation.kind === 'folder') {
      this.#names.set(operation.path, 'folder');
      this.#namings.push({ began, safe: NEVER, path: operation.path, what: 'folder' });
    } else if (operation.kind === 'sync') this.#sync(operation);
  }

  #create(path: string, emptied: boolean, began: number): void {
    const known = this.#names.get(path);
    if (known && known !== 'folder' && emptied) known.changes.push({ began, safe: NEVER, offset: 0, bytes: null });
    if (known) return;
    const file: File = { changes: [], size: 0 };
    this.#names.set(path, file);
    this.#namings.push({ began, safe: NEVER, path, what: file });
  }

  #sync({ path, began, ended }: Operation & { kind: 'sync' }): void {
    const what = this.#names.get(path);
    for (const earlier of what && what !== 'folder' ? what.changes : []) {
      if (earlier.safe === NEVER && earlier.began < began) earlier.safe = ended;
    }
    const isSafe = (naming: Naming): boolean =>
      this.#model === 'journaled' || (what === 'folder' && folderOf(naming.path) === path);
    for (const naming of this.#namings) {
      if (naming.safe === NEVER && naming.began < began && isSafe(naming)) naming.safe = ended;
    }
  }

  /** Names that a cut leaves. In a journal they change in order: none is there without those before it. */
  #namesAt(line: number, random: Random, kept: number): Map<string, File | 'folder'> {
    const names = new Map<string, File | 'folder'>();
    let isJournalWritten = true;
    for (const { began, safe, path, what, from } of this.#namings) {
      if (began >= line) break;
      const isThere = safe < line || (isJournalWritten && random.share() < kept);
      if (!isThere && this.#model === 'journaled') isJournalWritten = false;
      if (!isThere) continue;
      if (from !== undefined) names.delete(from);
      if (what) names.set(path, what);
      else names.delete(path);
    }
    return names;
  }
}

/** The folder that holds a name; the watched one is ''. */
function folderOf(path: string): string {
  return path.includes('/') ? dirname(path) : '';
}

/** All folders above a name, but for the watched one. */
function foldersOf(path: string): string[] {
  const folder = folderOf(path);
  return folder === '' ? [] : [...foldersOf(folder), folder];
}

function change(file: File, operation: Operation & { kind: 'write' | 'resize' }): void {
  const { began } = operation;
  if (operation.kind === 'resize') {
    file.size = operation.size;
    file.changes.push({ began, safe: NEVER, offset: operation.size, bytes: null });
    return;
  }
  const offset = operation.offset === 'end' ? file.size : operation.offset;
  file.size = Math.max(file.size, offset + operation.bytes.length);
  file.changes.push({ began, safe: NEVER, offset, bytes: operation.bytes });
}

function contentAt(file: File, line: number, random: Random, kept: number): Buffer {
  const content = Buffer.alloc(Math.max(0, ...file.changes.map(({ offset, bytes }) => offset + (bytes?.length ?? 0))));
  let size = 0;
  for (const { began, safe, offset, bytes } of file.changes) {
    if (began >= line) break;
    const isSafe = safe < line;
    if (!bytes) {
      if (!isSafe && random.share() >= kept) continue;
      content.fill(0, offset);
      size = offset;
      continue;
    }
    for (const { from, to } of isSafe ? [{ from: 0, to: bytes.length }] : sectors(offset, bytes.length)) {
      if (!isSafe && random.share() >= kept) continue;
      size = Math.max(size, offset + to);
      bytes.copy(content, offset + from, from, to);
    }
  }
  return content.subarray(0, size);
}

/** The parts of a write that end where sectors of the file end. */
function sectors(offset: number, length: number): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  for (let from = 0; from < length;) {
    const to = Math.min(length, from + SECTOR - ((offset + from) % SECTOR));
    parts.push({ from, to });
    from = to;
  }
  return parts;
}
