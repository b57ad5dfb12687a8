import type { Aggregate } from '#sdk';
import { locations } from './location.ts';
import { orders } from './order.ts';
import { purchaseOrders, receipts, suppliers } from './purchasing.ts';
import { shipments } from './shipment.ts';
import { products } from './stock.ts';

/** From the records of one myFulfillment to the facets of the role fulfilment. */
export const aggregates: readonly Aggregate[] = [
  locations,
  suppliers,
  products,
  purchaseOrders,
  receipts,
  orders,
  shipments,
];
