/**
 * Orders that the hub takes for the shop: what they come to from mirrored prices, taxes and carriers (`quote`,
 * `totals`), and how they are handed to the outbox. Nothing here waits for the shop.
 */
export { inputRefusal, IDEMPOTENCY_KEY, OrderCommandResolver } from './order-command.resolver.ts';
export { OrderChangeResolver } from './order-change.resolver.ts';
