import type { Aggregate } from '#sdk';
import { closings } from './closing.ts';
import { fulfilmentOrders } from './fulfilment-order.ts';
import { loyaltyCards } from './loyalty-card.ts';
import { partners } from './partner.ts';
import { pickings } from './picking.ts';
import { products } from './product.ts';
import { purchaseOrders } from './purchase-order.ts';
import { sales } from './sale.ts';
import { tillSessions } from './till-session.ts';
import { warehouses } from './warehouse.ts';

/** From Odoo's records to the facets of the roles till and fulfilment. */
export const aggregates: readonly Aggregate[] = [
  warehouses,
  partners,
  products,
  fulfilmentOrders,
  pickings,
  purchaseOrders,
  tillSessions,
  sales,
  closings,
  loyaltyCards,
];
