/** When a system call was begun and when it had ended, in lines of the record. */
export interface Span {
  began: number;
  ended: number;
}

/** One thing that was done to the disk, or said to the world. Paths are below the watched folder. */
export type Operation = Span &
  (
    | { kind: 'create'; path: string; emptied: boolean }
    | { kind: 'write'; path: string; offset: number | 'end'; bytes: Buffer }
    | { kind: 'resize'; path: string; size: number }
    | { kind: 'rename'; from: string; path: string }
    | { kind: 'remove'; path: string }
    | { kind: 'folder'; path: string }
    | { kind: 'sync'; path: string }
    | { kind: 'said'; text: string }
  );

type Deed = Operation extends infer Each ? (Each extends Operation ? Omit<Each, keyof Span> : never) : never;

/** What a call's arguments say, one by one, decoded. */
interface Call {
  name: string;
  text: string;
  strings: Buffer[];
  /** Path of the first file descriptor. */
  file: string;
  result: number;
}

/** Reads one finished line of the record; null: it is of no interest, or failed. */
export function operationOf(line: string, folder: string, span: Span): Operation | null {
  const call = callOf(line);
  if (!call || call.result < 0) return null;
  const deed = call.name === 'write' && /^1(<|,)/.test(call.text) ? said(call) : deedOf(call, folder);
  return deed ? { ...deed, ...span } : null;
}

function callOf(line: string): Call | null {
  const match = /^(\w+)\((.*)\)\s+= (-?\d+|0x[0-9a-f]+)/s.exec(line);
  if (!match) return null;
  const [, name = '', text = '', result = ''] = match;
  const strings = [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/g)].map(([, hex = '', cut]) => {
    if (cut) throw new Error(`The record of ${name} is cut off.`);
    return decoded(hex);
  });
  const file = /^\d+<((?:\\x[0-9a-f]{2}|[^>])*)>/.exec(text)?.[1] ?? '';
  return { name, text, strings, file: decoded(file).toString(), result: Number(result) };
}

function decoded(text: string): Buffer {
  return text.startsWith('\\x') ? Buffer.from(text.replaceAll('\\x', ''), 'hex') : Buffer.from(text);
}

function said({ strings }: Call): Deed {
  return { kind: 'said', text: Buffer.concat(strings).toString() };
}

function deedOf(call: Call, folder: string): Deed | null {
  const { name, strings, text } = call;
  const [first = '', second = ''] = strings.map(String);
  const below = (path: string): string | null => (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null);
  const of = (path: string, deed: (path: string) => Deed): Deed | null => {
    const inside = path === folder ? '' : below(path);
    // The index of a write-ahead log is made anew by whoever opens the database first.
    return inside === null || inside.endsWith('-shm') ? null : deed(inside);
  };
  if (name.startsWith('open') || name === 'creat') {
    if (!text.includes('O_CREAT')) return null;
    return of(first, (path) => ({ kind: 'create', path, emptied: text.includes('O_TRUNC') }));
  }
  if (/^p?writev?(64|2)?$/.test(name)) return of(call.file, (path) => written(call, path));
  if (name === 'ftruncate') return of(call.file, (path) => ({ kind: 'resize', path, size: numberAt(text, 1) }));
  if (name.startsWith('rename')) return of(second, (path) => ({ kind: 'rename', from: below(first) ?? '', path }));
  if (name === 'unlink' || name === 'unlinkat') return of(first, (path) => ({ kind: 'remove', path }));
  if (name.startsWith('mkdir')) return of(first, (path) => ({ kind: 'folder', path }));
  if (name === 'fsync' || name === 'fdatasync') return of(call.file, (path) => ({ kind: 'sync', path }));
  if (name === 'mmap' && !/PROT_WRITE.*MAP_SHARED/.test(text)) return null;
  // Anything else would change files unseen: the proof would prove nothing.
  const touched = [call.file, ...[...text.matchAll(/\d+<([^>]*)>/g)].map(([, path = '']) => decoded(path).toString())];
  const seen = [...touched, first, second].map((path) => of(path, (inside) => ({ kind: 'remove', path: inside })));
  if (seen.some(Boolean)) throw new Error(`${name} changes files in a way that this proof does not follow.`);
  return null;
}

function written({ name, strings, text, result }: Call, path: string): Deed {
  const bytes = Buffer.concat(strings).subarray(0, result);
  if (bytes.length !== result) throw new Error(`The record of ${name} lacks bytes.`);
  const offset = name.startsWith('p')
    ? Number((name === 'pwritev2' ? /, (\d+), \w+$/ : /, (\d+)$/).exec(text)?.[1])
    : 'end';
  return { kind: 'write', path, offset, bytes };
}

function numberAt(text: string, index: number): number {
  return Number(text.split(', ')[index]);
}
