import type { Mapped } from '../id-map.ts';
import { csvOf } from '../csv.ts';

export const ID_FORMATS = ['csv', 'json'] as const;
export type IdFormat = (typeof ID_FORMATS)[number];

/** Old and new ids of all that was brought, in parts of a file. */
export async function* idFile(pages: AsyncIterable<Mapped[]>, format: IdFormat): AsyncGenerator<string> {
  if (format === 'csv') {
    yield `\uFEFF${csvOf([['type', 'hubId', 'oldId', 'newId']])}`;
    for await (const page of pages)
      yield csvOf(page.map(({ type, hubId, sourceId, externalId }) => [type, hubId, sourceId ?? '', externalId]));
    return;
  }
  let before = '[';
  for await (const page of pages) {
    for (const { type, hubId, sourceId: oldId, externalId: newId } of page) {
      yield `${before}\n${JSON.stringify({ type, hubId, oldId, newId })}`;
      before = ',';
    }
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}
