/** The shop's GraphQL types, apart from its facets: what a page shows is not what a swap must keep. */
export * from './address.type.ts';
export * from './category.type.ts';
export * from './customer.type.ts';
export * from './feature.type.ts';
export * from './image.type.ts';
export * from './invoice.type.ts';
export * from './order-parts.type.ts';
export * from './order-status.type.ts';
export * from './order.type.ts';
export * from './price-list.type.ts';
export * from './product.type.ts';
export * from './text.ts';
export * from './variant.type.ts';
