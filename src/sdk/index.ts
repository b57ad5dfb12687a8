/**
 * All that a connector may import (published as `mortar/sdk`).
 *
 * Words: a *connector* is a vendor's package, a *brick* one configured instance of it; a brick has *streams* of
 * *records*; *aggregates* turn records into the roles' *facets*. Nothing here knows a vendor, a database or GraphQL.
 */
export * from './bulk-edit-columns.ts';
export * from './bulk-edit-lines.ts';
export type * from './command.ts';
export * from './connector.ts';
export * from './decimal.ts';
export * from './errors.ts';
export * from './gtin.ts';
export type * from './http.ts';
export type * from './drop-box.ts';
export * from './intake.ts';
export type * from './json.ts';
export type * from './mapper.ts';
export type * from './money.ts';
export type * from './stream.ts';
export type * from './table.ts';
export * from './version.ts';
export type * from './webhook.ts';
/** The schema library in which settings are declared, so that a connector needs no package of its own. */
export { z } from 'zod';
export type * from '../roles/fulfilment/commands.ts';
export type * from '../roles/fulfilment/facets.ts';
export type * from '../roles/mass-edit/facets.ts';
export type * from '../roles/shop/commands.ts';
export type * from '../roles/shop/facets.ts';
export type * from '../roles/till/commands.ts';
export type * from '../roles/till/facets.ts';
