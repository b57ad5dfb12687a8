import type { JsonObject, Page, RawRecord, ReadContext } from '#sdk';
import type { Query } from '../rest.ts';
import { allPages, type Source } from './pages.ts';

/** What a list without dates of change is read from. */
export interface Reading {
  source: Source;
  query: Query;
  toRecords(rows: readonly JsonObject[], signal: AbortSignal): Promise<RawRecord[]>;
}

/** The whole, every time. The last checkpoint is null again: the next pass starts anew. */
export async function* readCompare({ source, query, toRecords }: Reading, context: ReadContext): AsyncGenerator<Page> {
  const from = typeof context.checkpoint === 'number' ? context.checkpoint : null;
  for await (const { rows, page } of allPages(source, query, from)) {
    yield { records: await toRecords(rows, context.signal), checkpoint: page - 1 };
  }
  yield { records: [], checkpoint: null };
}
