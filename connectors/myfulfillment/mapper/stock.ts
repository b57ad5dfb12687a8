import type { Aggregate, JsonObject, Projected, RawRecord, Related, StockItemFacet, StockLevelFacet } from '#sdk';
import { baseSku, count, firstText, isDeletedSku, list, text } from '../record.ts';

/**
 * A product, and what of it lies in each warehouse. A deleted product (`<sku>_deleted`) is the same item, no longer
 * active; where its SKU is in use again, only the living one counts.
 */
export const products: Aggregate = {
  root: 'products',
  reads: [
    { kind: 'products', as: 'siblings' },
    { kind: 'stocks', as: 'children' },
    { kind: 'incoming', as: 'children' },
  ],
  project(root, related) {
    const sku = baseSku(root.id);
    const isDeleted = isDeletedSku(root.id);
    if (isDeleted && related.siblings('products').some(({ id }) => id === sku)) return [];
    const levels = isDeleted ? [] : toLevels(sku, related);
    const item: Projected = { type: 'StockItem', externalId: sku, facet: toItem(root, sku, levels, related) };
    return [item, ...levels];
  },
};

type Level = Projected & { facet: StockLevelFacet };

function toItem({ body }: RawRecord, sku: string, levels: readonly Level[], related: Related): StockItemFacet {
  const sum = (field: 'onHand' | 'available'): number => levels.reduce((total, { facet }) => total + facet[field], 0);
  return {
    sku,
    gtin: firstText(body, 'barcode', 'ean13'),
    name: text(body, 'name'),
    active: !isDeletedSku(text(body, 'sku') ?? ''),
    onHand: sum('onHand'),
    available: sum('available'),
    incoming: incomingRows(sku, related).reduce((total, row) => total + count(row, 'quantity'), 0),
  };
}

function toLevels(sku: string, related: Related): Level[] {
  const record = related.children('stocks').find(({ id }) => id === sku);
  const incoming = incomingRows(sku, related);
  return (record ? list(record.body, 'levels') : []).flatMap((level) => {
    const warehouse = text(level, 'w_id');
    return warehouse === null ? [] : [toLevel(sku, warehouse, level, incoming, related)];
  });
}

function toLevel(
  sku: string,
  warehouse: string,
  level: JsonObject,
  incoming: readonly JsonObject[],
  related: Related,
): Level {
  const facet: StockLevelFacet = {
    variant: related.hubId('Variant', sku),
    sku,
    location: related.hubId('Location', warehouse),
    onHand: count(level, 'wi_physical_quantity'),
    reserved: count(level, 'wi_reserved_quantity'),
    available: count(level, 'wi_available_quantity'),
    // Only what a purchase order sends to this warehouse by name; the item's own sum has all.
    incoming: incoming
      .filter((row) => text(row, 'w_id') === warehouse)
      .reduce((total, row) => total + count(row, 'quantity'), 0),
    shelf: text(level, 'wi_shelf_location'),
  };
  return { type: 'StockLevel', externalId: `${sku}/${warehouse}`, facet };
}

function incomingRows(sku: string, related: Related): JsonObject[] {
  const record = related.children('incoming').find(({ id }) => id === sku);
  return record ? list(record.body, 'levels') : [];
}
