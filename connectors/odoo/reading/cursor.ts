import type { Page, RawRecord, ReadContext } from '#sdk';
import type { Domain, Row } from '../query.ts';
import { advanced, allRows, changedRows, changesSince, firstCursor, wholePass } from './changes.ts';
import type { Source } from './changes.ts';
import { copyOf, cursorFrom } from './checkpoint.ts';
import type { CursorCheckpoint } from './checkpoint.ts';

/** What a model's stream reads from. */
export interface Reading {
  own: Source;
  /** The model that is followed, and the field that points to it. */
  followed: { source: Source; field: string } | null;
  compareMs: number;
  toRecords(rows: readonly Row[]): Promise<RawRecord[]>;
}

/**
 * All rows at first and again within `compareHours`; else what changed since the last pass, then what hangs on a
 * changed record of the followed model. A pass that was cut off goes on after its last stored page.
 */
export async function* readCursor(reading: Reading, context: ReadContext): AsyncGenerator<Page> {
  const now = context.now.getTime();
  const state = cursorFrom(context.checkpoint);
  const { own, toRecords } = reading;
  const isWhole = state.since === null || now - state.wholeAt > reading.compareMs;
  state.pass ??= state.since && !isWhole ? changesSince(state.since, own, now) : await wholePass(own, now);
  const { pass } = state;
  const rows = pass.by === 'id' ? allRows(pass, own) : changedRows(pass, own);
  for await (const page of rows) yield { records: await toRecords(page), checkpoint: copyOf(state) };
  if (pass.by === 'id') state.wholeAt = pass.began;
  state.since = advanced(state.since, pass, own.overlapSeconds);
  state.pass = null;
  if (reading.followed) yield* readFollowed(reading, reading.followed, state, now);
  yield { records: [], checkpoint: copyOf(state) };
}

async function* readFollowed(
  { own, toRecords }: Reading,
  { source, field }: NonNullable<Reading['followed']>,
  state: CursorCheckpoint,
  now: number,
): AsyncGenerator<Page> {
  const followed = (state.followed ??= { since: firstCursor(now), pass: null });
  followed.pass ??= changesSince(followed.since, source, now);
  const { pass } = followed;
  if (pass.by === 'id') return;
  for await (const changed of changedRows(pass, source)) {
    const records: RawRecord[] = [];
    for await (const rows of hangingOn(changed, field, own)) records.push(...(await toRecords(rows)));
    yield { records, checkpoint: copyOf(state) };
  }
  followed.since = advanced(followed.since, pass, source.overlapSeconds);
  followed.pass = null;
}

/** The rows whose `field` points to one of these, by id. */
async function* hangingOn(changed: readonly Row[], field: string, own: Source): AsyncGenerator<Row[]> {
  if (changed.length === 0) return;
  const ids = changed.map(({ id }) => id);
  let after = 0;
  for (;;) {
    const those: Domain = [
      [field, 'in', ids],
      ['id', '>', after],
    ];
    const rows = await own.ask(those, 'id asc', own.limit);
    yield rows;
    if (rows.length < own.limit) return;
    after = rows.at(-1)?.id ?? after;
  }
}
