import { isCoded } from '#sdk';
import type { BrickTools, Page, RawRecord, ReadContext, Stream } from '#sdk';
import { readCompare } from './reading/compare.ts';
import { readCursor } from './reading/cursor.ts';
import { keysetPages } from './reading/keyset.ts';
import { filterChunks } from './reading/list-query.ts';
import type { ListQuery } from './reading/list-query.ts';
import { readTail } from './reading/tail.ts';
import type { Source } from './reading/source.ts';
import { ref } from './record.ts';
import { pageRows } from './resources.ts';
import type { Resource } from './resources.ts';
import type { PrestashopSettings } from './settings.ts';
import type { Webservice } from './webservice.ts';

const HOUR = 3_600_000;
const READERS = { cursor: readCursor, compare: readCompare, tail: readTail };
const IDS_PER_PAGE = 1000;

/** The stream of one resource. All of them differ only by their row in the table of resources. */
export function resourceStream(
  resource: Resource,
  webservice: Webservice,
  settings: PrestashopSettings,
  tools: BrickTools,
): Stream {
  const source = sourceOf(resource, webservice, settings);
  const { parent } = resource;
  const isAbsent = absence(resource, tools);
  return {
    kind: resource.kind,
    way: resource.way,
    read: (context) => whereItExists(isAbsent, READERS[resource.way](source, context)),
    ...(resource.way === 'compare'
      ? {}
      : { ids: (context) => whereItExists(isAbsent, ids(resource, webservice, context)) }),
    ...(resource.rareDeletions ? { idsEvery: settings.fullCompareHours * HOUR } : {}),
    byIds: (wanted, context) => byIds(source, wanted, context),
    ...(parent ? { parent: (body) => ref(body, parent) } : {}),
    ...(resource.key ? { key: resource.key } : {}),
    ...(resource.watched ? { watched: resource.watched } : {}),
    ...(resource.texts ? { texts: resource.texts } : {}),
    ...(resource.personal ? { personal: resource.personal } : {}),
    ...(resource.discount ? { discount: resource.discount } : {}),
    ...(resource.after ? { after: resource.after } : {}),
  };
}

function sourceOf(resource: Resource, webservice: Webservice, settings: PrestashopSettings): Source {
  const keep = resource.keep;
  const rows = pageRows(resource, settings.pageSize);
  return {
    rows,
    timezone: settings.timezone,
    overlapMs: settings.overlapMinutes * 60_000,
    boundMs: settings.fullCompareHours * HOUR,
    followsOrders: resource.followsOrders ?? false,
    wanted: (records) => (keep ? records.filter(({ body }) => keep(body)) : records),
    list: (query, signal) => webservice.list(fullQuery(resource, rows, query), signal),
    changedOrders: (filters, after, signal) =>
      webservice.list({ resource: 'orders', display: ['id', 'date_upd'], filters, after, limit: IDS_PER_PAGE }, signal),
  };
}

function fullQuery(resource: Resource, rows: number, query: Partial<ListQuery>): ListQuery {
  const filters = { ...resource.filters, ...query.filters };
  return { resource: resource.resource, display: 'full', limit: rows, ...query, filters };
}

async function* ids(resource: Resource, webservice: Webservice, context: ReadContext): AsyncGenerator<string[]> {
  const { filters } = resource;
  const ask = (after: number, signal: AbortSignal): Promise<RawRecord[]> =>
    webservice.list(
      { resource: resource.resource, display: ['id'], after, limit: IDS_PER_PAGE, ...(filters ? { filters } : {}) },
      signal,
    );
  for await (const { records } of keysetPages(ask, { after: 0, signal: context.signal }))
    yield records.map(({ id }) => id);
}

async function byIds(source: Source, wanted: string[], context: ReadContext): Promise<RawRecord[]> {
  const found: RawRecord[] = [];
  const sorted = [...new Set(wanted)].sort((one, other) => Number(one) - Number(other));
  for (const chunk of filterChunks(sorted)) {
    const asked = new Set(chunk);
    const records = await source.list({ ids: chunk, limit: chunk.length }, context.signal);
    found.push(...source.wanted(records).filter(({ id }) => asked.has(id)));
  }
  return found;
}

/** A version of PrestaShop that never had a resource has no records of it: said once, no failure. */
function absence({ kind }: Resource, tools: BrickTools): (error: unknown) => boolean {
  let said = false;
  return (error) => {
    if (!isCoded(error) || error.code !== 'BRICK_RESOURCE_ABSENT') return false;
    if (!said) tools.log.warn({ kind, code: error.code }, `${error.message} It is taken as empty.`);
    said = true;
    return true;
  };
}

async function* whereItExists<Item extends Page | string[]>(
  isAbsent: (error: unknown) => boolean,
  items: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}
