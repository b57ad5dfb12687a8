/**
 * What the shop is told to do. Every command looks first for what an earlier try left, and names what is to be read
 * back. Values are written, never differences.
 */
import type { ShopCommands } from '#sdk';
import type { Rest } from '../rest.ts';
import { addTracking } from './add-tracking.ts';
import { placeOrder } from './place-order.ts';
import { setOrderStatus } from './set-order-status.ts';
import { setStock } from './set-stock.ts';
import { setVariantPrice } from './set-variant-price.ts';
import { updateProduct } from './update-product.ts';
import { upsertCustomer } from './upsert-customer.ts';

export function shopCommands(rest: Rest): Omit<ShopCommands, 'eraseCustomer'> {
  return {
    placeOrder: placeOrder(rest),
    setOrderStatus: setOrderStatus(rest),
    addTracking: addTracking(rest),
    setVariantPrice: setVariantPrice(rest),
    updateProduct: updateProduct(rest),
    setStock: setStock(rest),
    upsertCustomer: upsertCustomer(rest),
  };
}
