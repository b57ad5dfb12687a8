import { isCoded } from '#sdk';
import type { BrickTools, JsonObject, Page, RawRecord, ReadContext, Stream } from '#sdk';
import { toRecord } from './body.ts';
import { readCompare } from './reading/compare.ts';
import { readCursor } from './reading/cursor.ts';
import { allPages, askedPage, type Source } from './reading/pages.ts';
import { readTail } from './reading/tail.ts';
import { idOf } from './record.ts';
import type { Resource } from './resources.ts';
import type { Rest } from './rest.ts';
import type { WooSettings } from './settings.ts';

const HOUR = 3_600_000;
const MOST_ROWS = 100;

/** The stream of one list with pages. All of them differ only by their row in the table of resources. */
export function resourceStream(resource: Resource, rest: Rest, settings: WooSettings, tools: BrickTools): Stream {
  const { kind, way, query = {}, parent, key, watched, personal, after } = resource;
  const isAbsent = absence(kind, tools);
  const toRecords = (rows: readonly JsonObject[]): Promise<RawRecord[]> => Promise.resolve(recordsOf(resource, rows));
  const read = (context: ReadContext): AsyncIterable<Page> => {
    const reading = { source: sourceOf(resource, rest, settings.pageSize, context), query, toRecords };
    const compareMs = settings.compareHours * HOUR;
    if (way === 'compare') return readCompare(reading, context);
    if (way === 'tail') return readTail({ ...reading, kind, compareMs }, context);
    return readCursor({ ...reading, compareMs, overlapSeconds: settings.overlapSeconds }, context);
  };
  return {
    kind,
    way,
    read: (context) => whereItExists(isAbsent, read(context)),
    ...(way === 'compare'
      ? {}
      : { ids: (context) => ids(resource, rest, context), idsEvery: idsEvery(resource, settings) }),
    byIds: (wanted, context) => byIds(resource, rest, wanted, context),
    ...(parent ? { parent } : {}),
    ...(key ? { key } : {}),
    ...(watched ? { watched } : {}),
    ...(resource.texts ? { texts: resource.texts } : {}),
    ...(personal ? { personal } : {}),
    ...(after ? { after } : {}),
  };
}

export function idsEvery({ rareDeletions }: Pick<Resource, 'rareDeletions'>, settings: WooSettings): number {
  return rareDeletions ? settings.compareHours * HOUR : settings.idsMinutes * 60_000;
}

export function sourceOf(
  { path }: Pick<Resource, 'path'>,
  rest: Rest,
  rows: number,
  { signal }: Pick<ReadContext, 'signal'>,
): Source {
  return { subject: path, rows, ask: (query) => rest.list(path, query, signal) };
}

function recordsOf({ keep, drop }: Resource, rows: readonly JsonObject[]): RawRecord[] {
  return rows.filter((row) => keep?.(row) ?? true).map((row) => toRecord(row, drop));
}

async function* ids(resource: Resource, rest: Rest, context: ReadContext): AsyncGenerator<string[]> {
  // What is kept depends on the role of a customer: asked for with it.
  const query = { ...resource.query, _fields: resource.keep ? 'id,role' : 'id' };
  for await (const { rows } of allPages(sourceOf(resource, rest, MOST_ROWS, context), query)) {
    yield rows.filter((row) => resource.keep?.(row) ?? true).map(idOf);
  }
}

async function byIds(resource: Resource, rest: Rest, wanted: string[], context: ReadContext): Promise<RawRecord[]> {
  const source = sourceOf(resource, rest, MOST_ROWS, context);
  const numbers = [...new Set(wanted)].filter((id) => /^[1-9]\d*$/.test(id));
  const found: RawRecord[] = [];
  // Taxes take no `include`: a small list, asked whole.
  if (resource.path === 'taxes') {
    const asked = new Set(numbers);
    for await (const { rows } of allPages(source, {})) {
      found.push(...recordsOf(resource, rows).filter(({ id }) => asked.has(id)));
    }
    return found;
  }
  for (let from = 0; from < numbers.length; from += MOST_ROWS) {
    const include = numbers.slice(from, from + MOST_ROWS);
    const query = { ...resource.query, include: include.join(','), per_page: MOST_ROWS, page: 1 };
    const asked = new Set(include);
    const { rows } = await askedPage(source, query);
    found.push(...recordsOf(resource, rows).filter(({ id }) => asked.has(id)));
  }
  return found;
}

/** A version of WooCommerce that never had a list has no rows of it: said once, no failure. */
export function absence(kind: string, tools: BrickTools): (error: unknown) => boolean {
  let said = false;
  return (error) => {
    if (!isCoded(error) || error.code !== 'BRICK_RESOURCE_ABSENT') return false;
    if (!said) tools.log.warn({ kind, code: error.code }, `${error.message} It is taken as empty.`);
    said = true;
    return true;
  };
}

export async function* whereItExists<Item>(
  isAbsent: (error: unknown) => boolean,
  items: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}
