import type { AddTracking, Command, RawRecord } from '#sdk';
import { ref, text } from '../record.ts';
import { accessTo } from './access.ts';
import type { Access, Shop } from './access.ts';
import { existingOrder } from './set-order-status.ts';
import { isShopFailure } from './shop-failure.ts';

/** The shop makes the tracking address from the number and its carrier's own pattern: one of ours has no place there. */
export function addTracking(shop: Shop): Command<AddTracking> {
  return async ({ order, trackingNumber }, delivery) => {
    const access = accessTo(shop, delivery.signal);
    const id = (await delivery.externalId('Order', order)) ?? '';
    const body = await existingOrder(access, id);
    const parcel = await delivery.step('parcel', () =>
      ensureParcel(access, { order: id, carrier: ref(body, 'id_carrier') ?? '0', number: trackingNumber }),
    );
    return {
      touched: [
        { kind: 'orders', ids: [id] },
        { kind: 'order_carriers', ids: [parcel] },
      ],
    };
  };
}

interface Parcel {
  order: string;
  carrier: string;
  number: string;
}

/** The parcel with this number: it is there, or the first without a number takes it, or it is one more parcel. */
async function ensureParcel(access: Access, parcel: Parcel): Promise<string> {
  const parcels = await access.rows('order_carriers', { id_order: `[${parcel.order}]` });
  const known = withNumber(parcels, parcel.number);
  if (known) return known.id;
  try {
    return await write(access, parcel, parcels);
  } catch (error) {
    // The mail to the buyer is sent after the number is written: where that fails, so does the answer.
    const after = isShopFailure(error) ? await access.rows('order_carriers', { id_order: `[${parcel.order}]` }) : [];
    const written = withNumber(after, parcel.number);
    if (written) return written.id;
    throw error;
  }
}

async function write(
  access: Access,
  { order, carrier, number }: Parcel,
  parcels: readonly RawRecord[],
): Promise<string> {
  const parameters: Record<string, string> = access.settings.mailBuyers ? { sendemail: '1' } : {};
  const open = parcels.find(({ body }) => text(body, 'tracking_number') === null);
  if (open) {
    await access.change('order_carriers', open.id, { fields: { tracking_number: number } }, parameters);
    return open.id;
  }
  const last = parcels.at(-1);
  const fields = {
    id_order: order,
    id_carrier: (last && ref(last.body, 'id_carrier')) ?? carrier,
    tracking_number: number,
  };
  return access.create('order_carriers', { fields }, parameters);
}

function withNumber(parcels: readonly RawRecord[], number: string): RawRecord | undefined {
  return parcels.find(({ body }) => text(body, 'tracking_number') === number);
}
