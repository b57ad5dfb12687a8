import type { Page, ReadContext } from '#sdk';
import { emptyList } from '../errors.ts';
import { whole, type Listed } from './walk.ts';

/** The whole in every run. Ends only after a complete read; an empty list where there were rows is not believed. */
export async function* readCompare(
  list: Listed,
  kind: string,
  mayBeEmpty: boolean,
  context: ReadContext,
): AsyncGenerator<Page> {
  let read = 0;
  for await (const { records } of whole(list, context.signal)) {
    read += records.length;
    // No position is kept: rows may be deleted between two runs, and every position behind them with it.
    yield { records, checkpoint: null };
  }
  if (read === 0 && !mayBeEmpty && (await isMirrored(kind, context))) throw emptyList(list.subject);
}

async function isMirrored(kind: string, { mirror }: ReadContext): Promise<boolean> {
  for await (const page of mirror.pages(kind)) if (page.length > 0) return true;
  return false;
}
