import type { OrderFacet, OrderStatus, ShipmentFacet } from '#sdk';
import type { FacetRow } from '../mirror/index.ts';
import { intent, present, type Flow, type Intent } from './flow.ts';

/** Statuses after which an order can still be said to be on its way. */
const BEFORE: ReadonlySet<OrderStatus> = new Set(['PENDING', 'PAID', 'PROCESSING', 'ON_BACKORDER']);

/** What was sent is told to the shop, which tells the buyer. */
export const shipmentToShop: Flow = {
  name: 'shipment-to-shop',
  from: 'fulfilment',
  to: 'shop',
  watches: ['Shipment'],
  walks: 'Shipment',
  needs: ['addTracking', 'setOrderStatus'],
  async plan(changes, { from, to }, { facets }) {
    const shipments = await facets.byIds<ShipmentFacet>('Shipment', from, present(changes));
    const sent = [...shipments.values()].filter(({ facet }) => facet.order !== null && facet.shippedAt !== null);
    const orders = await facets.byIds<OrderFacet>(
      'Order',
      to,
      sent.map(({ facet }) => facet.order ?? ''),
    );
    return [...Map.groupBy(sent, ({ facet }) => facet.order ?? '')].flatMap(([asked, parcels]) => {
      const order = orders.get(asked);
      return order ? tell(order, parcels) : [];
    });
  },
};

function tell(order: FacetRow<OrderFacet>, parcels: readonly FacetRow<ShipmentFacet>[]): Intent[] {
  const { id, facet } = order;
  const about = { lane: `Order:${id}`, entity: 'Order', hubId: id, subject: facet.reference };
  const known = [...facet.trackingNumbers];
  const intents: Intent[] = [];
  for (const { facet: parcel } of parcels) {
    for (const trackingNumber of parcel.trackingNumbers) {
      if (known.includes(trackingNumber)) continue;
      const before = known.join(', ') || null;
      known.push(trackingNumber);
      const { carrier, trackingUrl, shippedAt } = parcel;
      intents.push(
        intent({
          ...about,
          command: 'addTracking',
          payload: { order: id, carrier, trackingNumber, trackingUrl, shippedAt },
          overlays: [{ type: 'Order', hubId: id, patch: { trackingNumbers: [...known] }, creates: false }],
          // Every parcel counts: a later one does not make an earlier one outdated.
          replaces: `tracking:${id}:${trackingNumber}`,
          before,
          after: trackingNumber,
        }),
      );
    }
  }
  if (BEFORE.has(facet.status)) {
    intents.push(
      intent({
        ...about,
        command: 'setOrderStatus',
        payload: { order: id, status: 'SHIPPED' },
        overlays: [{ type: 'Order', hubId: id, patch: { status: 'SHIPPED' }, creates: false }],
        before: facet.status,
        after: 'SHIPPED',
      }),
    );
  }
  return intents;
}
