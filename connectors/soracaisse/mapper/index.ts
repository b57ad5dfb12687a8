/**
 * From records to the facets of the role till. A ticket, an order of the till's module and a Z report may come in any
 * order: each finds the others by its number or its session, and is projected again when they come.
 */
import type { Aggregate, JsonObject, Related } from '#sdk';
import { text } from '../body.ts';
import { aliasesIn } from '../catalogue-match.ts';
import { toAlarms, toOrderAlarms, toSessionAlarms } from './alarms.ts';
import { toCard, toCustomer, toItem, toSession, toStore } from './lists.ts';
import { toSale, toShopSale } from './sale.ts';

/** One facet a record. */
function one(root: string, type: string, toFacet: (body: JsonObject, related: Related) => object): Aggregate {
  return {
    root,
    reads: [],
    project: ({ id, body }, related) => [{ type, externalId: id, facet: toFacet(body, related) }],
  };
}

export const aggregates: readonly Aggregate[] = [
  one('stores', 'Store', toStore),
  one('items', 'TillItem', toItem),
  one('customers', 'TillCustomer', toCustomer),
  one('loyalty', 'LoyaltyCard', toCard),
  {
    root: 'tickets',
    reads: [{ kind: 'ticket_items', as: 'children' }],
    project: ({ id, body }, related) => {
      const [items] = related.children('ticket_items');
      return [{ type: 'Sale', externalId: id, facet: toSale(body, related, aliasesIn(items)) }];
    },
  },
  {
    root: 'shop_orders',
    reads: [{ kind: 'tickets', as: 'children', by: 'key' }],
    project: (root, related) => [...toShopSale(root, related), ...toOrderAlarms(root)],
  },
  {
    root: 'sold_items',
    reads: [
      { kind: 'items', as: 'children', by: 'key' },
      { kind: 'aliases', as: 'children' },
    ],
    // What the catalogue says of an item goes before what a ticket calls it.
    project: ({ id, body }, related) =>
      related.children('items').length > 0 || related.children('aliases').some((alias) => text(alias.body, 'item'))
        ? []
        : [{ type: 'TillItem', externalId: id, facet: toItem(body) }],
  },
  {
    root: 'z_reports',
    reads: [{ kind: 'sessions', as: 'children' }],
    project: (root, related) => [
      { type: 'TillSession', externalId: root.id, facet: toSession(root.body, related) },
      ...toSessionAlarms(root, related),
    ],
  },
  { root: 'files', reads: [], project: ({ id, body }) => toAlarms(id, body) },
];
