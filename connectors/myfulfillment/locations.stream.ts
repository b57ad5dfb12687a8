import type { Page, RawRecord, ReadContext, Stream } from '#sdk';
import type { Api } from './api.ts';
import { listed } from './reading/listed.ts';
import { whole } from './reading/walk.ts';
import { isObject, text } from './record.ts';
import { warehouses, type Resource } from './resources.ts';
import type { MyfulfillmentSettings } from './settings.ts';

const KIND = 'locations';
const HOUR = 3_600_000;

/** The shelves of each warehouse. They hardly ever change, so they are read within `locationsCompareHours` only. */
export function locationsStream(api: Api, settings: MyfulfillmentSettings): Stream {
  const everyMs = settings.locationsCompareHours * HOUR;
  const pages = (context: ReadContext): AsyncGenerator<RawRecord[]> => shelves(api, settings.pageSize, context);
  return {
    kind: KIND,
    way: 'cursor',
    parent: (body) => text(body, 'warehouse_id'),
    after: [warehouses.kind],
    idsEvery: everyMs,
    read: (context) => read(pages, everyMs, context),
    async *ids(context) {
      for await (const records of pages(context)) yield records.map(({ id }) => id);
    },
  };
}

async function* read(
  pages: (context: ReadContext) => AsyncGenerator<RawRecord[]>,
  everyMs: number,
  context: ReadContext,
): AsyncGenerator<Page> {
  const { checkpoint } = context;
  const readAt = isObject(checkpoint) && typeof checkpoint['readAt'] === 'number' ? checkpoint['readAt'] : null;
  const now = context.now.getTime();
  if (readAt !== null && now - readAt < everyMs) return;
  for await (const records of pages(context)) yield { records, checkpoint };
  // Where the warehouses could not be read yet, nothing was read of their shelves: the next run tries again.
  if (await isAnyKnown(context)) yield { records: [], checkpoint: { readAt: now } };
}

async function isAnyKnown({ mirror }: ReadContext): Promise<boolean> {
  for await (const page of mirror.pages(warehouses.kind)) if (page.length > 0) return true;
  return false;
}

async function* shelves(api: Api, limit: number, { mirror, signal }: ReadContext): AsyncGenerator<RawRecord[]> {
  for await (const page of mirror.pages(warehouses.kind)) {
    for (const warehouse of page) {
      for await (const { records } of whole(listed(api, shelvesOf(warehouse.id), limit), signal)) {
        yield records.map(({ id, body }) => ({ id, body: { warehouse_id: warehouse.id, ...body } }));
      }
    }
  }
}

/** A shelf's code is unique in its warehouse. */
function shelvesOf(warehouse: string): Resource {
  return {
    kind: KIND,
    path: `v2/warehouses/${encodeURIComponent(warehouse)}/locations`,
    id(body) {
      const code = text(body, 'location_code');
      return code === null ? null : `${warehouse}/${code}`;
    },
  };
}
