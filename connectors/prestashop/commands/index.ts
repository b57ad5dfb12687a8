/**
 * What a PrestaShop can be told to do, through its webservice.
 *
 * Only POST and PATCH of XML; ids are never chosen, so what an earlier try left is looked for before anything is made:
 * a customer by e-mail, an address by its fields, a cart by a mark, an order by its cart. A command that makes several
 * records keeps each as a *step*. A *refusal* is what the shop cannot take as it is now, said in words of ours, with
 * the shop's own in the detail.
 */
import type { ShopCommands } from '#sdk';
import type { Shop } from './access.ts';
import { addTracking } from './add-tracking.ts';
import { eraseCustomer } from './erase-customer.ts';
import { placeOrder } from './place-order.ts';
import { setOrderStatus } from './set-order-status.ts';
import { setStock } from './set-stock.ts';
import { setVariantPrice } from './set-variant-price.ts';
import { updateProduct } from './update-product.ts';
import { upsertCustomer } from './upsert-customer.ts';

export function shopCommands(shop: Shop): ShopCommands {
  return {
    placeOrder: placeOrder(shop),
    setOrderStatus: setOrderStatus(shop),
    addTracking: addTracking(shop),
    setVariantPrice: setVariantPrice(shop),
    updateProduct: updateProduct(shop),
    setStock: setStock(shop),
    upsertCustomer: upsertCustomer(shop),
    eraseCustomer: eraseCustomer(shop),
  };
}
