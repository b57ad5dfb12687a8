/** Streams that ask the brick nothing: what the mappers need and no single record says. */
import type { JsonObject, ReadContext, Stream } from '#sdk';
import { count, firstText, list, text } from './record.ts';
import type { MyfulfillmentSettings } from './settings.ts';

/** What staff told us of this brick and the brick does not say: the zone of its dates, the currency of its amounts, the shop of its
 * orders. */
export function conventionsStream({ timezone, currency, shop }: MyfulfillmentSettings): Stream {
  return {
    kind: 'conventions',
    way: 'compare',
    async *read() {
      const body = { timezone, currency, ...(shop === undefined ? {} : { shop }) };
      yield { records: [{ id: 'brick', body }], checkpoint: null };
    },
  };
}

const OPEN = new Set(['confirmed', 'expected', 'partial', 'shipped']);

/**
 * What open purchase orders still bring of each SKU, in all: summed here once, so that a purchase order that
 * changes concerns its own SKUs only.
 */
export function incomingStream(): Stream {
  return {
    kind: 'incoming',
    way: 'compare',
    parent: (body) => text(body, 'sku'),
    after: ['purchase_orders'],
    async *read(context) {
      const sums = await stillToCome(context);
      const records = [...sums].map(([sku, levels]) => ({ id: sku, body: { sku, levels: toLevels(levels) } }));
      yield { records, checkpoint: null };
    },
  };
}

/** SKU to warehouse (`''`: none named) to pieces. */
async function stillToCome({ mirror }: ReadContext): Promise<Map<string, Map<string, number>>> {
  const sums = new Map<string, Map<string, number>>();
  for await (const page of mirror.pages('purchase_orders')) {
    for (const { body } of page) {
      if (!OPEN.has(text(body, 'status') ?? '')) continue;
      const warehouse = firstText(body, 'warehouse_id') ?? '';
      for (const item of list(body, 'items')) {
        const sku = text(item, 'sku');
        const left = count(item, 'qty') - count(item, 'qty_received');
        if (sku === null || left <= 0) continue;
        const levels = sums.get(sku) ?? new Map<string, number>();
        sums.set(sku, levels.set(warehouse, (levels.get(warehouse) ?? 0) + left));
      }
    }
  }
  return sums;
}

function toLevels(levels: ReadonlyMap<string, number>): JsonObject[] {
  return [...levels]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([warehouse, quantity]) => ({ w_id: warehouse === '' ? null : warehouse, quantity }));
}
