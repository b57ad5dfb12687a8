import type { JsonObject, Page, RawRecord, ReadContext } from '#sdk';
import type { Query } from '../rest.ts';
import { advanced, changedRows, changesSince, newestChange } from './changes.ts';
import { checkpointFrom, copyOf } from './checkpoint.ts';
import { allPages, type Source } from './pages.ts';

/** What a stream with dates of change reads from. */
export interface DatedReading {
  source: Source;
  query: Query;
  overlapSeconds: number;
  compareMs: number;
  toRecords(rows: readonly JsonObject[], signal: AbortSignal): Promise<RawRecord[]>;
}

/**
 * All rows at first and again within `compareHours`; else what changed since the last pass. A pass that was cut off
 * goes on after its last stored page.
 */
export async function* readCursor(reading: DatedReading, context: ReadContext): AsyncGenerator<Page> {
  const now = context.now.getTime();
  const { source, query, overlapSeconds, toRecords } = reading;
  const state = checkpointFrom(context.checkpoint);
  const isWhole = state.since === null || now - state.wholeAt > reading.compareMs;
  state.pass ??=
    state.since && !isWhole
      ? changesSince(state.since, overlapSeconds, now)
      : { by: 'id', page: null, newest: await newestChange(source, query, now), began: now };
  const { pass } = state;
  if (pass.by === 'id') {
    for await (const { rows, page } of allPages(source, query, pass.page)) {
      const records = await toRecords(rows, context.signal);
      pass.page = page - 1;
      yield { records, checkpoint: copyOf(state) };
    }
    state.wholeAt = pass.began;
  } else {
    for await (const rows of changedRows(pass, source, query)) {
      yield { records: await toRecords(rows, context.signal), checkpoint: copyOf(state) };
    }
  }
  state.since = advanced(state.since, pass, overlapSeconds);
  state.pass = null;
  yield { records: [], checkpoint: copyOf(state) };
}
