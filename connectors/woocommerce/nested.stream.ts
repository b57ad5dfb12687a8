import pMap from 'p-map';
import { isCoded } from '#sdk';
import type { BrickTools, JsonObject, Page, RawRecord, ReadContext, Stream } from '#sdk';
import { kept } from './body.ts';
import { readCompare } from './reading/compare.ts';
import { readCursor } from './reading/cursor.ts';
import { allPages, askedPage } from './reading/pages.ts';
import { idOf, text } from './record.ts';
import { absence, idsEvery, sourceOf, whereItExists } from './resource.stream.ts';
import { parentOf, type NestedResource } from './resources.ts';
import type { Rest } from './rest.ts';
import type { WooSettings } from './settings.ts';

const HOUR = 3_600_000;
const MOST_ROWS = 100;
/** Rows above that are followed within one page: each is a question of its own. */
const ABOVE = 20;

/** The stream of a list below each row of another; its ids name both: `22-24` is a variation of product 22. */
export function nestedStream(nested: NestedResource, rest: Rest, settings: WooSettings, tools: BrickTools): Stream {
  const { kind, way, parentField, watched, personal, after, above, fields, named } = nested;
  const isAbsent = absence(kind, tools);
  const query = { ...above.query, _fields: `id,date_modified_gmt,${fields}` };
  const toRecords = (rows: readonly JsonObject[], signal: AbortSignal): Promise<RawRecord[]> =>
    recordsBelow(nested, rest, rows, { settings, signal });
  const read = (context: ReadContext): AsyncIterable<Page> => {
    if (above.path === 'shipping/zones' || above.path === 'products/attributes') {
      return readUnpaged(nested, rest, toRecords, context);
    }
    const reading = { source: sourceOf(above, rest, ABOVE, context), query, toRecords };
    if (way === 'compare') return readCompare(reading, context);
    const compareMs = settings.compareHours * HOUR;
    return readCursor({ ...reading, compareMs, overlapSeconds: settings.overlapSeconds }, context);
  };
  return {
    kind,
    way,
    read: (context) => whereItExists(isAbsent, read(context)),
    ...(named ? { ids: (context) => namedIds(nested, rest, context), idsEvery: idsEvery(nested, settings) } : {}),
    byIds: (wanted, context) => byIds(nested, rest, wanted, { settings, signal: context.signal }),
    parent: (body) => parentOf(body, parentField),
    ...(watched ? { watched } : {}),
    ...(personal ? { personal } : {}),
    ...(after ? { after } : {}),
  };
}

interface Asking {
  settings: WooSettings;
  signal: AbortSignal;
}

/** The list above has no pages and no dates. */
async function* readUnpaged(
  { above }: NestedResource,
  rest: Rest,
  toRecords: (rows: readonly JsonObject[], signal: AbortSignal) => Promise<RawRecord[]>,
  { signal }: ReadContext,
): AsyncGenerator<Page> {
  const { rows } = await rest.list(above.path, { _fields: 'id' }, signal);
  yield { records: await toRecords(rows, signal), checkpoint: null };
}

async function recordsBelow(
  nested: NestedResource,
  rest: Rest,
  above: readonly JsonObject[],
  asking: Asking,
): Promise<RawRecord[]> {
  const having = above.filter((row) => nested.has(row)).map(idOf);
  const { concurrency } = asking.settings;
  const lists = await pMap(having, (id) => listBelow(nested, rest, id, asking), { concurrency });
  return lists.flat();
}

/** Empty where the row above has vanished meanwhile. */
async function listBelow(
  nested: NestedResource,
  rest: Rest,
  above: string,
  { signal }: Asking,
  only: Readonly<Record<string, string>> = {},
): Promise<RawRecord[]> {
  const path = nested.path(above);
  const query = { ...nested.query, ...only };
  const found: RawRecord[] = [];
  try {
    if (nested.unpaged) {
      const { rows } = await rest.list(path, query, signal);
      return [...new Map(rows.map((row) => toNested(nested, above, row)).map((one) => [one.id, one])).values()];
    }
    const source = sourceOf({ path }, rest, MOST_ROWS, { signal });
    for await (const { rows } of allPages(source, query))
      found.push(...rows.map((row) => toNested(nested, above, row)));
    return found;
  } catch (error) {
    if (isCoded(error) && error.code === 'BRICK_RECORD_ABSENT') return [];
    throw error;
  }
}

function toNested({ parentField, id = idOf }: NestedResource, above: string, row: JsonObject): RawRecord {
  const own = text(row, parentField) === null ? { [parentField]: Number(above) } : {};
  return { id: `${above}-${id(row)}`, body: { ...kept(row), ...own } };
}

async function* namedIds(nested: NestedResource, rest: Rest, context: ReadContext): AsyncGenerator<string[]> {
  const query = { ...nested.above.query, _fields: `id,${nested.fields}` };
  for await (const { rows } of allPages(sourceOf(nested.above, rest, MOST_ROWS, context), query)) {
    yield rows.flatMap((row) => (nested.named?.(row) ?? []).map((id) => `${idOf(row)}-${id}`));
  }
}

async function byIds(nested: NestedResource, rest: Rest, wanted: string[], asking: Asking): Promise<RawRecord[]> {
  const byAbove = new Map<string, string[]>();
  for (const one of new Set(wanted)) {
    const [, above, id] = /^(\d+)-(.+)$/.exec(one) ?? [];
    if (above !== undefined && id !== undefined) byAbove.set(above, [...(byAbove.get(above) ?? []), id]);
  }
  const ofOne = async ([above, ids]: [string, string[]]): Promise<RawRecord[]> => {
    const records = nested.named
      ? await included(nested, rest, above, ids, asking)
      : await listBelow(nested, rest, above, asking);
    const asked = new Set(ids.map((id) => `${above}-${id}`));
    return records.filter(({ id }) => asked.has(id));
  };
  const found = await pMap(byAbove, ofOne, { concurrency: asking.settings.concurrency });
  return found.flat();
}

async function included(
  nested: NestedResource,
  rest: Rest,
  above: string,
  ids: readonly string[],
  asking: Asking,
): Promise<RawRecord[]> {
  const path = nested.path(above);
  const source = sourceOf({ path }, rest, MOST_ROWS, asking);
  const found: RawRecord[] = [];
  try {
    for (let from = 0; from < ids.length; from += MOST_ROWS) {
      const include = ids.slice(from, from + MOST_ROWS).join(',');
      const { rows } = await askedPage(source, { ...nested.query, include, per_page: MOST_ROWS, page: 1 });
      found.push(...rows.map((row) => toNested(nested, above, row)));
    }
  } catch (error) {
    if (!isCoded(error) || error.code !== 'BRICK_RECORD_ABSENT') throw error;
  }
  return found;
}
