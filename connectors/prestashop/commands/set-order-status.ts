import type { Command, JsonObject, SetOrderStatus } from '#sdk';
import { ref } from '../record.ts';
import { accessTo } from './access.ts';
import type { Access, Shop } from './access.ts';
import { enterState, lastEntry, readOrderStates } from './order-status.ts';
import { refusal } from './refusal.ts';

export function setOrderStatus(shop: Shop): Command<SetOrderStatus> {
  return async ({ order, status }, delivery) => {
    const access = accessTo(shop, delivery.signal);
    const id = (await delivery.externalId('Order', order)) ?? '';
    const body = await existingOrder(access, id);
    const states = await readOrderStates(access);
    const before = await delivery.step('history before', () => lastEntry(access, id));
    await delivery.step('state', async () => {
      if (states.statusOf(ref(body, 'current_state')) !== status)
        await enterState(access, id, states.stateFor(status), before);
      return true;
    });
    return { touched: await touchedByState(access, id) };
  };
}

/** Refuses an order that the shop does not have. */
export async function existingOrder(access: Access, id: string): Promise<JsonObject> {
  const body = id === '' ? null : await access.row('orders', id);
  if (body) return body;
  throw refusal(
    'ORDER_UNKNOWN',
    'The shop does not have this order.',
    'See whether the order was deleted in the shop, or has not been delivered to it yet; discard the message, or redrive it.',
    id === '' ? undefined : `order ${id}`,
  );
}

/** A state may bring an invoice, a delivery slip and a payment with it. */
async function touchedByState(access: Access, id: string): Promise<{ kind: string; ids: string[] }[]> {
  const touched = [{ kind: 'orders', ids: [id] }];
  for (const kind of ['order_histories', 'order_invoices']) {
    const rows = await access.rows(kind, { id_order: `[${id}]` });
    if (rows.length > 0) touched.push({ kind, ids: rows.map((row) => row.id) });
  }
  return touched;
}
