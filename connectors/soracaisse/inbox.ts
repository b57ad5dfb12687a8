import { createHash } from 'node:crypto';
import { isCoded } from '#sdk';
import type { BrickTools, DropBox, DropEntry, JsonObject, MirrorView, ReadContext } from '#sdk';
import { parseFile, problemOf, type ParsedFile } from './parse/file.ts';
import type { Problem } from './problem.ts';
import type { SoracaisseSettings } from './settings.ts';

/** Moves when the same bytes are read differently: what was refused before is then tried again. */
const READING = 2;

/** A file that lies in the box. */
export interface ArrivedFile {
  /** Of its record in the stream `files`. */
  id: string;
  name: string;
  size: number;
  modifiedAt: string;
  sha256: string | null;
  parsed: ParsedFile | { outcome: 'repeated'; kind: null; of: string };
  /** Tickets of it that contradict what was said before. */
  changed: Problem[];
  /** Tickets that were said before and that it leaves out. */
  vanished: Problem[];
}

export interface Inbox {
  /** New files, in the order in which they were dropped; each read to its end. `full`: those that were taken before too. */
  arrived(context: ReadContext): Promise<ArrivedFile[]>;
  /** Ids under which the files that lie in the box now may be recorded; null while one of them cannot be told. */
  present(): ReadonlySet<string> | null;
  /** Of the settings by which files are read. */
  layout: string;
}

interface Look {
  entry: DropEntry;
  sha256: string | null;
  /** Only of what was read just now. */
  bytes?: Uint8Array;
  problem?: Problem;
}

/** Streams are read one after the other: what one of them has read of a file is kept for the next ones. */
export function openInbox(settings: SoracaisseSettings, box: DropBox, tools: BrickTools): Inbox {
  const layout = hashOf(Buffer.from(JSON.stringify([READING, settings.names, settings.columns, rules(settings)])));
  const hashes = new Map<string, string>();
  const files = new Map<string, ArrivedFile>();
  let present: Set<string> | null = null;

  /** Null: somebody is still writing it. */
  async function look(entry: DropEntry): Promise<Look | null> {
    const known = hashes.get(keyOf(entry));
    if (known !== undefined) return { entry, sha256: known };
    const below = settings.exports === undefined ? {} : { below: settings.exports };
    try {
      const bytes = await box.read(entry.name, { ...below, maxBytes: settings.maxBytes });
      if (bytes.length !== entry.size) return null;
      return { entry, sha256: hashOf(bytes), bytes };
    } catch (error) {
      if (isCoded(error) && error.code === 'DROP_FILE_CHANGING') return null;
      if (isCoded(error) && ['DROP_FILE_TOO_LARGE', 'DROP_ACCESS_DENIED'].includes(error.code))
        return { entry, sha256: null, problem: problemOf(error) };
      throw error;
    }
  }

  /** Reads a file to its end, once; null where it was replaced since it was looked at. */
  async function open(found: Look, id: string): Promise<ArrivedFile | null> {
    const known = files.get(id);
    if (known) return known;
    const { entry, sha256, problem } = found;
    const about = { ...entry, sha256, changed: [], vanished: [] };
    if (problem) return { ...about, id, parsed: { outcome: 'refused', kind: null, problem } };
    const bytes = found.bytes ?? (await lookAgain(entry, sha256));
    if (!bytes) return null;
    const parsed = await parseFile(entry, bytes, settings, tools.tables);
    const file = { ...about, parsed, id: parsed.outcome === 'applied' && sha256 !== null ? sha256 : id };
    files.set(id, file);
    return file;
  }

  async function lookAgain(entry: DropEntry, sha256: string | null): Promise<Uint8Array | null> {
    hashes.delete(keyOf(entry));
    const again = await look(entry);
    return again?.bytes && again.sha256 === sha256 ? again.bytes : null;
  }

  return {
    layout,
    present: () => present,
    async arrived({ mirror, full, signal }) {
      const entries = (await box.list(settings.exports)).sort(byArrival);
      const taken = new Map<string, string>();
      const arrived: ArrivedFile[] = [];
      const ids = new Set<string>();
      for (const entry of entries) {
        signal.throwIfAborted();
        const found = await look(entry);
        if (!found) continue;
        const id = idUnderName(found);
        ids.add(id);
        const recorded = await recordsOf(mirror, found);
        const first =
          found.sha256 === null ? undefined : (taken.get(found.sha256) ?? nameOf(recorded.get(found.sha256)));
        const isRepeat = first !== undefined && first !== entry.name;
        const again = full && first === entry.name;
        if (isSettled(found, recorded, layout, isRepeat) && !again) files.delete(id);
        else {
          const file = isRepeat ? repeatOf(found, id, first) : await open(found, id);
          if (file?.parsed.outcome === 'applied' && found.sha256 !== null) taken.set(found.sha256, entry.name);
          if (file) arrived.push(file);
        }
        if (found.sha256 !== null) hashes.set(keyOf(entry), found.sha256);
      }
      present = ids.size === entries.length ? ids : null;
      return arrived;
    },
  };
}

function keyOf({ name, size, modifiedAt }: DropEntry): string {
  return `${name}/${size}/${modifiedAt}`;
}

function rules({
  stores,
  timezone,
  currency,
  encoding,
  delimiter,
  trailer,
  returns,
  maxBytes,
}: SoracaisseSettings): object {
  return { stores, timezone, currency, encoding, delimiter, trailer, returns, maxBytes };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function byArrival(one: DropEntry, other: DropEntry): number {
  if (one.modifiedAt !== other.modifiedAt) return one.modifiedAt < other.modifiedAt ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}

/** Applied files are recorded under their hash alone, all others under hash and name: the name says their kind. */
function idUnderName({ entry, sha256 }: Look): string {
  return `${sha256 ?? `unread-${entry.size}`}/${entry.name}`;
}

function nameOf(body: JsonObject | undefined): string | undefined {
  return typeof body?.['name'] === 'string' ? body['name'] : undefined;
}

async function recordsOf(mirror: MirrorView, found: Look): Promise<Map<string, JsonObject>> {
  const ids = [idUnderName(found), ...(found.sha256 === null ? [] : [found.sha256])];
  return new Map((await mirror.byIds('files', ids)).map(({ id, body }) => [id, body]));
}

/** Whether nothing is left to be done with a file. */
function isSettled(one: Look, recorded: Map<string, JsonObject>, layout: string, isRepeat: boolean): boolean {
  const own = recorded.get(idUnderName(one));
  if (isRepeat) return own?.['outcome'] === 'repeated';
  if (one.sha256 !== null && recorded.has(one.sha256)) return true;
  return own?.['outcome'] === 'refused' && own['layout'] === layout;
}

function repeatOf({ entry, sha256 }: Look, id: string, of: string): ArrivedFile {
  return { id, ...entry, sha256, changed: [], vanished: [], parsed: { outcome: 'repeated', kind: null, of } };
}
