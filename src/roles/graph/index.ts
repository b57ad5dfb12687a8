/**
 * What all role subgraphs share so that roles need not import one another: the value types that mean the same
 * everywhere (Money, Origin, PageInfo, Decimal, DateTime), Relay connections, coded refusals, and how a Federation 2
 * subgraph is built from type-graphql resolvers. It knows no role and no HTTP.
 */
// type-graphql's decorators need it before they run.
import 'reflect-metadata';

export * from './brick-of.ts';
export * from './budget.ts';
export * from './coded.ts';
export * from './columns.ts';
export * from './command.ts';
export * from './connection.ts';
export * from './delivery.type.ts';
export * from './list.ts';
export type * from './live.ts';
export * from './loaders.ts';
export * from './marks.ts';
export * from './money.ts';
export * from './money.type.ts';
export * from './origin.type.ts';
export * from './origins.ts';
export * from './outgoing.ts';
export { ABOUT } from './own.ts';
export * from './page-info.type.ts';
export * from './pending.ts';
export * from './personal-data.ts';
export type * from './request.ts';
export * from './scalars.ts';
export * from './scopes.ts';
export * from './settlement.ts';
export * from './sold.ts';
export * from './sold.type.ts';
export * from './subgraph.ts';
