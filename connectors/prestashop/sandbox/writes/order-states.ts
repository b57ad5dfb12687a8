import { columnText } from '../column-text.ts';
import { UncaughtException } from '../reply.ts';
import type { WebserviceRecord } from '../state.ts';
import type { Webservice } from '../webservice.ts';
import { adjustRow, type Behaviour } from './change.ts';
import { addInvoice, highest } from './order-rows.ts';

/** A new history row is what changes an order's state, and that moves the order's `date_upd`. */
export const ORDER_HISTORIES: Behaviour = {
  saved(record, { method, shop, params }) {
    if (method === 'POST') enterState(shop, Number(record['id_order']), Number(record['id_order_state']));
    // The shop has no mail transport: the exception comes when all is written.
    if (params.get('sendemail') === '1') throw new UncaughtException();
  },
};

/** What a state brings with it: validity, the invoice's number, the delivery slip's. */
export function enterState(shop: Webservice, orderId: number, stateId: number): void {
  const order = shop.store.table('orders').get(orderId);
  if (!order) return;
  const state = shop.store.table('order_states').get(stateId);
  const now = shop.clock.dateTime();
  const valid = columnText(state?.['logable'] ?? order['valid'] ?? '0');
  adjustRow(shop, 'orders', orderId, { current_state: stateId, valid, date_upd: now });
  if (state?.['invoice'] === '1' && Number(order['invoice_number'] ?? 0) === 0) addInvoice(shop, order);
  if (state?.['delivery'] === '1' && Number(order['delivery_number'] ?? 0) === 0) addDeliverySlip(shop, order);
}

function addDeliverySlip(shop: Webservice, order: WebserviceRecord): void {
  const last = highest(shop.store.table('orders').records, 'delivery_number');
  const fields = { delivery_number: last + 1, delivery_date: shop.clock.dateTime() };
  adjustRow(shop, 'orders', order.id, fields);
  const invoice = shop.store.table('order_invoices').records.find((row) => row['id_order'] === order.id);
  if (invoice) adjustRow(shop, 'order_invoices', invoice.id, fields);
}

/** The tracking number shows on the order too, whose `date_upd` does not move. */
export const ORDER_CARRIERS: Behaviour = {
  saved(record, { shop }) {
    adjustRow(shop, 'orders', Number(record['id_order']), { shipping_number: record['tracking_number'] });
  },
};
