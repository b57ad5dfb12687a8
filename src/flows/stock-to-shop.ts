import type { StockItemFacet, VariantFacet } from '#sdk';
import { intent, present, type Flow } from './flow.ts';

/** What may be sold, as the owner of stock says it, less what the hub has sold meanwhile. Never a difference. */
export const stockToShop: Flow = {
  name: 'stock-to-shop',
  from: 'fulfilment',
  to: 'shop',
  watches: ['StockItem'],
  walks: 'StockItem',
  needs: ['setStock'],
  async plan(changes, { from, to }, { facets, reserved }) {
    const ids = present(changes);
    const items = await facets.byIds<StockItemFacet>('StockItem', from, ids);
    const variants = await facets.byIds<VariantFacet>('Variant', to, ids);
    const setAside = await reserved(ids);
    return [...items.values()].flatMap(({ id, facet }) => {
      const variant = variants.get(id);
      if (!variant || !facet.active) return [];
      const quantity = Math.max(0, facet.available - (setAside.get(id) ?? 0));
      const before = variant.facet.shopQuantity;
      if (before === null || before === quantity) return [];
      return [
        intent({
          command: 'setStock',
          lane: `Variant:${id}`,
          payload: { variant: id, sku: variant.facet.sku, location: null, quantity },
          overlays: [{ type: 'Variant', hubId: id, patch: { shopQuantity: quantity }, creates: false }],
          replaces: `stock:${id}:`,
          entity: 'Variant',
          hubId: id,
          subject: variant.facet.sku ?? id,
          before: String(before),
          after: String(quantity),
        }),
      ];
    });
  },
};
