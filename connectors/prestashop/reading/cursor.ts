import type { Page, RawRecord, ReadContext } from '#sdk';
import { copyOf, cursorFrom } from './checkpoint.ts';
import type { CursorCheckpoint } from './checkpoint.ts';
import { advanced, changedSince, greatest } from './date-cursor.ts';
import { keysetPages } from './keyset.ts';
import { rotate } from './rotation.ts';
import type { Source } from './source.ts';

/**
 * What changed since the last pass, by date and then by id; then a slice of the whole, for edits that moved no date.
 * The first pass reads all. A pass that was cut off goes on after its last stored page.
 */
export async function* readCursor(source: Source, context: ReadContext): AsyncGenerator<Page> {
  const now = context.now.getTime();
  const state = cursorFrom(context.checkpoint, now);
  const isFirst = state.since === null;
  yield* pass(source, state, context);
  if (!isFirst) {
    const ask = (after: number, signal: AbortSignal): Promise<RawRecord[]> => source.list({ after }, signal);
    const pace = { boundMs: source.boundMs, page: source.rows };
    for await (const records of rotate(state.sweep, ask, pace, { now, signal: context.signal }))
      yield page(source, records, state);
  }
  yield page(source, [], state);
}

async function* pass(source: Source, state: CursorCheckpoint, context: ReadContext): AsyncGenerator<Page> {
  const current = (state.pass ??= { after: 0, max: null, began: context.now.getTime() });
  const filters = state.since ? { date_upd: changedSince(state.since, source) } : {};
  const ask = (after: number, signal: AbortSignal): Promise<RawRecord[]> => source.list({ after, filters }, signal);
  for await (const { records, last } of keysetPages(ask, { after: current.after, signal: context.signal })) {
    current.after = last;
    current.max = greatest(current.max, records, current.began, source.timezone);
    if (state.since === null) state.sweep.size += records.length;
    yield page(source, records, state);
  }
  if (state.since === null)
    Object.assign(state.sweep, { after: 0, rows: 0, started: current.began, at: current.began });
  state.since = advanced(state.since, current.max, current.began, source);
  state.pass = null;
}

function page(source: Source, records: RawRecord[], state: CursorCheckpoint): Page {
  return { records: source.wanted(records), checkpoint: copyOf(state) };
}
