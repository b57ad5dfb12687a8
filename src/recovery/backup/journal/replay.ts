import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { isCoded } from '#sdk';
import { openReplay, type JournalPosition, type JournalReplay } from '../../../mirror/index.ts';
import { unseal } from '../age.ts';
import { failure, tampered } from '../failures.ts';
import { linesOf } from '../lines.ts';
import type { BackupTarget } from '../target.ts';
import { fetchSegment, readSegmentName, type FetchedSegment } from './segment.ts';

/** What came with the journal. */
export interface JournalRestored {
  segments: number;
  /** Messages that they tell of: new ones, and what became of older ones. */
  messages: number;
  /** When the last segment that was applied was cut; null: there was none. */
  until: string | null;
  /** Where a piece is missing or altered, and what is told of it; null: nothing is. */
  gap: { after: number; code: string; message: string; isAccepted: boolean } | null;
  /** Messages that the restored hub will deliver. */
  undelivered: number;
}

export interface ReplayOptions {
  target: BackupTarget;
  identities: readonly string[];
  /** Who signed the backup: nobody else's segments are taken. */
  signer: string;
  /** Where the restored data lie. */
  data: string;
  /** `postgres://…` */
  database?: string | undefined;
  /** A folder for what is in between. */
  scratch: string;
  /** What comes after a gap is applied all the same. */
  acceptGap?: boolean | undefined;
  /** Nothing is applied; the database is only made ready. */
  leaveOut?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

type Place = Pick<JournalPosition, 'line' | 'sequence' | 'sha256'>;

/** Brings what was acknowledged after the backup into a restored database. Null: it is not a hub's, or knows no journal. */
export async function replayJournal(
  options: ReplayOptions,
): Promise<{ from: Place; restored: JournalRestored } | null> {
  const { data, database, leaveOut = false } = options;
  const replay = await openReplay({ data, ...(database !== undefined && { database }) });
  if (!replay) return null;
  try {
    const { position } = replay;
    const done = position && !leaveOut ? await applyAll(replay, position, options) : null;
    const last = done?.last ?? position;
    const undelivered = await replay.end(last);
    return position && { from: position, restored: { ...(done?.restored ?? nothing()), undelivered } };
  } finally {
    await replay.close();
  }
}

function nothing(): JournalRestored {
  return { segments: 0, messages: 0, until: null, gap: null, undelivered: 0 };
}

async function applyAll(
  replay: JournalReplay,
  position: JournalPosition,
  options: ReplayOptions,
): Promise<{ last: JournalPosition; restored: JournalRestored }> {
  const { target, identities, acceptGap = false, signal } = options;
  const folder = join(options.scratch, '.journal');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const there = new Segments(target, await listed(target), { folder, signer: options.signer });
  const restored = nothing();
  let last: JournalPosition = position;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const found = await there.after(last);
      if (found === null) break;
      const applied = 'why' in found ? found : await tryApply(replay, found, identities, restored);
      if (!('why' in applied)) {
        last = applied;
        continue;
      }
      restored.gap ??= { after: last.sequence, ...applied.why, isAccepted: acceptGap };
      const behind = 'why' in found ? last : { ...last, sequence: found.head.sequence };
      const next = acceptGap ? await there.beyond(behind) : null;
      const went = next && (await tryApply(replay, next, identities, restored));
      if (!went || 'why' in went) break;
      last = went;
    }
    return { last, restored };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One that cannot be opened or read is a gap, too: a restore with what came before it is worth more than none. */
async function tryApply(...given: Parameters<typeof apply>): Promise<JournalPosition | Gap> {
  try {
    return await apply(...given);
  } catch (error) {
    if (!isCoded(error) || !/^(BACKUP|JOURNAL)_/.test(error.code)) throw error;
    return { why: { code: error.code, message: error.message } };
  }
}

async function apply(
  replay: JournalReplay,
  { head, sha256, file }: FetchedSegment,
  identities: readonly string[],
  restored: JournalRestored,
): Promise<JournalPosition> {
  const through = new PassThrough();
  const opened = unseal(createReadStream(file), identities, through);
  // Whoever reads the lines hears of it by their end, and of the reason below.
  opened.catch(() => through.destroy());
  const applied = replay.apply({ schema: head.schema, lines: wholeSegment(through, opened) });
  applied.catch(() => through.destroy());
  const [messages] = await Promise.all([applied, opened]);
  await rm(file);
  restored.segments += 1;
  restored.messages += messages;
  restored.until = head.at;
  return { line: head.line, after: head.line, sequence: head.sequence, sha256, at: head.at };
}

/** Ends well only when all was opened: half a segment is none. */
async function* wholeSegment(rows: Readable, opened: Promise<unknown>): AsyncGenerator<string> {
  let count = 0;
  for await (const line of linesOf(() => rows)) {
    count += 1;
    yield line;
  }
  await opened;
  if (count === 0) throw tampered('A segment of the journal without a row');
}

async function listed(target: BackupTarget): Promise<{ line: string; sequence: number; name: string }[]> {
  const all = await target.list('journal/');
  return all.flatMap(({ name }) => {
    const read = readSegmentName(name);
    return read ? [{ ...read, name }] : [];
  });
}

type Gap = { why: { code: string; message: string } };

/** Small objects: so many are fetched ahead. */
const AHEAD = 8;

/** The segments of a target, in their order. */
class Segments {
  readonly #target: BackupTarget;
  readonly #all: readonly { line: string; sequence: number; name: string }[];
  readonly #options: { folder: string; signer: string };
  readonly #fetched = new Map<string, Promise<FetchedSegment>>();

  constructor(
    target: BackupTarget,
    all: readonly { line: string; sequence: number; name: string }[],
    options: { folder: string; signer: string },
  ) {
    this.#target = target;
    this.#all = [...all].sort((one, other) => one.sequence - other.sequence);
    this.#options = options;
  }

  /** The one that follows; null: there is none. Where a restored hub has gone on from here, its own counts. */
  async after({ line, sequence, sha256 }: Place): Promise<FetchedSegment | Gap | null> {
    const next = this.#all.filter((one) => one.sequence === sequence + 1);
    for (const { name } of next.filter((one) => one.line !== line)) {
      const other = await this.#fetch(name).catch(() => null);
      const { previous } = other?.head ?? {};
      if (other && previous?.line === line && previous.sequence === sequence && previous.sha256 === sha256)
        return other;
    }
    const own = next.find((one) => one.line === line);
    if (!own) {
      const isLater = this.#all.some((one) => one.line === line && one.sequence > sequence);
      return isLater ? { why: missing(sequence + 1, this.#target.name) } : null;
    }
    this.#fetchAhead(line, sequence);
    try {
      const segment = await this.#fetch(own.name);
      return (segment.head.previous?.sha256 ?? null) === sha256 ? segment : { why: unchained(own.name) };
    } catch (error) {
      if (!isCoded(error) || !error.code.startsWith('BACKUP_')) throw error;
      return { why: { code: error.code, message: error.message } };
    }
  }

  /** The first sound one after a gap. */
  async beyond({ line, sequence }: Place): Promise<FetchedSegment | null> {
    for (const one of this.#all.filter((each) => each.line === line && each.sequence > sequence)) {
      const segment = await this.#fetch(one.name).catch(() => null);
      if (segment) return segment;
    }
    return null;
  }

  #fetchAhead(line: string, sequence: number): void {
    for (const one of this.#all) {
      if (one.line !== line || one.sequence <= sequence || one.sequence > sequence + AHEAD) continue;
      // Whoever comes to it hears why it failed.
      this.#fetch(one.name).catch(() => undefined);
    }
  }

  #fetch(name: string): Promise<FetchedSegment> {
    const known = this.#fetched.get(name);
    if (known) return known;
    const fetched = this.#bring(name);
    this.#fetched.set(name, fetched);
    return fetched;
  }

  async #bring(name: string): Promise<FetchedSegment> {
    const source = await this.#target.get(name);
    if (source === null)
      throw failure('BACKUP_INCOMPLETE', `The segment ${name} of the journal is missing.`, ELSEWHERE);
    const segment = await fetchSegment(name, source, join(this.#options.folder, name.replaceAll('/', '-')));
    if (segment.head.signer === this.#options.signer) return segment;
    throw failure('BACKUP_SIGNER_UNKNOWN', `Another hub signed the segment ${name} of the journal.`, ELSEWHERE);
  }
}

const ELSEWHERE = 'Restore from another target, or go on behind the gap with --accept-gap.';

function missing(sequence: number, target: string): Gap['why'] {
  return { code: 'JOURNAL_GAP', message: `The segment ${sequence} of the journal is missing at ${target}.` };
}

function unchained(name: string): Gap['why'] {
  return { code: 'JOURNAL_GAP', message: `The segment ${name} does not follow the one before it.` };
}
