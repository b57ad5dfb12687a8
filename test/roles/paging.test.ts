import fc from 'fast-check';
import { parse, type ExecutionResult } from 'graphql';
import { FakeOutbox } from './fake-outbox.ts';
import { createLocalExecutor, type LocalExecutor } from '../../src/gateway/local-executor.ts';
import { ReadBudget, type GraphRequest, type Subgraph } from '../../src/roles/graph/index.ts';
import { shopSubgraph } from '../../src/roles/shop/index.ts';
import { FakeMirror } from './fake-reader.ts';
import { aProduct } from './shop-samples.ts';

interface Page {
  products: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const QUERY = parse(/* GraphQL */ `
  query Page($first: Int!, $after: String, $orderBy: ProductOrder) {
    products(first: $first, after: $after, orderBy: $orderBy) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

let shop: Subgraph;
let execute: LocalExecutor;
beforeAll(async () => {
  shop = await shopSubgraph();
  execute = createLocalExecutor(shop.schema);
});

function requestTo(mirror: FakeMirror): GraphRequest {
  return {
    requestId: 'r',
    viewer: { name: 'staff', admin: true },
    reader: mirror.reader,
    budget: new ReadBudget(),
    primary: () => 'shop-fr',
    bricksOf: () => ['shop-fr'],
    hasBrick: () => true,
    outbox: new FakeOutbox(),
    defaultLocale: 'en',
    now: () => new Date(0),
  };
}

async function pageOf(mirror: FakeMirror, variables: Record<string, unknown>): Promise<Page['products']> {
  const result: ExecutionResult = await execute({
    document: QUERY,
    variables,
    context: shop.contextFor(requestTo(mirror)),
  });
  expect(result.errors).toBeUndefined();
  return (result.data as unknown as Page).products;
}

const row = fc.record({
  id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
  brand: fc.option(fc.constantFrom('A', 'B', 'É')),
});
const plan = fc.record({
  rows: fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 40 }),
  startWith: fc.nat(40),
  sizes: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  orderBy: fc.constantFrom(null, 'BRAND_ASC', 'BRAND_DESC', 'UPDATED_AT_DESC'),
});

it('gives every row once, in any pages, while rows are being added', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ rows, startWith, sizes, orderBy }) => {
      const mirror = new FakeMirror();
      const waiting = [...rows];
      const addOne = (): void => {
        const next = waiting.shift();
        if (next) mirror.add('Product', next.id, aProduct({ brand: next.brand }));
      };
      for (let i = 0; i < startWith; i += 1) addOne();
      const atStart = mirror.facets.map(({ id }) => id);
      const seen: string[] = [];
      let after: string | null = null;
      for (let i = 0; ; i += 1) {
        const page: Page['products'] = await pageOf(mirror, { first: sizes[i % sizes.length], after, orderBy });
        seen.push(...page.nodes.map(({ id }) => id));
        if (!page.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor;
        addOne();
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(atStart.filter((id) => !seen.includes(id))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
