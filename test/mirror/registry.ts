import type { Aggregate, Connector, JsonObject, RawRecord } from '#sdk';
import { z } from 'zod';
import { defineFacetType, fold } from '../../src/mirror/index.ts';

/** A vendor made up for the tests of the mirror: one aggregate for each way in which a projection reads. */

interface Thing {
  name: string;
  price: string | null;
  parts: string[];
  groups: string[];
  tax: string;
  city: string | null;
  updatedAt: string | null;
}

interface Part {
  thing: string;
  code: string;
  ean?: string;
}

interface Sale {
  lines: { target: string; quantity: number; micros: number }[];
  at: string | null;
}

const text = (body: JsonObject, field: string): string | null => {
  const value = body[field];
  return typeof value === 'string' ? value : null;
};

const things: Aggregate = {
  root: 'things',
  reads: [
    { kind: 'parts', as: 'children' },
    { kind: 'notes', as: 'children', by: 'key' },
    { kind: 'places', as: 'siblings' },
    { kind: 'taxes', as: 'all' },
  ],
  project(root, related) {
    if (root.body['broken'] === true) throw new Error('a mapper that fails');
    if (root.body['hidden'] === true) return [];
    const parts = related.children('parts');
    const note = related.children('notes').map((record) => text(record.body, 'text'));
    const rates = related.derived('rates', ['taxes'], () => related.all('taxes').map(({ body }) => text(body, 'rate')));
    const facet: Thing = {
      name: [text(root.body, 'name'), ...note].filter((part) => part !== null).join(' '),
      price: text(root.body, 'price'),
      parts: parts.map(({ id }) => related.hubId('Part', id)),
      groups: (text(root.body, 'groups') ?? '')
        .split(' ')
        .filter(Boolean)
        .map((id) => related.hubId('Group', id)),
      tax: rates.join(),
      city: text(related.siblings('places')[0]?.body ?? {}, 'city'),
      updatedAt: text(root.body, 'updatedAt'),
    };
    const thing = related.hubId('Thing', root.id);
    return [
      { type: 'Thing', externalId: root.id, url: `https://office.example/things/${root.id}`, facet },
      ...parts.map((part: RawRecord) => {
        const ean = text(part.body, 'ean');
        const facet: Part = { thing, code: text(part.body, 'code') ?? '', ...(ean === null ? {} : { ean }) };
        return { type: 'Part', externalId: part.id, facet };
      }),
    ];
  },
};

const sales: Aggregate = {
  root: 'sales',
  reads: [],
  project(root, related) {
    const lines = root.body['lines'] as { thing: string; quantity: number; micros: number }[];
    const facet: Sale = {
      lines: lines.map(({ thing, ...line }) => ({ ...line, target: related.hubId('Thing', thing) })),
      at: text(root.body, 'at'),
    };
    return [{ type: 'Sale', externalId: root.id, facet }];
  },
};

const vendor: Connector<Record<string, never>> = {
  name: 'vendor',
  title: { en: 'Vendor', fr: 'Vendeur' },
  roles: ['shop'],
  settings: z.strictObject({}),
  secrets: [],
  aggregates: [things, sales],
  open: () => ({ streams: [], check: () => Promise.resolve([]) }),
};

export const connectors = [vendor];

const thing = defineFacetType<Thing>({
  name: 'Thing',
  role: 'shop',
  follows: { type: 'Part', column: 'thing' },
  columns: {
    name: { type: 'text', of: ({ name }) => fold(name) },
    price: { type: 'integer', of: ({ price }) => (price === null ? null : Number(price)) },
    updated_at: { type: 'text', of: ({ updatedAt }) => updatedAt },
  },
  links: { group: ({ groups }) => groups.map((target) => ({ target })) },
  search: ({ name }) => name,
});

const part = defineFacetType<Part>({
  name: 'Part',
  role: 'shop',
  identity: [
    { scheme: 'sku', column: 'code' },
    { scheme: 'gtin', column: 'ean' },
  ],
  columns: {
    thing: { type: 'text', of: (facet) => facet.thing },
    code: { type: 'text', of: ({ code }) => code || null },
    ean: { type: 'text', of: ({ ean }) => ean ?? null },
  },
  links: {},
  search: ({ code }) => code,
  foundAs: { type: 'Thing', of: (facet) => facet.thing },
});

const sale = defineFacetType<Sale>({
  name: 'Sale',
  role: 'shop',
  columns: {},
  links: { thing: ({ lines, at }) => lines.map((line) => ({ ...line, at })) },
});

export const facetTypes = [thing, part, sale];
