import type {
  Aggregate,
  FulfilmentOrderFacet,
  JsonObject,
  Projected,
  RawRecord,
  ReceiptFacet,
  Related,
  ReturnFacet,
  ShipmentFacet,
} from '#sdk';
import { nameOf, ref, skuOf, text, time } from '../record.ts';
import { decimal, pieces } from './amount.ts';
import { directionOf, isOfTill } from './picking-kind.ts';
import { LOCATION_READS, pickingType, warehouseLocation } from './place.ts';

/** A transfer: what was shipped, received or brought back, and what is to be shipped without a sales order. */
export const pickings: Aggregate = {
  root: 'stock.picking',
  reads: [...LOCATION_READS, { kind: 'stock.picking.type', as: 'all' }, { kind: 'stock.move', as: 'children' }],
  project: toFacets,
};

function toFacets(picking: RawRecord, related: Related): Projected[] {
  const { id, body } = picking;
  const state = text(body, 'state') ?? '';
  if (isOfTill(body) || state === 'cancel') return [];
  const isDone = state === 'done';
  const direction = directionOf(body, related);
  if (direction === 'return') return [{ type: 'Return', externalId: id, facet: toReturn(picking, related) }];
  if (direction === 'receipt' && isDone)
    return [{ type: 'Receipt', externalId: id, facet: toReceipt(picking, related) }];
  if (direction !== 'shipment') return [];
  // Those of a sales order are told by the order; without one, the delivery is the order, also after it was shipped.
  const isOrder = ref(body, 'sale_id') === null && state !== 'draft';
  return [
    ...(isOrder ? [{ type: 'FulfilmentOrder', externalId: ownOrder(id), facet: toOrder(picking, related) }] : []),
    ...(isDone ? [{ type: 'Shipment', externalId: id, facet: toShipment(picking, related) }] : []),
  ];
}

function toShipment({ id, body }: RawRecord, related: Related): ShipmentFacet {
  const tracking = text(body, 'carrier_tracking_ref') ?? '';
  return {
    order: orderOf(body, related) ?? related.hubId('Order', ownOrder(id)),
    orderReference: nameOf(body, 'sale_id') ?? text(body, 'origin') ?? text(body, 'name'),
    carrier: nameOf(body, 'carrier_id'),
    trackingNumbers: tracking.split(/[\s,;+]+/).filter((number) => number !== ''),
    trackingUrl: null,
    shippedAt: time(body, 'date_done'),
    location: locationOf(body, related),
    lines: movedLines(related).map(({ variant, sku, quantity }) => ({ variant, sku, quantity })),
  };
}

function toReceipt({ body }: RawRecord, related: Related): ReceiptFacet {
  const purchase = ref(body, 'purchase_id');
  return {
    purchaseOrder: purchase === null ? null : related.hubId('PurchaseOrder', purchase),
    purchaseOrderReference: nameOf(body, 'purchase_id') ?? text(body, 'origin'),
    receivedAt: time(body, 'date_done'),
    location: locationOf(body, related),
    lines: movedLines(related).map(({ variant, sku, quantity }) => ({
      variant,
      sku: sku ?? '',
      quantity,
    })),
  };
}

function toReturn({ body }: RawRecord, related: Related): ReturnFacet {
  const lines = text(body, 'state') === 'done' ? movedLines(related) : demandedLines(related);
  return {
    order: orderOf(body, related),
    orderReference: nameOf(body, 'sale_id') ?? text(body, 'origin'),
    returnedAt: time(body, 'date_done'),
    status: text(body, 'state'),
    location: locationOf(body, related),
    lines: lines.map(({ variant, sku, quantity }) => ({ variant, sku, quantity, reason: null })),
  };
}

function toOrder({ body }: RawRecord, related: Related): FulfilmentOrderFacet {
  const state = text(body, 'state') ?? '';
  const isShipped = state === 'done';
  const batch = nameOf(body, 'batch_id');
  return {
    reference: text(body, 'origin') ?? text(body, 'name'),
    number: text(body, 'name'),
    status: isShipped ? 'SHIPPED' : batch === null ? 'OPEN' : 'PICKING',
    statusLabel: state,
    placedAt: time(body, 'create_date'),
    location: locationOf(body, related),
    batch: isShipped ? null : batch,
    lines: demandedLines(related).map(({ variant, sku, quantity }) => ({
      ...{ variant, sku: sku ?? '', name: null, quantity, shelf: null },
      ...{ reserved: state === 'assigned' ? quantity : 0, toShip: isShipped ? 0 : quantity },
    })),
  };
}

/** A delivery without a sales order is an order of its own. */
function ownOrder(picking: string): string {
  return `picking/${picking}`;
}

interface Line {
  variant: string;
  sku: string | null;
  quantity: number;
}

/** What was moved: `quantity` from 17 on, `quantity_done` before. */
function movedLines(related: Related): Line[] {
  const done = related.children('stock.move').filter(({ body }) => text(body, 'state') === 'done');
  return toLines(done, (body) => ('quantity' in body ? 'quantity' : 'quantity_done'), related);
}

function demandedLines(related: Related): Line[] {
  const wanted = related.children('stock.move').filter(({ body }) => text(body, 'state') !== 'cancel');
  return toLines(wanted, () => 'product_uom_qty', related);
}

function toLines(moves: readonly RawRecord[], field: (body: JsonObject) => string, related: Related): Line[] {
  const sorted = [...moves].sort((one, other) => Number(one.id) - Number(other.id));
  return sorted.flatMap(({ body }) => {
    const product = ref(body, 'product_id');
    const quantity = pieces(decimal(body, field(body)));
    if (product === null || quantity === 0) return [];
    return [{ variant: related.hubId('Variant', product), sku: skuOf(body), quantity }];
  });
}

function orderOf(body: JsonObject, related: Related): string | null {
  const sale = ref(body, 'sale_id');
  return sale === null ? null : related.hubId('Order', sale);
}

function locationOf(body: JsonObject, related: Related): string | null {
  return warehouseLocation(pickingType(ref(body, 'picking_type_id'), related).warehouse, related);
}
