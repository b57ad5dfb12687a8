/** What the mirror's writer projects in the power-cut proof: the smallest connector that has a facet. */
import { z } from 'zod';
import { defineConnector } from '#sdk';
import { defineFacetType } from '../../../src/mirror/index.ts';
import { KIND } from './agreed.ts';

const proof = defineConnector({
  name: 'proof',
  title: { en: 'Proof', fr: 'Preuve' },
  roles: ['shop'],
  settings: z.strictObject({}),
  secrets: [],
  aggregates: [
    {
      root: KIND,
      reads: [],
      project: ({ id, body }) => [
        { type: 'Proof', externalId: id, facet: { text: JSON.stringify(body['text']).slice(0, 200) } },
      ],
    },
  ],
  open: () => ({ streams: [], check: () => Promise.resolve([]) }),
});

export const connectors = [proof];
export const facetTypes = [
  defineFacetType<{ text: string }>({
    name: 'Proof',
    role: 'shop',
    columns: { text: { type: 'text', of: ({ text }) => text } },
    links: {},
  }),
];
