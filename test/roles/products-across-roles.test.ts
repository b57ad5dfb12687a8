import { parse } from 'graphql';
import { FakeOutbox } from './fake-outbox.ts';
import { createLocalExecutor, type LocalExecutor } from '../../src/gateway/local-executor.ts';
import { defineFacetType, type FacetLink } from '../../src/mirror/index.ts';
import { ReadBudget, type GraphRequest, type Subgraph } from '../../src/roles/graph/index.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import { shopSubgraph } from '../../src/roles/shop/index.ts';
import { dialects } from '../mirror/dialects.ts';
import { aFacetMirror, type CountedReader, type FacetMirror, type PlacedFacet } from '../mirror/facet-mirror.ts';
import { aProduct, aVariant } from './shop-samples.ts';

/** As the other roles declare them, as far as the shop's filters ask. */
const stockItem = defineFacetType<{ available: number }>({
  name: 'StockItem',
  role: 'fulfilment',
  entity: 'Variant',
  columns: { available: { type: 'integer', of: ({ available }) => available } },
  links: {},
});
const sale = defineFacetType<{ variants: FacetLink[] }>({
  name: 'Sale',
  role: 'till',
  columns: {},
  links: { variant: ({ variants }) => variants },
});
const order = { ...sale, name: 'Order', role: 'shop' };
const types = [...shopFacetTypes.filter(({ name }) => name !== 'Order'), order, stockItem, sale];

const COUNT = 330;
const bricks: Record<string, string[]> = { shop: ['shop-fr'], fulfilment: ['depot'], till: ['till-1', 'till-2'] };
const LATELY = '2026-10-01T00:00:00.000Z';
const LONG_AGO = '2026-01-01T00:00:00.000Z';

const nameOf = (index: number): string => `p${String(index).padStart(3, '0')}`;
const isAvailable = (index: number): boolean => index % 2 === 0;
const isSoldLately = (index: number): boolean => index % 3 === 0;

/** Each product has two variants; what is available or sold is always the second one. */
function facets(): PlacedFacet[] {
  return Array.from({ length: COUNT }, (_, index) => index).flatMap((index): PlacedFacet[] => {
    const id = nameOf(index);
    const [first, second] = [`${id}-a`, `${id}-b`];
    const variants = [{ target: second, at: isSoldLately(index) ? LATELY : LONG_AGO, quantity: 1 }];
    const seller = (['till-1', 'till-2', 'shop-fr'] as const)[Math.floor(index / 3) % 3] ?? 'shop-fr';
    return [
      { type: 'Product', brick: 'shop-fr', id, facet: aProduct({ variants: [first, second] }) },
      { type: 'Variant', brick: 'shop-fr', id: first, facet: aVariant({ product: id, sku: first }) },
      { type: 'Variant', brick: 'shop-fr', id: second, facet: aVariant({ product: id, sku: second }) },
      { type: 'StockItem', brick: 'depot', id: first, facet: { available: 0 } },
      ...(index % 5 === 0 && !isAvailable(index)
        ? []
        : [{ type: 'StockItem', brick: 'depot', id: second, facet: { available: isAvailable(index) ? 3 : -1 } }]),
      // Another warehouse is not asked.
      { type: 'StockItem', brick: 'cellar', id: first, facet: { available: 9 } },
      { type: seller === 'shop-fr' ? 'Order' : 'Sale', brick: seller, id: `s-${id}`, facet: { variants } },
    ];
  });
}

const QUERY = parse(/* GraphQL */ `
  query Products($filter: ProductFilter, $first: Int!) {
    products(filter: $filter, first: $first) {
      nodes {
        id
        variants {
          sku
        }
      }
    }
  }
`);

interface Answer {
  data?: { products: { nodes: { id: string }[] } };
  errors?: readonly { message: string; extensions: Record<string, unknown> }[];
}

describe.each(dialects)('products across roles, on $name', (dialect) => {
  let mirror: FacetMirror;
  let shop: Subgraph;
  let execute: LocalExecutor;
  beforeAll(async () => {
    mirror = await aFacetMirror(dialect, types);
    await mirror.put(facets());
    shop = await shopSubgraph();
    execute = createLocalExecutor(shop.schema);
  });
  afterAll(() => mirror.remove());

  async function ask(variables: Record<string, unknown>, roles = bricks): Promise<Answer & CountedReader> {
    const counted = await mirror.counted();
    const request: GraphRequest = {
      requestId: 'r',
      viewer: { name: 'staff', admin: true },
      reader: counted.reader,
      budget: new ReadBudget(),
      primary: (role) => roles[role]?.[0] ?? null,
      bricksOf: (role) => roles[role] ?? [],
      hasBrick: (role, name) => roles[role]?.includes(name) ?? false,
      outbox: new FakeOutbox(),
      defaultLocale: 'en',
      now: () => new Date('2026-11-01T00:00:00Z'),
    };
    const answer = (await execute({
      document: QUERY,
      variables,
      context: shop.contextFor(request),
    })) as unknown as Answer;
    return { ...answer, ...counted };
  }

  const all = Array.from({ length: COUNT }, (_, index) => index);
  const since = '2026-06-01T00:00:00.000Z';

  it.each<[string, Record<string, unknown>, (index: number) => boolean]>([
    ['available', { available: true }, isAvailable],
    ['not available', { available: false }, (index) => !isAvailable(index)],
    ['sold since', { soldSince: since }, isSoldLately],
    ['sold ever', { soldSince: '2020-01-01T00:00:00.000Z' }, () => true],
    ['sold since, of the future', { soldSince: '2027-01-01T00:00:00.000Z' }, () => false],
    ['both', { available: true, soldSince: since }, (index) => isAvailable(index) && isSoldLately(index)],
    [
      'sold out lately, and active',
      { available: false, soldSince: since, active: true },
      (index) => !isAvailable(index) && isSoldLately(index),
    ],
  ])('are found: %s', async (_what, filter, fits) => {
    const { data, errors } = await ask({ filter, first: COUNT });
    expect(errors).toBeUndefined();
    expect(data?.products.nodes.map(({ id }) => id)).toEqual(all.filter(fits).map(nameOf));
  });

  it('ask the orders alone where there is no till', async () => {
    const { data } = await ask({ filter: { soldSince: since }, first: COUNT }, { ...bricks, till: [] });
    const expected = all.filter((index) => isSoldLately(index) && Math.floor(index / 3) % 3 === 2);
    expect(data?.products.nodes.map(({ id }) => id)).toEqual(expected.map(nameOf));
  });

  it.each([true, false])('are not guessed where nobody knows the stock (available: %s)', async (available) => {
    const { errors } = await ask({ filter: { available }, first: 5 }, { shop: ['shop-fr'] });
    expect(errors).toMatchObject([{ extensions: { code: 'NO_BRICK' } }]);
    expect(errors?.[0]?.message).toContain('fulfilment');
  });

  it('cost as many statements for fifty as for five', async () => {
    const filter = { available: true, soldSince: since };
    const few = await ask({ filter, first: 5 });
    const many = await ask({ filter, first: 50 });
    expect(few.data?.products.nodes).toHaveLength(5);
    expect(many.data?.products.nodes).toHaveLength(50);
    expect(many.statements).toHaveLength(few.statements.length);
    expect(few.statements.length).toBeGreaterThan(1);
    expect(few.statements.length).toBeLessThan(7);
  });
});
