/** What fulfilment is told through the outbox: stock as counted, goods ordered from suppliers. */
export { PurchaseOrderCommandResolver } from './purchase-order.resolver.ts';
export { StockChangeResolver } from './stock-change.resolver.ts';
