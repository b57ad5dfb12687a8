/**
 * The table that everything generic reads: which resources a shop has, their fields in the vendor's order, which
 * texts are kept per language, what may be filtered or written, and their associations.
 * No behaviour here: a resource that behaves in its own way does so in `../writes/`.
 */
import { CATALOGUE } from './catalogue.ts';
import { CUSTOMERS } from './customers.ts';
import { ORDERS } from './orders.ts';
import { resource, type Resource } from './resource.ts';
import { SHOP } from './shop.ts';
import { STOCK } from './stock.ts';

export { initialValue } from './resource.ts';
export type { Association, AssociationField, Field, Resource } from './resource.ts';

/** `/api/images` and `/api/search` have their own handling and no schema. */
const SPECIAL = [resource('images', 'image', 'The images', ''), resource('search', 'search', 'Search', '')];

/** All resources by name, in the order of `/api/`. */
export const RESOURCES: ReadonlyMap<string, Resource> = new Map(
  [...CATALOGUE, ...CUSTOMERS, ...ORDERS, ...SHOP, ...STOCK, ...SPECIAL]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((row) => [row.name, row]),
);

/** Those whose entry in `/api/` offers no schema. */
export const WITHOUT_SCHEMA: ReadonlySet<string> = new Set(['attachments', 'images', 'search']);
