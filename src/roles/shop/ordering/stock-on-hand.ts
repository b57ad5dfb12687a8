import type { ShopContext } from '../context.ts';
import type { Row } from '../loaders.ts';

/** What may be sold of each variant, as the owner of stock last said; null: nobody counts it. */
export interface StockOnHand {
  owner: string | null;
  available: Map<string, number>;
  /** Set aside by orders that the owner does not count yet. */
  reserved: Map<string, number>;
}

/** Fulfilment's facet of a variant; roles meet in the mirror, not in each other's code. */
const STOCK_ITEM = 'StockItem';

export async function stockOnHand({ request }: ShopContext, variants: readonly Row<'Variant'>[]): Promise<StockOnHand> {
  const owner = request.outbox.stockOwner();
  const ids = [...new Set(variants.map(({ id }) => id))];
  const reserved = await request.reader.reserved(ids);
  const available = new Map<string, number>();
  if (owner === null) return { owner, available, reserved };
  if (request.hasBrick('fulfilment', owner)) {
    const items = await request.reader.facets.byIds<{ available: number }>(STOCK_ITEM, owner, ids);
    for (const [id, { facet }] of items) available.set(id, facet.available);
    return { owner, available, reserved };
  }
  const rows = await request.reader.facets.byIds<Row<'Variant'>['facet']>('Variant', owner, ids);
  for (const [id, { facet }] of rows) if (facet.shopQuantity !== null) available.set(id, facet.shopQuantity);
  return { owner, available, reserved };
}

/** What is left to sell; null: not counted. */
export function leftOf({ available, reserved }: StockOnHand, variant: string): number | null {
  const said = available.get(variant);
  return said === undefined ? null : said - (reserved.get(variant) ?? 0);
}
