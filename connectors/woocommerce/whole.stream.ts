import type { BrickTools, JsonObject, Page, RawRecord, ReadContext, Stream } from '#sdk';
import { kept } from './body.ts';
import { absence, whereItExists } from './resource.stream.ts';
import type { WholeList } from './resources.ts';
import type { Rest } from './rest.ts';

/** The stream of a list without pages: one question for the whole. */
export function wholeStream(list: WholeList, rest: Rest, tools: BrickTools): Stream {
  const isAbsent = absence(list.kind, tools);
  return {
    kind: list.kind,
    way: 'compare',
    read: (context) => whereItExists(isAbsent, read(list, rest, context)),
    byIds: async (ids, context) => {
      const wanted = new Set(ids);
      return (await records(list, rest, context.signal)).filter(({ id }) => wanted.has(id));
    },
  };
}

async function* read(list: WholeList, rest: Rest, { signal }: ReadContext): AsyncGenerator<Page> {
  yield { records: await records(list, rest, signal), checkpoint: null };
}

async function records(list: WholeList, rest: Rest, signal: AbortSignal): Promise<RawRecord[]> {
  const found = new Map<string, RawRecord>();
  for (const path of list.paths) {
    const { rows } = await rest.list(path, list.query ?? {}, signal);
    for (const row of rows) {
      const id = list.id(row);
      if (id !== '') found.set(id, { id, body: chosen(kept(row), list.fields) });
    }
  }
  return [...found.values()];
}

function chosen(body: JsonObject, fields: readonly string[] | undefined): JsonObject {
  if (!fields) return body;
  return Object.fromEntries(Object.entries(body).filter(([field]) => fields.includes(field)));
}
