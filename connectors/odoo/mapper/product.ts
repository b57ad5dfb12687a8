import type {
  Aggregate,
  JsonObject,
  Projected,
  RawRecord,
  Related,
  StockItemFacet,
  StockLevelFacet,
  TillItemFacet,
} from '#sdk';
import type { Decimal } from 'decimal.js';
import { flag, ref, text } from '../record.ts';
import { CURRENCY_READS, currencyOf, decimal, exact, money, pieces } from './amount.ts';
import { LOCATION_READS, places, stockRooms, warehouseLocation } from './place.ts';
import { withTax } from './tax.ts';

/** A variant: what the till sells, and what lies where. */
export const products: Aggregate = {
  root: 'product.product',
  reads: [
    ...CURRENCY_READS,
    ...LOCATION_READS,
    { kind: 'account.tax', as: 'all' },
    { kind: 'stock.warehouse', as: 'all' },
    { kind: 'stock.quant', as: 'children' },
    { kind: 'stock.move.incoming', as: 'children' },
  ],
  project: toFacets,
};

function toFacets(product: RawRecord, related: Related): Projected[] {
  const { id, body } = product;
  const levels = stockByWarehouse(related);
  const projected: Projected[] = [];
  if (flag(body, 'active') && flag(body, 'available_in_pos')) {
    projected.push({ type: 'TillItem', externalId: id, facet: toTillItem(body, related) });
  }
  if (isStored(body) || levels.size > 0) {
    projected.push({ type: 'StockItem', externalId: id, facet: toStockItem(product, levels) });
    for (const [warehouse, level] of levels) {
      const facet = toLevel(product, warehouse, level, related);
      if (facet) projected.push({ type: 'StockLevel', externalId: `${id}/warehouse/${warehouse}`, facet });
    }
  }
  return projected;
}

/** Up to 17 a type of its own, from 18 on a tick. */
function isStored(body: JsonObject): boolean {
  return flag(body, 'is_storable') || text(body, 'type') === 'product' || text(body, 'detailed_type') === 'product';
}

function toTillItem(body: JsonObject, related: Related): TillItemFacet {
  const price = withTax(decimal(body, 'lst_price'), body, related);
  return {
    sku: text(body, 'default_code'),
    gtin: text(body, 'barcode'),
    name: text(body, 'name'),
    priceWithTax: price && money(price, currencyOf(body, related)),
  };
}

interface Level {
  onHand: Decimal;
  reserved: Decimal;
  incoming: Decimal;
  /** Empty for what lies in the stock room itself. */
  shelves: Set<string>;
}

/** What lies in no warehouse (goods under way between two) is in no level. */
function stockByWarehouse(related: Related): Map<string, Level> {
  const levels = new Map<string, Level>();
  const [known, rooms] = [places(related), stockRooms(related)];
  const levelAt = (location: string | null): Level | null => {
    const place = known.get(location ?? '');
    if (!place || place.usage !== 'internal' || place.warehouse === null) return null;
    const level = levels.get(place.warehouse) ?? {
      onHand: exact(0),
      reserved: exact(0),
      incoming: exact(0),
      shelves: new Set<string>(),
    };
    levels.set(place.warehouse, level);
    return level;
  };
  for (const { body } of related.children('stock.quant')) {
    const location = ref(body, 'location_id');
    const level = levelAt(location);
    if (!level) continue;
    level.onHand = level.onHand.plus(decimal(body, 'quantity'));
    level.reserved = level.reserved.plus(decimal(body, 'reserved_quantity'));
    level.shelves.add(rooms.has(location ?? '') ? '' : (known.get(location ?? '')?.name ?? ''));
  }
  for (const { body } of related.children('stock.move.incoming')) {
    const level = levelAt(ref(body, 'location_dest_id'));
    if (level)
      level.incoming = level.incoming.plus(decimal(body, 'product_qty' in body ? 'product_qty' : 'product_uom_qty'));
  }
  return new Map([...levels].sort(([one], [other]) => Number(one) - Number(other)));
}

/** Odoo lets a product have no internal reference. */
function skuOf({ body }: RawRecord): string {
  return text(body, 'default_code') ?? '';
}

function toStockItem(product: RawRecord, levels: ReadonlyMap<string, Level>): StockItemFacet {
  const { body } = product;
  const total = (of: (level: Level) => Decimal): number =>
    [...levels.values()].reduce((sum, level) => sum + pieces(of(level)), 0);
  return {
    sku: skuOf(product),
    gtin: text(body, 'barcode'),
    name: text(body, 'name'),
    active: flag(body, 'active'),
    onHand: total(({ onHand }) => onHand),
    available: total(({ onHand, reserved }) => onHand.minus(reserved)),
    incoming: total(({ incoming }) => incoming),
  };
}

function toLevel(product: RawRecord, warehouse: string, level: Level, related: Related): StockLevelFacet | null {
  const location = warehouseLocation(warehouse, related);
  if (location === null) return null;
  const [shelf] = level.shelves;
  return {
    variant: related.hubId('Variant', product.id),
    sku: skuOf(product),
    location,
    onHand: pieces(level.onHand),
    reserved: pieces(level.reserved),
    available: pieces(level.onHand.minus(level.reserved)),
    incoming: pieces(level.incoming),
    shelf: level.shelves.size === 1 && shelf !== undefined && shelf !== '' ? shelf : null,
  };
}
