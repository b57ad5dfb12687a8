/** Changes of products, prices and customers that the hub takes for the shop: shown at once, delivered by the outbox. */
export { CustomerChangeResolver } from './customer-change.resolver.ts';
export { ProductChangeResolver } from './product-change.resolver.ts';
