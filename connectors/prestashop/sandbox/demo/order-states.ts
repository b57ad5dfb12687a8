import type { Draft } from './draft.ts';
import { add, flag } from './draft.ts';
import { everywhere, localized } from './localized.ts';
import { ORDER_STATES } from './texts/order-states.ts';

export const AWAITING_CHECK = 1;
export const PAID = 2;
export const IN_PREPARATION = 3;
export const SHIPPED = 4;
export const DELIVERED = 5;
export const CANCELED = 6;
export const REFUNDED = 7;
export const PAYMENT_ERROR = 8;
export const ON_BACKORDER = 9;
export const AWAITING_WIRE = 10;

export function addOrderStates(draft: Draft): void {
  for (const state of ORDER_STATES) {
    const is = (what: (typeof state.is)[number]) => flag(state.is.includes(what));
    add(draft, 'order_states', {
      unremovable: '1',
      delivery: is('delivery'),
      hidden: is('hidden'),
      send_email: flag(!state.is.includes('silent')),
      module_name: state.module ?? '',
      invoice: is('invoice'),
      color: state.color,
      logable: is('logable'),
      shipped: is('shipped'),
      paid: is('paid'),
      pdf_delivery: is('pdf_delivery'),
      pdf_invoice: is('pdf_invoice'),
      deleted: '0',
      name: localized(state.name),
      template: everywhere(state.template),
    });
  }
}

/** Whether a state makes the order count as a sale. */
export const isValid = (state: number): boolean => ORDER_STATES[state - 1]?.is.includes('logable') === true;
