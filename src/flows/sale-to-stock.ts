import type { SaleFacet, StockItemFacet, StockLevelFacet, VariantFacet } from '#sdk';
import type { FacetRow, Overlay } from '../mirror/index.ts';
import { intent, type Flow, type Intent } from './flow.ts';

/**
 * What a till sold is not there any more. Each new ticket counts once: the flow's cursor moves in the transaction that
 * takes its messages. What is written is a count (what the owner said last, less what was sold), never a difference,
 * so that a delivery that is repeated changes nothing.
 */
export const saleToStock: Flow = {
  name: 'sale-to-stock',
  from: 'till',
  to: 'fulfilment',
  watches: ['Sale'],
  // A ticket of yesterday is in the counts already; nobody can tell from the outside which ones are not.
  walks: null,
  needs: ['setStock'],
  async plan(changes, { from, to }, { facets }) {
    const fresh = changes.filter(({ change }) => change === 'created').map(({ hubId }) => hubId);
    const sales = await facets.byIds<SaleFacet>('Sale', from, fresh);
    const sold = [...sales.values()].flatMap(({ facet }) => piecesOf(facet));
    const byVariant = Map.groupBy(sold, ({ variant }) => variant);
    const ids = [...byVariant.keys()];
    const items = await facets.byIds<StockItemFacet>('StockItem', to, ids);
    const levels = await facets.byColumn<StockLevelFacet>('StockLevel', to, 'variant', ids);
    const inShop = await facets.byIds<VariantFacet>('Variant', to, ids);
    return [...byVariant].flatMap(([variant, pieces]) => {
      const item = items.get(variant);
      if (item) return takeOff(item, levels.get(variant) ?? [], pieces);
      const counted = inShop.get(variant);
      return counted ? takeOffShop(counted, pieces) : [];
    });
  },
};

interface Pieces {
  variant: string;
  location: string | null;
  quantity: number;
}

function piecesOf({ lines, location }: SaleFacet): Pieces[] {
  return lines.flatMap(({ variant, quantity }) =>
    variant === null || !Number.isInteger(quantity) ? [] : [{ variant, location, quantity }],
  );
}

function takeOff(
  item: FacetRow<StockItemFacet>,
  levels: readonly FacetRow<StockLevelFacet>[],
  pieces: readonly Pieces[],
): Intent[] {
  const { id, facet } = item;
  const sums = { onHand: facet.onHand, available: facet.available };
  return [...Map.groupBy(pieces, ({ location }) => location)].flatMap(([location, there]) => {
    const level =
      levels.find((one) => one.facet.location === location) ?? (levels.length === 1 ? levels[0] : undefined);
    // Several places, and none of them is the till's: where it was taken from is not guessed.
    if (!level && levels.length > 1) return [];
    const sold = there.reduce((sum, { quantity }) => sum + quantity, 0);
    const before = level?.facet.onHand ?? facet.onHand;
    const quantity = Math.max(0, before - sold);
    if (quantity === before) return [];
    sums.onHand += quantity - before;
    sums.available += quantity - before;
    const overlays: Overlay[] = [{ type: 'StockItem', hubId: id, patch: { ...sums }, creates: false }];
    if (level) {
      const patch = { onHand: quantity, available: level.facet.available + quantity - before };
      overlays.push({ type: 'StockLevel', hubId: level.id, patch, creates: false });
    }
    return [
      intent({
        command: 'setStock',
        lane: `Variant:${id}`,
        payload: { variant: id, sku: facet.sku, location: level?.facet.location ?? null, quantity },
        overlays,
        replaces: `stock:${id}:${level?.facet.location ?? ''}`,
        entity: 'Variant',
        hubId: id,
        subject: facet.sku,
        before: String(before),
        after: String(quantity),
      }),
    ];
  });
}

/** Where a shop owns stock, it counts at no location. */
function takeOffShop({ id, facet }: FacetRow<VariantFacet>, pieces: readonly Pieces[]): Intent[] {
  const before = facet.shopQuantity;
  if (before === null) return [];
  const quantity = Math.max(0, before - pieces.reduce((sum, one) => sum + one.quantity, 0));
  if (quantity === before) return [];
  return [
    intent({
      command: 'setStock',
      lane: `Variant:${id}`,
      payload: { variant: id, sku: facet.sku, location: null, quantity },
      overlays: [{ type: 'Variant', hubId: id, patch: { shopQuantity: quantity }, creates: false }],
      replaces: `stock:${id}:`,
      entity: 'Variant',
      hubId: id,
      subject: facet.sku ?? id,
      before: String(before),
      after: String(quantity),
    }),
  ];
}
