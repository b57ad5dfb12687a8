/**
 * All that a connector may import (published as `mortar/sdk`).
 *
 * Words: a *connector* is a vendor's package, a *brick* one configured instance of it; a brick has *streams* of
 * *records*; *aggregates* turn records into the roles' *facets*. Nothing here knows a vendor, a database or GraphQL.
 */
export * from './connector.ts';
export * from './errors.ts';
export type * from './http.ts';
export type * from './json.ts';
export type * from './mapper.ts';
export type * from './stream.ts';
export type * from '../roles/shop/facets.ts';
