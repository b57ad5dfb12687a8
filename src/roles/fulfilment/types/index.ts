/** Fulfilment's GraphQL types, apart from its facets: what a page shows is not what a swap must keep. */
export * from './location.type.ts';
export * from './movement.type.ts';
export * from './pick.type.ts';
export * from './purchase.type.ts';
export * from './report.type.ts';
export * from './shop-entities.type.ts';
export * from './stock-level.type.ts';
