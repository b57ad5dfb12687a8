import { registerEnumType } from 'type-graphql';
import type { OrderStatus as Status } from '../facets.ts';

/** The statuses of the facets, as GraphQL enum values. */
export const OrderStatus = {
  PENDING: 'PENDING',
  PAID: 'PAID',
  PROCESSING: 'PROCESSING',
  SHIPPED: 'SHIPPED',
  DELIVERED: 'DELIVERED',
  CANCELLED: 'CANCELLED',
  REFUNDED: 'REFUNDED',
  PAYMENT_ERROR: 'PAYMENT_ERROR',
  ON_BACKORDER: 'ON_BACKORDER',
} as const satisfies Record<Status, Status>;

registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description: "How far an order is, in the same words for every shop. The shop's own words are in `statusLabel`.",
  valuesConfig: {
    PENDING: { description: 'Placed, payment not confirmed yet.' },
    PAID: { description: 'Paid, work on it has not begun.' },
    PROCESSING: { description: 'Being prepared.' },
    SHIPPED: { description: 'Handed to the carrier.' },
    DELIVERED: { description: 'Arrived at the customer.' },
    CANCELLED: { description: 'Cancelled; nothing will be sent.' },
    REFUNDED: { description: 'The money went back.' },
    PAYMENT_ERROR: { description: 'The payment failed.' },
    ON_BACKORDER: { description: 'Waits for goods that are not in stock.' },
  },
});
