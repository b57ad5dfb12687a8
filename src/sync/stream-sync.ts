import { randomUUID } from 'node:crypto';
import type { JsonValue, RawRecord, ReadContext, Stream } from '#sdk';
import { RetryableError } from '#sdk';
import {
  appendOnlyReason,
  type Change,
  type MirrorReader,
  type MirrorWriter,
  type StreamState,
} from '../mirror/index.ts';
import { toIncoming, toTombstone } from './canonical.ts';
import type { Listener } from './events.ts';
import { countChange, emptyTally, judge, withoutEchoes, type PendingTally, type Threshold } from './hold-rules.ts';
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

/** Publishes what was read, or sets it aside for a person. Resolves with how many records were set aside. */
async function settle(pass: StreamPass): Promise<number> {
  const { brick, stream, reader, writer } = pass;
  const { tally, total } = await tallied(pass);
  if (total === 0) return 0;
  const since = new Date(pass.now().getTime() - pass.windowHours * 3_600_000).toISOString();
  const surprises = withoutEchoes(tally, await unconfirmed(pass));
  const reasons = judge(surprises, await reader.counts(brick, stream.kind, since), pass.threshold);
  const at = pass.now().toISOString();
  if (reasons.length > 0) return setAside(pass, tally, reasons, at);
  await writer.publish({ brick, kind: stream.kind, at });
  return 0;
}

/** Messages that were delivered and not read back: each may be behind a change of this stream. */
async function unconfirmed({ brick, reader }: StreamPass): Promise<number> {
  const counts = await reader.messageCounts();
  return counts.find((one) => one.brick === brick && one.state === 'delivered')?.count ?? 0;
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
    held = await setAside(pass, { ...tally, creates: 0 }, reasons, at, ['update', 'delete']);
  }
  // Asked even where nothing seems to wait: a kill may have left a first word behind one that is held.
  await writer.publish({ brick, kind: stream.kind, at, changes: ['create', 'revert'] });
  return held;
}

async function tallied({ brick, stream, reader }: StreamPass): Promise<{ tally: PendingTally; total: number }> {
  const tally = emptyTally();
  let total = 0;
  for (let after: string | null = null; ;) {
    const pending = await reader.pending(brick, stream.kind, after, PENDING_PAGE);
    if (pending.length === 0) return { tally, total };
    for (const change of pending) countChange(tally, change, stream.watched ?? []);
    total += pending.length;
    after = pending.at(-1)?.id ?? null;
  }
}

async function setAside(
  pass: StreamPass,
  tally: PendingTally,
  reasons: ReturnType<typeof judge>,
  at: string,
  changes?: readonly Change[],
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
    ...(changes ? { changes } : {}),
  });
  pass.emit({ event: 'held', brick, kind: stream.kind, hold: held, reasons });
  return creates + updates + deletes;
}
