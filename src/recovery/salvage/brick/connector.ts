import { defineConnector, z } from '#sdk';
import { claimedStream } from './claimed.stream.ts';
import { CLAIM_KINDS } from '../claim.ts';
import { projectArticle } from './article.ts';
import { projectCategory, projectLocation } from './places.ts';
import { projectCustomer } from './customer.ts';
import { projectOrder } from './order.ts';
import { staged, type Staging } from './staging.ts';

/** Name of the connector, as the configuration names it. */
export const SALVAGE = 'salvage';

/** What files and mails say, as a brick: its records come by `mortar salvage`, and a run takes them in. */
export const salvage = defineConnector({
  name: SALVAGE,
  title: { en: 'Salvaged files and mails', fr: 'Fichiers et courriels récupérés' },
  roles: ['shop', 'fulfilment'],
  settings: z.strictObject({
    /** Where files lie that are salvaged over GraphQL. Absent: the command line only. */
    folder: z.string().min(1).optional(),
  }),
  secrets: [],
  aggregates: [
    { root: 'categories', reads: [], project: projectCategory },
    { root: 'locations', reads: [], project: projectLocation },
    { root: 'articles', reads: [], project: projectArticle },
    { root: 'customers', reads: [], project: projectCustomer },
    { root: 'orders', reads: [], project: projectOrder },
  ],
  open() {
    const staging: Staging = { claims: [] };
    const streams = CLAIM_KINDS.map((kind) => claimedStream(kind, staging));
    const message = 'It holds what was salvaged from files and mails.';
    return staged({ streams, check: () => Promise.resolve([{ subject: 'files', state: 'ok', message }]) }, staging);
  },
});
