/**
 * What an Odoo can be told to do, through the same API by which it is read.
 *
 * Ids are never chosen, and a write whose answer was lost is not repeated unseen: what an earlier try left is looked for
 * before anything is made, a customer by e-mail, an order by the reference that it was marked with. A command that makes
 * several records keeps each as a *step*. A *refusal* is what Odoo cannot take as it is now, in words of ours, with
 * Odoo's own in the detail.
 */
import type { FulfilmentCommands, ShopCommands } from '#sdk';
import type { Told } from './access.ts';
import { createPurchaseOrder } from './create-purchase-order.ts';
import { eraseCustomer } from './erase-customer.ts';
import { fulfilOrder } from './fulfil-order.ts';
import { setStock } from './set-stock.ts';

export function odooCommands(told: Told): FulfilmentCommands & Pick<ShopCommands, 'eraseCustomer'> {
  return {
    setStock: setStock(told),
    fulfilOrder: fulfilOrder(told),
    createPurchaseOrder: createPurchaseOrder(told),
    eraseCustomer: eraseCustomer(told),
  };
}
