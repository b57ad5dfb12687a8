import { isCoded, type CheckFinding } from '#sdk';
import type { OpenShop } from './orders.stream.ts';
import { ticketOf, wordOf } from './sale-record.ts';

/** Whether the shop lets itself be read, and whether the last order of the till's module says its ticket. */
export async function checkShop({ shop, webservice }: OpenShop): Promise<CheckFinding[]> {
  try {
    await webservice.list('currencies', { display: '[id,iso_code]' });
    const fields = `[id,module,payment,${shop.ticket.field}]`.replace(',payment,payment', ',payment');
    const [order] = await webservice.list('orders', { display: fields, modules: shop.modules, limit: 1 });
    if (!order) return [{ subject: 'shop', state: 'ok', message: 'The shop answers; no order of the module yet.' }];
    const { number } = ticketOf(order, shop);
    if (number !== null) return [{ subject: 'shop', state: 'ok', message: `The shop answers; a ticket is ${number}.` }];
    return [
      {
        subject: 'shop',
        state: 'missing',
        message: `No ticket number can be read from the field ${shop.ticket.field} of order ${wordOf(order['id'])}.`,
        remedy: 'Look at that order in the shop, and set shop.ticket.',
      },
    ];
  } catch (error) {
    if (!isCoded(error)) throw error;
    return [{ subject: 'shop', state: 'error', message: error.message, remedy: error.remedy }];
  }
}
