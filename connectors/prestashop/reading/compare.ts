import type { Page, ReadContext } from '#sdk';
import { compareFrom } from './checkpoint.ts';
import { keysetPages } from './keyset.ts';
import type { Source } from './source.ts';

/** The whole by id, every time. The last checkpoint is null again: the next pass starts anew. */
export async function* readCompare(source: Source, context: ReadContext): AsyncGenerator<Page> {
  const ask = (after: number, signal: AbortSignal): ReturnType<Source['list']> => source.list({ after }, signal);
  const after = compareFrom(context.checkpoint);
  for await (const { records, last } of keysetPages(ask, { after, signal: context.signal })) {
    yield { records: source.wanted(records), checkpoint: { after: last } };
  }
  yield { records: [], checkpoint: null };
}
