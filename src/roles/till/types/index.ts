/**
 * What the graph shows of tills. Fields that are no plain copy of a facet are in `../resolvers/`.
 */
export * from './loyalty-card.type.ts';
export * from './references.type.ts';
export * from './sale.type.ts';
export * from './till-alarm.type.ts';
export * from './till-session.type.ts';
