import { parse, type ExecutionResult } from 'graphql';
import { FakeOutbox } from './fake-outbox.ts';
import { createLocalExecutor } from '../../src/gateway/local-executor.ts';
import { fulfilmentSubgraph } from '../../src/roles/fulfilment/index.ts';
import { fulfilmentFacetTypes } from '../../src/roles/fulfilment/facet-types.ts';
import type { FulfilmentFacets } from '../../src/roles/fulfilment/facets.ts';
import { defineFacetType } from '../../src/mirror/index.ts';
import { ReadBudget, type GraphRequest } from '../../src/roles/graph/index.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import type { SaleFacet, StoreFacet, TillItemFacet } from '#sdk';
import { FakeMirror } from './fake-reader.ts';

export const BRICK = 'depot';
export const NOW = '2026-11-15T12:00:00.000Z';

/** What the till's role declares, as far as fulfilment reads it. */
const sale = defineFacetType<SaleFacet>({
  name: 'Sale',
  role: 'till',
  columns: {},
  links: {
    variant: ({ lines, soldAt, location }) =>
      lines.flatMap(({ variant, quantity, total }) =>
        variant === null
          ? []
          : [
              {
                target: variant,
                at: soldAt,
                quantity,
                scope: location,
                micros: Number(total?.amount ?? 0) * 1_000_000,
              },
            ],
      ),
  },
});
const store = defineFacetType<StoreFacet>({
  name: 'Store',
  role: 'till',
  entity: 'Location',
  columns: { name: { type: 'text', of: ({ name }) => name } },
  links: {},
});

const tillItem = defineFacetType<TillItemFacet>({
  name: 'TillItem',
  role: 'till',
  entity: 'Variant',
  columns: {},
  links: {},
});

export const aMirror = (): FakeMirror =>
  new FakeMirror([...shopFacetTypes, ...fulfilmentFacetTypes, sale, store, tillItem]);

export function put<Type extends keyof FulfilmentFacets>(
  mirror: FakeMirror,
  type: Type,
  id: string,
  facet: FulfilmentFacets[Type],
): void {
  mirror.put(type, id, facet, BRICK);
}

export function aSale(
  variant: string,
  quantity: number,
  location: string,
  soldAt = '2026-11-10T10:00:00.000Z',
): SaleFacet {
  const amount = (text: string) => ({ amount: text, currency: 'EUR' });
  return {
    number: 'T1',
    sequence: 1,
    till: '1',
    location,
    soldAt,
    lines: [
      {
        variant,
        sku: null,
        gtin: null,
        name: 'Robe',
        quantity,
        unitPriceWithTax: null,
        total: amount('10'),
        totalWithTax: amount('12'),
        taxRate: '20',
      },
    ],
    payments: [],
    total: null,
    totalWithTax: amount('12'),
    customer: null,
    loyaltyNumber: null,
    hash: null,
    session: null,
  };
}

export function aLevel(variant: string, location: string, available: number): FulfilmentFacets['StockLevel'] {
  return {
    variant,
    sku: `SKU-${variant}`,
    location,
    onHand: available + 1,
    reserved: 1,
    available,
    incoming: 2,
    shelf: 'A-1',
  };
}

export function anItem(sku: string, available: number): FulfilmentFacets['StockItem'] {
  return { sku, gtin: null, name: null, active: true, onHand: available, available, incoming: 0 };
}

export interface Bricks {
  shop: string[];
  fulfilment: string[];
  till: string[];
}
const ALL: Bricks = { shop: ['shop-fr'], fulfilment: [BRICK], till: ['till-1'] };

/** Asks the subgraph alone. */
export async function asker(): Promise<
  (mirror: Pick<GraphRequest, 'reader'>, query: string, bricks?: Partial<Bricks>) => Promise<ExecutionResult>
> {
  const subgraph = await fulfilmentSubgraph();
  const execute = createLocalExecutor(subgraph.schema);
  return async (mirror, query, changes = {}) => {
    const bricks: Record<string, string[]> = { ...ALL, ...changes };
    const request: GraphRequest = {
      requestId: 'r',
      viewer: { name: 'staff', admin: true },
      reader: mirror.reader,
      budget: new ReadBudget(),
      primary: (role) => bricks[role]?.[0] ?? null,
      bricksOf: (role) => bricks[role] ?? [],
      hasBrick: (role, name) => bricks[role]?.includes(name) ?? false,
      outbox: new FakeOutbox(),
      defaultLocale: 'en',
      now: () => new Date(NOW),
    };
    return execute({ document: parse(query), variables: {}, context: subgraph.contextFor(request) });
  };
}
