import type { Page, ReadContext } from '#sdk';
import { idOf } from '../record.ts';
import { checkpointFrom, copyOf } from './checkpoint.ts';
import type { Reading } from './compare.ts';
import { allPages, askedPage } from './pages.ts';

/**
 * A list that tells no changes by date: what is new stands at its end, the whole is read again within `compareHours`.
 * In between, the shop's webhooks tell of changes.
 */
export async function* readTail(
  reading: Reading & { kind: string; compareMs: number },
  context: ReadContext,
): AsyncGenerator<Page> {
  const { source, query, toRecords, kind } = reading;
  const now = context.now.getTime();
  const state = checkpointFrom(context.checkpoint);
  if (state.pass === null && now - state.wholeAt > reading.compareMs) {
    state.pass = { by: 'id', page: null, newest: null, began: now };
  }
  if (state.pass?.by === 'id') {
    for await (const { rows, page } of allPages(source, query, state.pass.page)) {
      const records = await toRecords(rows, context.signal);
      state.pass.page = page - 1;
      yield { records, checkpoint: copyOf(state) };
    }
    state.wholeAt = state.pass.began;
    state.pass = null;
    yield { records: [], checkpoint: copyOf(state) };
    return;
  }
  const newest = { ...query, orderby: 'id', order: 'desc', per_page: source.rows };
  for (let page = 1; ; page += 1) {
    const { rows, total } = await askedPage(source, { ...newest, page });
    const records = await toRecords(rows, context.signal);
    const isKnown = records.length > 0 && (await context.mirror.missing(kind, rows.map(idOf))).length < rows.length;
    yield { records, checkpoint: copyOf(state) };
    if (isKnown || page * source.rows >= total) return;
  }
}
