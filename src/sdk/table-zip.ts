import { crc32, inflateRawSync } from 'node:zlib';
import { tableFailure } from './table-failure.ts';
import { refuseGrids } from './table-sheet.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_ENTRIES = 2_000;
/** Text of a spreadsheet packs to a tenth or a fiftieth; a bomb to a thousandth. Small files may be anything. */
const MAX_RATIO = 300;
const HARMLESS = 1 << 20;

interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  offset: number;
}

/**
 * Refuses an XLSX that would unpack to too much, before the reader sees it: by what the directory says, then by
 * unpacking each part with that size as its bound, so that a directory that lies is found out. Resolves with an archive
 * of the parts that were looked at: a reader that goes by other places of the file than this one sees nothing else.
 */
export function withoutBombs(bytes: Uint8Array, { maxBytes, maxRows }: { maxBytes: number; maxRows: number }): Buffer {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = directory(file);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > maxBytes) throw tooLarge(`unpacks to ${total} bytes; ${maxBytes} are allowed`);
  const parts: [string, Buffer][] = [];
  for (const entry of entries) {
    if (/\.(zip|xlsx|xlsm|gz)$/i.test(entry.name)) throw tooLarge('holds another archive');
    if (entry.size > HARMLESS && entry.size > entry.packed * MAX_RATIO) throw tooLarge('is packed like a bomb');
    if (!/\.(xml|rels)$/i.test(entry.name)) continue;
    const content = unpacked(file, entry);
    if (content.includes('<!DOCTYPE') || content.includes('<!ENTITY')) throw broken('declares entities');
    refuseGrids(content.toString('latin1'), maxRows);
    parts.push([entry.name, content]);
  }
  return packed(parts);
}

function directory(file: Buffer): Entry[] {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > file.length || file.readUInt32LE(end) !== END) throw broken('has no directory');
  const count = file.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw tooLarge(`holds ${count} parts`);
  const entries: Entry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== ENTRY) throw broken('has a broken directory');
    const nameLength = file.readUInt16LE(at + 28);
    entries.push({
      name: file.toString('utf8', at + 46, at + 46 + nameLength),
      method: file.readUInt16LE(at + 10),
      packed: file.readUInt32LE(at + 20),
      size: file.readUInt32LE(at + 24),
      offset: file.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  if (new Set(entries.map(({ name }) => name)).size < count) throw broken('names a part twice');
  return entries;
}

function unpacked(file: Buffer, entry: Entry): Buffer {
  const { offset, packed, size, method } = entry;
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== LOCAL) throw broken('has a broken part');
  const from = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  const content = file.subarray(from, from + packed);
  if (method === 0) return content;
  if (method !== 8) throw broken('is packed in an unknown way');
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(size, 1) });
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge('unpacks to more than it says');
    throw broken('has a broken part', cause);
  }
}

/** A ZIP of these parts as they are. */
function packed(parts: readonly [string, Buffer][]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of parts) {
    const path = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(LOCAL, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt32LE(crc32(content), 14);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(path.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(ENTRY, 0);
    local.copy(central, 6, 4, 30);
    central.writeUInt32LE(offset, 42);
    locals.push(local, path, content);
    centrals.push(central, path);
    offset += local.length + path.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(
    centrals.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...centrals, end]);
}

function tooLarge(what: string): Error {
  return tableFailure('TABLE_TOO_LARGE', `The spreadsheet ${what}.`);
}

function broken(what: string, cause?: unknown): Error {
  return tableFailure('TABLE_NOT_A_SPREADSHEET', `The file ${what}: it is no spreadsheet, or was cut.`, { cause });
}
