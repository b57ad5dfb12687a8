import type { JsonObject, MirrorView, RawRecord, Stream } from '#sdk';
import { itemId, list, text } from './body.ts';
import type { Inbox } from './inbox.ts';

const PAGE = 200;

export interface SoldItems {
  stream: Stream;
  /** A sale that came by another way than a file. */
  noteSale(sale: RawRecord): void;
}

/**
 * What was sold, as its first ticket calls it. Where no items file names it, this is what tells the shop's article of
 * the same reference that it was sold; the mapper asks, so that it does not matter which file came first.
 */
export function soldItems(inbox: Inbox, hasShop: boolean): SoldItems {
  const noted: RawRecord[] = [];
  let isOrderHistoryRead = !hasShop;
  const stream: Stream = {
    kind: 'sold_items',
    way: 'tail',
    after: ['tickets', ...(hasShop ? ['shop_orders'] : [])],
    key: ({ id }) => (typeof id === 'string' ? id : null),
    async *read(context) {
      const files = await inbox.arrived(context);
      const isOfTickets = ({ parsed }: (typeof files)[number]): boolean => parsed.kind === 'tickets';
      const ofFiles = files.filter(isOfTickets).flatMap(({ parsed }) => ('records' in parsed ? parsed.records : []));
      yield* firstSold(ofFiles, context.mirror);
      // Sales that an earlier process read just before it was killed are looked at once more.
      if (!isOrderHistoryRead)
        for await (const records of context.mirror.pages('shop_orders')) yield* firstSold(records, context.mirror);
      isOrderHistoryRead = true;
      yield* firstSold(noted.splice(0), context.mirror);
    },
  };
  return { stream, noteSale: (sale) => void noted.push(sale) };
}

async function* firstSold(
  sales: readonly RawRecord[],
  mirror: MirrorView,
): AsyncGenerator<{ records: RawRecord[]; checkpoint: null }> {
  const sold = new Map<string, JsonObject>();
  for (const { body } of sales)
    for (const line of list(body, 'lines')) {
      const id = itemId(line);
      if (id === null || sold.has(id)) continue;
      sold.set(id, { id, sku: text(line, 'sku'), gtin: text(line, 'gtin'), name: text(line, 'name') });
    }
  const ids = [...sold.keys()];
  for (let i = 0; i < ids.length; i += PAGE) {
    const fresh = await mirror.missing('sold_items', ids.slice(i, i + PAGE));
    if (fresh.length > 0)
      yield { records: fresh.map((id) => ({ id, body: sold.get(id) ?? { id } })), checkpoint: null };
  }
}
