import { aProduct } from '../roles/shop-samples.ts';
import { startGateway, type TestGateway } from './a-gateway.ts';
import { anyText } from './matchers.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  gateway.mirror.add('Product', 'p9', aProduct({ name: { en: 'Bowl' }, variants: [], categories: [] }), 'shop-uk');
});
afterAll(() => gateway.stop());

/** Query to its exact data. */
const table: [name: string, query: string, data: unknown][] = [
  [
    'product by id',
    '{ product(id: "p1") { id name brand active kind condition weight } }',
    {
      product: {
        id: 'p1',
        name: 'Dress',
        brand: 'Studio',
        active: true,
        kind: 'VARIANTS',
        condition: 'NEW',
        weight: '0.3',
      },
    },
  ],
  ['product by SKU of a variant', '{ product(sku: "CHAPEAU") { id } }', { product: { id: 'p2' } }],
  ['product by bar code', '{ product(gtin: "3760000000017") { id } }', { product: { id: 'p1' } }],
  [
    'nobody knows it',
    '{ product(id: "p0") { id } variant(sku: "no") { id } category(id: "c0") { id } customer(id: "k0") { id } order(id: "o0") { id } }',
    { product: null, variant: null, category: null, customer: null, order: null },
  ],
  [
    'another brick',
    '{ product(id: "p9", brick: "shop-uk") { name origins { brick } } products(brick: "shop-uk") { totalCount } }',
    { product: { name: 'Bowl', origins: [{ brick: 'shop-uk' }] }, products: { totalCount: 1 } },
  ],
  [
    'texts by locale',
    '{ product(id: "p1") { en: name fr: name(locale: "fr") slug(locale: "de") description metaTitle tags } }',
    {
      product: {
        en: 'Dress',
        fr: 'Robe',
        slug: 'dress',
        description: '<p>Longue.</p>',
        metaTitle: null,
        tags: ['long'],
      },
    },
  ],
  [
    'pictures and features',
    '{ product(id: "p1") { images { url alt cover position } features { name value(locale: "fr") } pack { quantity } } }',
    {
      product: {
        images: [{ url: '/blobs/a.jpg', alt: 'A dress', cover: true, position: 1 }],
        features: [{ name: 'Season', value: 'Été' }],
        pack: [],
      },
    },
  ],
  [
    'inactive ones too',
    '{ products { nodes { id active } } }',
    {
      products: {
        nodes: [
          { id: 'p1', active: true },
          { id: 'p2', active: false },
        ],
      },
    },
  ],
  [
    'active ones',
    '{ products(filter: { active: true }) { totalCount nodes { id } } }',
    { products: { totalCount: 1, nodes: [{ id: 'p1' }] } },
  ],
  [
    'by category',
    '{ products(filter: { categories: ["c1"] }) { nodes { id } } }',
    { products: { nodes: [{ id: 'p1' }] } },
  ],
  [
    'by brand',
    '{ products(filter: { brands: ["Studio", "Other"] }) { nodes { id } } }',
    { products: { nodes: [{ id: 'p1' }] } },
  ],
  [
    'changed since',
    '{ products(filter: { updatedSince: "2026-11-02T01:00:00+01:00" }) { nodes { id updatedAt } } }',
    { products: { nodes: [{ id: 'p2', updatedAt: '2026-11-02T00:00:00.000Z' }] } },
  ],
  ['by ids', '{ products(filter: { ids: ["p2", "p0"] }) { nodes { id } } }', { products: { nodes: [{ id: 'p2' }] } }],
  [
    'an empty filter filters nothing',
    '{ products(filter: { active: null }) { totalCount } }',
    { products: { totalCount: 2 } },
  ],
  ['search folds accents', '{ products(search: "chÂP") { nodes { id } } }', { products: { nodes: [{ id: 'p2' }] } }],
  [
    'ordered',
    '{ products(orderBy: UPDATED_AT_DESC) { nodes { id } } }',
    { products: { nodes: [{ id: 'p2' }, { id: 'p1' }] } },
  ],
  [
    'variant by SKU',
    '{ variant(sku: "ROBE-S") { id gtin mpn isDefault minimalQuantity options { name value } product { id } suppliers { name reference price { amount currency } } } }',
    {
      variant: {
        id: 'v1',
        gtin: '3760000000017',
        mpn: null,
        isDefault: true,
        minimalQuantity: 1,
        options: [{ name: 'Size', value: 'S' }],
        product: { id: 'p1' },
        suppliers: [{ name: 'Atelier', reference: 'A-1', price: { amount: '9.00', currency: 'EUR' } }],
      },
    },
  ],
  [
    'prices by market',
    '{ variant(id: "v1") { price { amount } priceWithTax(market: "be") { amount currency } taxRate be: taxRate(market: "BE") listPrice { amount } } }',
    {
      variant: {
        price: { amount: '23.90' },
        priceWithTax: { amount: '28.92', currency: 'EUR' },
        taxRate: '20',
        be: '21',
        listPrice: { amount: '23.90' },
      },
    },
  ],
  [
    'ordered in a period',
    '{ variant(id: "v1") { all: ordered { quantity amount { amount currency } } none: ordered(to: "2026-10-02T09:00:00Z") { quantity } from: ordered(from: "2026-10-02T09:00:00Z") { quantity } } }',
    {
      variant: {
        all: { quantity: 2, amount: { amount: '47.80', currency: 'EUR' } },
        none: { quantity: 0 },
        from: { quantity: 2 },
      },
    },
  ],
  [
    'categories',
    '{ category(id: "c2") { name depth parent { id children { id } } children { id } } categories { totalCount nodes { id } } }',
    {
      category: { name: 'Été', depth: 2, parent: { id: 'c1', children: [{ id: 'c2' }] }, children: [] },
      categories: { totalCount: 2, nodes: [{ id: 'c1' }, { id: 'c2' }] },
    },
  ],
  [
    'customer by e-mail, any capitals',
    '{ customer(email: "ADA@example.com") { id email firstName lastName vatNumber addresses { city country } orders { reference } priceList { id name } priceLists { isDefault } } }',
    {
      customer: {
        id: 'k1',
        email: 'Ada@example.com',
        firstName: 'Ada',
        lastName: 'Martin',
        vatNumber: null,
        addresses: [{ city: 'Grenoble', country: 'FR' }],
        orders: [{ reference: 'XKBKNABJK' }],
        priceList: { id: 'g1', name: 'Visitors' },
        priceLists: [{ isDefault: true }],
      },
    },
  ],
  [
    'customers',
    '{ customers(filter: { active: true }, search: "mart") { totalCount nodes { id } } }',
    { customers: { totalCount: 1, nodes: [{ id: 'k1' }] } },
  ],
  [
    'order by reference',
    '{ order(reference: "XKBKNABJK") { id number status statusLabel(locale: "fr") placedAt customer { id } lines { sku quantity variant { id } totalWithTax { amount } } totals { totalWithTax { amount currency } } payments { method } shippingAddress { city } billingAddress { lastName } invoices { number } refunds { externalId } history { status label } carrier } }',
    {
      order: {
        id: 'o1',
        number: '5',
        status: 'PAID',
        statusLabel: 'Paiement accepté',
        placedAt: '2026-10-02T09:00:00.000Z',
        customer: { id: 'k1' },
        lines: [{ sku: 'ROBE-S', quantity: 2, variant: { id: 'v1' }, totalWithTax: { amount: '57.36' } }],
        totals: { totalWithTax: { amount: '34.68', currency: 'EUR' } },
        payments: [{ method: 'Card' }],
        shippingAddress: { city: 'Grenoble' },
        billingAddress: { lastName: 'Martin' },
        invoices: [{ number: '#IN000001' }],
        refunds: [],
        history: [{ status: 'PAID', label: 'Paiement accepté' }],
        carrier: 'Post',
      },
    },
  ],
  [
    'orders by status, customer and time',
    '{ a: orders(filter: { status: [PAID], customer: "k1", placedFrom: "2026-10-02T09:00:00Z" }) { nodes { id } } b: orders(filter: { placedTo: "2026-10-02T09:00:00Z" }) { totalCount } c: orders(filter: { status: [SHIPPED] }) { totalCount } }',
    { a: { nodes: [{ id: 'o1' }] }, b: { totalCount: 0 }, c: { totalCount: 0 } },
  ],
  [
    'invoices',
    '{ invoices(filter: { issuedFrom: "2026-10-01T00:00:00Z" }) { nodes { id number order { reference } totalWithTax { amount } } } }',
    {
      invoices: {
        nodes: [
          { id: 'i1', number: '#IN000001', order: { reference: 'XKBKNABJK' }, totalWithTax: { amount: '34.68' } },
        ],
      },
    },
  ],
  [
    'origins',
    '{ product(id: "p1") { origins { brick externalId url seenAt } } }',
    {
      product: {
        origins: [
          {
            brick: 'shop-fr',
            externalId: 'x-p1',
            url: 'https://shop-fr.example/admin/p1',
            seenAt: '2026-11-01T00:00:00.000Z',
          },
        ],
      },
    },
  ],
];

describe('shop queries', () => {
  it.each(table)('%s', async (_name, query, data) => {
    // Interpreted the first time, compiled the second: both must say the same.
    for (let i = 0; i < 2; i += 1) {
      const { body } = await gateway.ask(query);
      expect(body.errors).toBeUndefined();
      expect(body.data).toEqual(data);
    }
  });

  it('fills the page information', async () => {
    const { body } = await gateway.ask(
      '{ products(first: 1) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
    );

    expect(body.data).toEqual({
      products: {
        edges: [{ cursor: anyText, node: { id: 'p1' } }],
        pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: anyText, endCursor: anyText },
      },
    });
  });

  it.each([
    ['{ product { id } }', 'INVALID_ARGUMENT', /exactly one of: id, sku, gtin/],
    ['{ product(id: "p1", sku: "x") { id } }', 'INVALID_ARGUMENT', /exactly one/],
    ['{ products(first: 501) { totalCount } }', 'INVALID_ARGUMENT', /1 to 500/],
    ['{ products(first: 0) { totalCount } }', 'INVALID_ARGUMENT', /1 to 500/],
    ['{ products(after: "nonsense") { totalCount } }', 'INVALID_CURSOR', /cursor/],
    ['{ products(brick: "shop-de") { totalCount } }', 'UNKNOWN_BRICK', /shop-de/],
  ])('refuses %s', async (query, code, message) => {
    for (let i = 0; i < 2; i += 1) {
      const { body } = await gateway.ask(query);
      expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual([code]);
      expect(body.errors?.[0]?.message).toMatch(message);
    }
  });

  const SINCE = 'query Since($at: DateTime) { products(filter: { updatedSince: $at }) { nodes { id } } }';

  it('refuses a malformed time, given as a variable or in the query', async () => {
    for (const at of ['yesterday', '2026-13-01T00:00:00Z', '2026-11-02', 5]) {
      const { body } = await gateway.ask(SINCE, { at });
      expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
      const literal = await gateway.ask(
        SINCE.replace('$at }', `${JSON.stringify(at)} }`).replace('($at: DateTime)', ''),
      );
      expect(literal.body.errors?.map(({ extensions }) => extensions['code'])).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
  });

  it('understands times of other offsets', async () => {
    for (let i = 0; i < 3; i += 1) {
      const { body } = await gateway.ask(SINCE, { at: '2026-11-02T01:00:00+01:00' });
      expect(body.data).toEqual({ products: { nodes: [{ id: 'p2' }] } });
    }
  });
});

describe('reading', () => {
  it('reads every kind of facet once, however many rows there are', async () => {
    const many = await startGateway();
    for (let i = 0; i < 30; i += 1) fillRow(many, i);
    many.mirror.calls.length = 0;
    const query =
      '{ products(first: 20) { nodes { id variants { sku price { amount } priceWithTax { amount } product { id } } categories { name parent { name } } origins { brick } } } }';
    const { body } = await many.ask(query);
    expect(body.errors).toBeUndefined();
    expect([...many.mirror.calls].sort()).toEqual(
      ['byIds Category', 'byIds Product', 'byIds Variant', 'origins Product', 'page Product'].sort(),
    );
    await many.stop();
  });

  it('counts only when asked', async () => {
    gateway.mirror.calls.length = 0;
    await gateway.ask('{ products { nodes { id } } }');
    expect(gateway.mirror.calls).toEqual(['page Product']);
  });
});

function fillRow({ mirror }: TestGateway, i: number): void {
  mirror.add('Product', `q${i}`, aProduct({ variants: [`v${(i % 3) + 1}`], categories: ['c1'] }));
}
