import { PermanentError, type IntakeStage } from '#sdk';

/** Kinds that come with an order, row by row. */
const WITH_ORDERS = ['order_details', 'order_histories', 'order_payments', 'order_invoices', 'order_carriers'];

/**
 * Stages that ask nobody and write nothing: what came with its order is counted, and what did not is reported. A shop
 * keeps the lines of an order that was deleted.
 */
export const CARRIED: readonly IntakeStage[] = WITH_ORDERS.map((kind) => ({
  kind,
  merges: true,
  requests: () => 0,
  find: (item, context) => Promise.resolve(context.placed(kind, item.id)),
  put: () => Promise.reject(notCarried(kind)),
}));

function notCarried(kind: string): PermanentError {
  return new PermanentError({
    code: 'INTAKE_ORDER_MISSING',
    message: `It belongs to an order that is not in the target shop: "${kind}" come with their orders.`,
    remedy: 'Where the order was refused, see there; of an order that was deleted, nothing is to be done.',
  });
}
