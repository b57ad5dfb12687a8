import type { AddTracking, Command, JsonObject } from '#sdk';
import {
  TRACKING_ITEMS,
  TRACKING_NUMBER,
  TRACKING_PROVIDER,
  trackingItems,
  trackingNumbers,
} from '../mapper/tracking.ts';
import { carrierName } from '../mapper/order-lines.ts';
import type { Rest } from '../rest.ts';
import { accessTo } from './access.ts';
import { findOrder } from './order.ts';

/**
 * WooCommerce itself has no field for a parcel: its number goes where the plugin Shipment Tracking keeps it, which the
 * others read too, and into the two metas that mails and themes show. No mail is sent for it.
 */
export function addTracking(rest: Rest): Command<AddTracking> {
  return async (parcel, delivery) => {
    const access = accessTo(rest, delivery.signal);
    const { id, body } = await findOrder(access, parcel.order, delivery);
    if (!trackingNumbers(body).includes(parcel.trackingNumber)) {
      await access.change(`orders/${id}`, { meta_data: metas(body, parcel) });
    }
    return { touched: [{ kind: 'orders', ids: [id] }] };
  };
}

function metas(body: JsonObject, { carrier, trackingNumber, trackingUrl, shippedAt }: AddTracking): JsonObject[] {
  const provider = carrier ?? carrierName(body) ?? '';
  const item = {
    ...{ tracking_provider: '', custom_tracking_provider: provider, custom_tracking_link: trackingUrl ?? '' },
    ...{ tracking_number: trackingNumber, tracking_id: trackingNumber },
    date_shipped: shippedAt === null ? '' : String(Math.floor(Date.parse(shippedAt) / 1000)),
  };
  return [
    { key: TRACKING_ITEMS, value: [...trackingItems(body), item] },
    { key: TRACKING_NUMBER, value: trackingNumber },
    { key: TRACKING_PROVIDER, value: provider },
  ];
}
