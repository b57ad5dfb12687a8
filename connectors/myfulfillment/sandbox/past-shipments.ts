import type { ShopRow } from './shop-client.ts';
import type { FulfilmentState } from './state.ts';

/** What this warehouse shipped before the day on which it is seen: the shop's parcels that bear a number. */
export function addPastShipments(
  state: FulfilmentState,
  orders: readonly ShopRow[],
  parcels: readonly ShopRow[],
): void {
  const byId = new Map(orders.map((order) => [order.id, order]));
  for (const parcel of parcels) {
    const number = parcel['tracking_number'];
    const order = byId.get(Number(parcel['id_order']));
    if (typeof number !== 'string' || number === '' || !order) continue;
    const carrier = state.carriers[Number(parcel['id_carrier']) % state.carriers.length];
    const { order_rows = [] } = (order['associations'] ?? {}) as { order_rows?: Record<string, unknown>[] };
    state.shipments.push({
      id: (state.shipments.at(-1)?.id ?? 5000) + 1,
      order_reference: String(order.id),
      packer: 'Lina',
      created_at: `${String(parcel['date_add']).replace(' ', 'T')}+01:00`,
      method_code: carrier?.code ?? '',
      method_description: carrier?.name ?? '',
      trackings: [{ number }],
      items: order_rows.map((row) => ({
        sku: String(row['product_reference'] as string),
        qty: Number(row['product_quantity']),
      })),
    });
  }
}
