import type { Page, ReadContext } from '#sdk';
import { allRows } from './changes.ts';
import type { Reading } from './cursor.ts';

/** The whole every time, by id. The checkpoint of a finished pass is null: the next one begins anew. */
export async function* readCompare({ own, toRecords }: Reading, context: ReadContext): AsyncGenerator<Page> {
  const began = context.now.getTime();
  const after = typeof context.checkpoint === 'number' ? context.checkpoint : 0;
  const pass = { by: 'id' as const, after, newest: null, began };
  for await (const rows of allRows(pass, own)) yield { records: await toRecords(rows), checkpoint: pass.after };
  yield { records: [], checkpoint: null };
}
