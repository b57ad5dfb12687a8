import { randomUUID } from 'node:crypto';
import type { JsonValue, RawRecord, ReadContext, Stream } from '#sdk';
import { RetryableError } from '#sdk';
import {
  appendOnlyReason,
  type Change,
  type HoldReason,
  type MirrorReader,
  type MirrorWriter,
  type StreamCounts,
  type StreamState,
} from '../mirror/index.ts';
import { toIncoming, toTombstone } from './canonical.ts';
import type { Listener } from './events.ts';
import { countDiscounts } from './discounts.ts';
import {
  countChange,
  emptyTally,
  judge,
  LONGER,
  surprisesOf,
  toleratedNames,
  withoutEchoes,
  type PendingTally,
  type Threshold,
} from './hold-rules.ts';
import { MOST_EARLIER, repeatedTexts } from './texts.ts';
import { watchedOf } from './update-kind.ts';
import { mirrorView, mirroredIds } from './mirror-view.ts';
import { ahead } from './read-ahead.ts';

/** One stream of one run. */
export interface StreamPass {
  brick: string;
  run: string;
  stream: Stream;
  full: boolean;
  reader: MirrorReader;
  writer: MirrorWriter;
  threshold: Threshold;
  windowHours: number;
  signal: AbortSignal;
  now(): Date;
  emit: Listener;
  /** Called when nothing more is asked of the brick, if that is before the end. */
  release(): void;
}

export interface PassResult {
  read: number;
  revisions: number;
  tombstones: number;
  held: number;
}

const PENDING_PAGE = 500;
const CONFIRM_CHUNK = 200;

/**
 * Reads one stream from its checkpoint to its end, then judges what it read. Every page is on disk, with its
 * checkpoint, before the next one is stored: a kill at any instant resumes there. What was read before a failure is
 * judged too, so that a brick that breaks half-way every time does not hide the changes before the break.
 */
export async function syncStream(pass: StreamPass): Promise<PassResult> {
  const result: PassResult = { read: 0, revisions: 0, tombstones: 0, held: 0 };
  const state = await pass.reader.stream(pass.brick, pass.stream.kind);
  const first = !state?.firstReadAt;
  try {
    const end = await readPages(pass, state, first, result);
    if (isFresh(state, first)) pass.release();
    const compared = await findDeletions(pass, state, first, end, result);
    await pass.writer.endPass({
      brick: pass.brick,
      kind: pass.stream.kind,
      at: pass.now().toISOString(),
      complete: true,
      idsCompared: compared,
      ...end.unstored,
    });
  } finally {
    if (pass.stream.appendOnly) result.held = await settleAppended(pass);
    else if (!first) result.held = await settle(pass);
  }
  return result;
}

function contextOf(pass: StreamPass, checkpoint: JsonValue): ReadContext {
  const mirror = mirrorView(pass.reader, pass.brick);
  return { checkpoint, full: pass.full, now: pass.now(), mirror, signal: pass.signal };
}

/** Where a read ended. */
interface ReadEnd {
  /** All ids, if this was one complete, uninterrupted read of a `compare` stream whose deletions are to be found. */
  seen: Set<string> | null;
  /** A checkpoint that came with no records: it is stored with what is stored next. */
  unstored: { checkpoint?: JsonValue };
}

async function readPages(
  pass: StreamPass,
  state: StreamState | null,
  first: boolean,
  result: PassResult,
): Promise<ReadEnd> {
  const { stream } = pass;
  const from = pass.full ? null : (state?.checkpoint ?? null);
  const isCompared = stream.way === 'compare' && from === null && !isFresh(state, first);
  const end: ReadEnd = { seen: isCompared ? new Set<string>() : null, unstored: {} };
  for await (const page of ahead(stream.read(contextOf(pass, from)))) {
    pass.signal.throwIfAborted();
    for (const record of page.records) end.seen?.add(record.id);
    const { checkpoint } = page;
    end.unstored = page.records.length === 0 ? { checkpoint } : {};
    if (page.records.length > 0) await store(pass, page.records, first, result, checkpoint);
  }
  // A comparison starts from the beginning the next time; until here, a kill resumes in the middle.
  if (stream.way === 'compare') end.unstored = { checkpoint: null };
  return end;
}

/** A first read that was not cut off. */
function isFresh(state: StreamState | null, first: boolean): boolean {
  return first && !state?.checkpoint;
}

/** Stores the last checkpoint ahead of the pass's end: what follows may fail, and must not hide that all was read. */
async function storeRest(pass: StreamPass, end: ReadEnd, first: boolean, result: PassResult): Promise<void> {
  const { checkpoint } = end.unstored;
  end.unstored = {};
  if (checkpoint !== undefined) await store(pass, [], first, result, checkpoint);
}

async function store(
  pass: StreamPass,
  records: RawRecord[],
  publish: boolean,
  result: PassResult,
  checkpoint?: JsonValue,
): Promise<void> {
  const { brick, run, stream } = pass;
  const stored = await pass.writer.commitPage({
    brick,
    kind: stream.kind,
    run,
    records: records.map((record) => toIncoming(stream, record)),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    publish,
    ...(stream.appendOnly ? { appendOnly: true } : {}),
    at: pass.now().toISOString(),
  });
  result.read += records.length;
  result.revisions += stored.revisions;
  pass.emit({ event: 'page', brick, kind: stream.kind, read: result.read, revisions: result.revisions });
}

/** Finds what the brick no longer has, and what it has that was missed. Resolves with whether the id sets were compared. */
async function findDeletions(
  pass: StreamPass,
  state: StreamState | null,
  first: boolean,
  end: ReadEnd,
  result: PassResult,
): Promise<boolean> {
  const { stream } = pass;
  const context = contextOf(pass, null);
  // It has just seen everything; what changed meanwhile is the next run's.
  if (isFresh(state, first)) return false;
  let present = end.seen;
  if (!present) {
    if (!stream.ids || !isDue(pass, state)) return false;
    await storeRest(pass, end, first, result);
    present = new Set<string>();
    for await (const ids of stream.ids(context)) for (const id of ids) present.add(id);
  }
  const gone: string[] = [];
  let known = 0;
  for await (const ids of mirroredIds(pass.reader, pass.brick, stream.kind)) {
    for (const id of ids) {
      if (present.delete(id)) known += 1;
      else gone.push(id);
    }
  }
  const missed = end.seen ? [] : [...present];
  if (missed.length + gone.length === 0) return true;
  await storeRest(pass, end, first, result);
  await fetchMissed(pass, missed, first, context, result);
  await bury(pass, gone, first, context, result, known + gone.length);
  return true;
}

function isDue(pass: StreamPass, state: StreamState | null): boolean {
  if (pass.full || !pass.stream.idsEvery || !state?.idsAt) return true;
  return pass.now().getTime() - Date.parse(state.idsAt) >= pass.stream.idsEvery;
}

async function fetchMissed(
  pass: StreamPass,
  missed: string[],
  first: boolean,
  context: ReadContext,
  result: PassResult,
): Promise<void> {
  if (!pass.stream.byIds) return;
  for (let i = 0; i < missed.length; i += CONFIRM_CHUNK) {
    await store(pass, await pass.stream.byIds(missed.slice(i, i + CONFIRM_CHUNK), context), first, result);
  }
}

/**
 * Writes tombstones. A list that leaves records out is not believed at once: each one is asked for by its id, and if
 * the brick still shows one of them, its list was not complete and nothing is buried. Where there are so many that a
 * person will be asked anyway, the brick is spared the questions.
 */
async function bury(
  pass: StreamPass,
  gone: string[],
  first: boolean,
  context: ReadContext,
  result: PassResult,
  size: number,
): Promise<void> {
  const { stream } = pass;
  const limit = Math.max((size * pass.threshold.percent) / 100, pass.threshold.records);
  if (gone.length === 0) return;
  if (stream.byIds && gone.length <= limit) {
    for (let i = 0; i < gone.length; i += CONFIRM_CHUNK) {
      const alive = await stream.byIds(gone.slice(i, i + CONFIRM_CHUNK), context);
      if (alive.length === 0) continue;
      await store(pass, alive, first, result);
      throw new RetryableError({
        code: 'BRICK_INCONSISTENT',
        message: `The list of ${stream.kind} left out records that the brick still has (${alive.length} of ${gone.length} asked).`,
        remedy: 'Nothing was deleted in the mirror. The next run compares again; if it stays, look at the brick.',
      });
    }
  }
  for (let i = 0; i < gone.length; i += PENDING_PAGE) {
    const stored = await pass.writer.commitPage({
      brick: pass.brick,
      kind: stream.kind,
      run: pass.run,
      records: gone.slice(i, i + PENDING_PAGE).map(toTombstone),
      publish: first,
      ...(stream.appendOnly ? { appendOnly: true } : {}),
      at: pass.now().toISOString(),
    });
    result.revisions += stored.revisions;
    result.tombstones += stored.tombstones;
  }
}

/** What is judged: of which stream, by which rules. */
export type Judged = Omit<StreamPass, 'full' | 'signal' | 'release'>;

/**
 * Publishes what was read, or sets it aside for a person: all of it where it is too much, else only the records that are
 * suspicious themselves. Those are held first: publishing gives up the holds that the brick has taken back. Resolves
 * with how many records were set aside.
 */
export async function settle(pass: Judged): Promise<number> {
  const { brick, stream, reader, writer } = pass;
  const { tally, total } = await tallied(pass);
  if (total === 0) return 0;
  const others = await reader.untoldEchoes(brick);
  const counts = await reader.counts(brick, stream.kind, windowStart(pass), isStrange(tally) ? longerStarts(pass) : []);
  if (pass.threshold.percent >= 100) tally.suspicious.clear();
  else await suspectTexts(pass, tally, counts);
  const reasons = judge(withoutEchoes(tally, others), counts, pass.threshold, stream);
  const at = pass.now().toISOString();
  const { suspicious } = tally;
  if (reasons.length > 0) return setAside(pass, tally, withSuspicious(reasons, tally), at);
  const held = suspicious.size > 0 ? await holdSuspicious(pass, tally, at) : 0;
  if (held < total) {
    await writer.publish({ brick, kind: stream.kind, at, surprises: surprisesOf(tally, others) });
  }
  return held;
}

/** Whether it has anything of which small steps over days add up. */
function isStrange({ deletes, sales, reshaped, extreme, texts }: PendingTally): boolean {
  const { price, identity } = extreme;
  return deletes + sales + reshaped + price + identity + texts.replaced.size > 0;
}

function daysBefore({ now }: Judged, days: number): string {
  return new Date(now().getTime() - days * 86_400_000).toISOString();
}

const LONGEST_DAYS = 30;

function longerStarts(pass: Judged): string[] {
  return LONGER.map(({ days }) => daysBefore(pass, days));
}

/** The same new text on several records, those of the last days included; or names of which no word is left, on many. */
async function suspectTexts(pass: Judged, { texts, suspicious }: PendingTally, counts: StreamCounts): Promise<void> {
  const { brick, stream, reader } = pass;
  const earlier = (): ReturnType<MirrorReader['recentUpdates']> =>
    reader.recentUpdates(brick, stream.kind, daysBefore(pass, LONGEST_DAYS), MOST_EARLIER);
  for (const id of await repeatedTexts(texts, watchedOf(stream), earlier)) suspicious.set(id, 'texts');
  const recent = [counts.recent, ...(counts.longer ?? [])];
  const allowed = toleratedNames(counts.published);
  const isTooMany = recent.some((window, n) => texts.replaced.size + window.texts > (allowed[n] ?? Infinity));
  if (isTooMany) for (const id of texts.replaced) suspicious.set(id, 'texts');
}

const WORDS = {
  prices: 'records have a price that falls by 90 % or more, or to nothing.',
  discounts: 'records take 90 % or more off a price, or off everything.',
  texts: 'records say what several others say now, or nothing of what they said before.',
} as const;

/** The rules of single records beside those of all. */
function withSuspicious(reasons: readonly HoldReason[], { suspicious }: PendingTally): HoldReason[] {
  const byRule = Map.groupBy(suspicious.values(), (rule) => rule);
  const own = [...byRule].map(([rule, { length: count }]): HoldReason => {
    return { rule, count, threshold: 0, message: `${count} ${WORDS[rule as keyof typeof WORDS]}` };
  });
  return [...reasons, ...own.filter(({ rule }) => !reasons.some((one) => one.rule === rule))];
}

/** Sets aside these records only. */
async function holdSuspicious(pass: Judged, tally: PendingTally, at: string): Promise<number> {
  const { suspicious } = tally;
  const ids = [...suspicious.keys()];
  const creates = ids.filter((id) => tally.created.has(id)).length;
  const counts = { creates, updates: ids.length - creates, deletes: 0, sample: ids.slice(0, SAMPLE_SIZE) };
  return setAside(pass, { ...tally, ...counts }, withSuspicious([], tally), at, { ids });
}

const SAMPLE_SIZE = 10;

function windowStart({ now, windowHours }: Judged): string {
  return new Date(now().getTime() - windowHours * 3_600_000).toISOString();
}

/**
 * What is new is published, whatever else there is; what was said before stays as it was, and that it should change is
 * for a person. Held first: publishing gives up the holds that the brick has taken back, and this one is to stay.
 */
async function settleAppended(pass: StreamPass): Promise<number> {
  const { brick, stream, writer } = pass;
  const { tally } = await tallied(pass);
  const at = pass.now().toISOString();
  const { updates, deletes, sample } = tally;
  let held = 0;
  if (updates + deletes > 0) {
    const reasons = [appendOnlyReason(stream.kind, updates + deletes, sample)];
    held = await setAside(pass, { ...tally, creates: 0 }, reasons, at, { changes: ['update', 'delete'] });
  }
  // Asked even where nothing seems to wait: a kill may have left a first word behind one that is held.
  await writer.publish({ brick, kind: stream.kind, at, changes: ['create', 'revert'] });
  return held;
}

async function tallied(pass: Judged): Promise<{ tally: PendingTally; total: number }> {
  const { brick, stream, reader } = pass;
  const tally = emptyTally();
  // Small steps over many days are seen whole, too.
  const since = daysBefore(pass, LONGEST_DAYS);
  let total = 0;
  for (let after: string | null = null; ;) {
    const pending = await reader.pending(brick, stream.kind, after, PENDING_PAGE, since);
    if (pending.length === 0) return { tally, total };
    for (const change of pending) countChange(tally, change, watchedOf(stream));
    await countDiscounts(tally, pending, pass);
    total += pending.length;
    after = pending.at(-1)?.id ?? null;
  }
}

async function setAside(
  pass: Judged,
  tally: PendingTally,
  reasons: ReturnType<typeof judge>,
  at: string,
  part: { changes?: readonly Change[]; ids?: readonly string[] } = {},
): Promise<number> {
  const { brick, stream, run } = pass;
  const { creates, updates, deletes, sample } = tally;
  const held = await pass.writer.hold({
    id: `hold_${randomUUID()}`,
    brick,
    kind: stream.kind,
    run,
    openedAt: at,
    creates,
    updates,
    deletes,
    reasons,
    sample,
    ...part,
  });
  pass.emit({ event: 'held', brick, kind: stream.kind, hold: held, reasons });
  return creates + updates + deletes;
}
