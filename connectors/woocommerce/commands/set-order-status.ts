import type { Command, SetOrderStatus } from '#sdk';
import { MARK } from '../mapper/marks.ts';
import { WRITTEN } from '../mapper/order-status.ts';
import { metaText, text } from '../record.ts';
import type { Rest } from '../rest.ts';
import { accessTo } from './access.ts';
import { findOrder } from './order.ts';

/** What the hub means is kept beside it: several of its statuses are one of WooCommerce. */
export function setOrderStatus(rest: Rest): Command<SetOrderStatus> {
  return async ({ order, status }, delivery) => {
    const access = accessTo(rest, delivery.signal);
    const { id, body } = await findOrder(access, order, delivery);
    const written = WRITTEN[status];
    if (text(body, 'status') !== written || metaText(body, MARK.status) !== status) {
      await access.change(`orders/${id}`, { status: written, meta_data: [{ key: MARK.status, value: status }] });
    }
    return { touched: [{ kind: 'orders', ids: [id] }] };
  };
}
