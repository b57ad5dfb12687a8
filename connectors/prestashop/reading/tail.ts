import type { Page, RawRecord, ReadContext } from '#sdk';
import { copyOf, tailFrom } from './checkpoint.ts';
import type { TailCheckpoint } from './checkpoint.ts';
import { advanced, changedSince, firstCursor, greatest } from './date-cursor.ts';
import { keysetPages } from './keyset.ts';
import { filterChunks } from './list-query.ts';
import { rotate } from './rotation.ts';
import type { Source } from './source.ts';

/** How many ids before the last one are read again: rows whose transaction was committed late, or edited soon after. */
const OVERLAP_IDS = 200;

/**
 * The end of an append-only list; then the rows of orders changed since (a tracking number, a refunded quantity);
 * then a slice of the whole. The first pass reads all.
 */
export async function* readTail(source: Source, context: ReadContext): AsyncGenerator<Page> {
  const now = context.now.getTime();
  const state = tailFrom(context.checkpoint, now, firstCursor(now, source).seen);
  // A short list is read whole by reading its end.
  const isWhole = !state.whole || state.last <= OVERLAP_IDS;
  yield* end(source, state, context);
  if (!isWhole) {
    if (source.followsOrders) yield* ofChangedOrders(source, state, context);
    const ask = (after: number, signal: AbortSignal): Promise<RawRecord[]> => source.list({ after }, signal);
    const pace = { boundMs: source.boundMs, page: source.rows };
    for await (const records of rotate(state.sweep, ask, pace, { now, signal: context.signal }))
      yield page(source, records, state);
  }
  yield page(source, [], state);
}

async function* end(source: Source, state: TailCheckpoint, context: ReadContext): AsyncGenerator<Page> {
  const ask = (after: number, signal: AbortSignal): Promise<RawRecord[]> => source.list({ after }, signal);
  // A first pass that was cut off goes on where it stopped; nothing before that was left to come.
  const after = state.whole ? Math.max(0, state.last - OVERLAP_IDS) : state.last;
  for await (const { records, last } of keysetPages(ask, { after, signal: context.signal })) {
    state.sweep.size += records.filter(({ id }) => Number(id) > state.last).length;
    state.last = Math.max(state.last, last);
    yield page(source, records, state);
  }
  state.whole = true;
}

async function* ofChangedOrders(source: Source, state: TailCheckpoint, context: ReadContext): AsyncGenerator<Page> {
  const began = context.now.getTime();
  const filters = { date_upd: changedSince(state.since, source) };
  const ask = (after: number, signal: AbortSignal): Promise<RawRecord[]> =>
    source.changedOrders(filters, after, signal);
  let max: string | null = null;
  for await (const { records } of keysetPages(ask, { after: 0, signal: context.signal })) {
    max = greatest(max, records, began, source.timezone);
    for (const chunk of filterChunks(records.map(({ id }) => id))) yield* ofOrders(source, state, chunk, context);
  }
  state.since = advanced(state.since, max, began, source);
}

async function* ofOrders(
  source: Source,
  state: TailCheckpoint,
  orders: string[],
  context: ReadContext,
): AsyncGenerator<Page> {
  const filters = { id_order: `[${orders.join('|')}]` };
  const ask = (after: number, signal: AbortSignal): Promise<RawRecord[]> => source.list({ after, filters }, signal);
  for await (const { records } of keysetPages(ask, { after: 0, signal: context.signal }))
    yield page(source, records, state);
}

function page(source: Source, records: RawRecord[], state: TailCheckpoint): Page {
  return { records: source.wanted(records), checkpoint: copyOf(state) };
}
