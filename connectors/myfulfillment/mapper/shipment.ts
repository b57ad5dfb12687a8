import type { Aggregate, RawRecord, Related, ShipmentFacet } from '#sdk';
import { count, firstText, list, text } from '../record.ts';
import { CONVENTIONS, conventions, toUtc } from './time.ts';
import { itemOf } from './variant-id.ts';

export const shipments: Aggregate = {
  root: 'shipments',
  reads: [{ kind: 'orders', as: 'siblings' }, CONVENTIONS],
  project(root, related) {
    return [{ type: 'Shipment', externalId: root.id, facet: toShipment(root, related) }];
  },
};

function toShipment({ body }: RawRecord, related: Related): ShipmentFacet {
  const [order] = related.siblings('orders');
  const trackings = list(body, 'trackings');
  const warehouse = text(body, 'warehouse_id');
  return {
    order: order ? related.hubId('Order', order.id) : null,
    orderReference: text(body, 'order_reference'),
    carrier: firstText(body, 'method_description', 'method_code'),
    trackingNumbers: [...new Set(trackings.flatMap((tracking) => text(tracking, 'number') ?? []))],
    trackingUrl: trackings.map((tracking) => text(tracking, 'url')).find((url) => url !== null) ?? null,
    shippedAt: toUtc(text(body, 'created_at'), conventions(related).timezone),
    location: warehouse && related.hubId('Location', warehouse),
    lines: list(body, 'items').map((item) => ({ ...itemOf(item, related), quantity: count(item, 'qty') })),
  };
}
