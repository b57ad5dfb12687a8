import type {
  Aggregate,
  FulfilmentOrderFacet,
  FulfilmentOrderLine,
  JsonObject,
  Projected,
  RawRecord,
  Related,
} from '#sdk';
import { flag, nameOf, ref, skuOf, text, time } from '../record.ts';
import { decimal, pieces } from './amount.ts';
import { directionOf, isOfTill } from './picking-kind.ts';
import { LOCATION_READS, warehouseLocation } from './place.ts';

/** A confirmed sales order, with where its deliveries stand. */
export const fulfilmentOrders: Aggregate = {
  root: 'sale.order',
  reads: [
    ...LOCATION_READS,
    { kind: 'stock.picking.type', as: 'all' },
    { kind: 'sale.order.line', as: 'children' },
    { kind: 'stock.picking', as: 'children' },
  ],
  project: toFacets,
};

function toFacets({ id, body }: RawRecord, related: Related): Projected[] {
  const state = text(body, 'state') ?? '';
  const deliveries = related
    .children('stock.picking')
    .filter((picking) => !isOfTill(picking.body) && directionOf(picking.body, related) === 'shipment');
  const isCancelled = state === 'cancel';
  if (!['sale', 'done'].includes(state) && !(isCancelled && deliveries.length > 0)) return [];
  const shipped = related.children('sale.order.line').filter((line) => isShipped(line.body));
  if (shipped.length === 0) return [];
  const open = deliveries.filter((picking) => !['done', 'cancel'].includes(text(picking.body, 'state') ?? ''));
  const isReserved = open.length > 0 && open.every((picking) => text(picking.body, 'state') === 'assigned');
  const facet: FulfilmentOrderFacet = {
    reference: text(body, 'client_order_ref') ?? text(body, 'origin') ?? text(body, 'name'),
    number: text(body, 'name'),
    ...statusOf(body, deliveries, open),
    placedAt: time(body, 'date_order'),
    location: warehouseLocation(ref(body, 'warehouse_id'), related),
    batch: open.map((picking) => nameOf(picking.body, 'batch_id')).find((batch) => batch !== null) ?? null,
    lines: [...shipped]
      .sort((one, other) => Number(one.id) - Number(other.id))
      .map((line) => toLine(line.body, isReserved, open.length > 0, related)),
  };
  return [{ type: 'FulfilmentOrder', externalId: id, facet }];
}

/** Up to 17 the type tells which kind of service it is. */
const SERVICES = new Set(['service', 'event', 'event_booth', 'course']);

/** Not a heading, a note, a fee of delivery, a down payment or a service. */
function isShipped(body: JsonObject): boolean {
  if (text(body, 'display_type') !== null || flag(body, 'is_delivery') || flag(body, 'is_downpayment')) return false;
  return !SERVICES.has(text(body, 'product_type') ?? '');
}

function statusOf(
  order: JsonObject,
  deliveries: readonly RawRecord[],
  open: readonly RawRecord[],
): Pick<FulfilmentOrderFacet, 'status' | 'statusLabel'> {
  const label =
    (open[0] && text(open[0].body, 'state')) ?? text(order, 'delivery_status') ?? text(order, 'state') ?? '';
  if (text(order, 'state') === 'cancel') return { status: 'CANCELLED', statusLabel: 'cancel' };
  if (open.some((picking) => nameOf(picking.body, 'batch_id') !== null))
    return { status: 'PICKING', statusLabel: label };
  if (open.length > 0 || deliveries.length === 0) return { status: 'OPEN', statusLabel: label };
  const isDone = deliveries.some((picking) => text(picking.body, 'state') === 'done');
  return { status: isDone ? 'SHIPPED' : 'CANCELLED', statusLabel: label };
}

function toLine(body: JsonObject, isReserved: boolean, isOpen: boolean, related: Related): FulfilmentOrderLine {
  const product = ref(body, 'product_id');
  const ordered = decimal(body, 'product_uom_qty');
  const left = ordered.minus(decimal(body, 'qty_delivered'));
  const toShip = isOpen ? Math.max(0, pieces(left)) : 0;
  return {
    variant: product === null ? null : related.hubId('Variant', product),
    sku: skuOf(body) ?? '',
    name: text(body, 'name'),
    quantity: pieces(ordered),
    reserved: isReserved ? toShip : 0,
    toShip,
    shelf: null,
  };
}
