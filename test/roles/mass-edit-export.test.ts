import { parse } from 'graphql';
import { FakeOutbox } from './fake-outbox.ts';
import { createLocalExecutor, type LocalExecutor } from '../../src/gateway/local-executor.ts';
import { ReadBudget, type GraphRequest, type Subgraph } from '../../src/roles/graph/index.ts';
import { massEditSubgraph } from '../../src/roles/mass-edit/index.ts';
import { FakeMirror } from './fake-reader.ts';
import { aCategory, aProduct, aVariant, euro } from './shop-samples.ts';

let subgraph: Subgraph;
let execute: LocalExecutor;
let mirror: FakeMirror;
beforeAll(async () => {
  subgraph = await massEditSubgraph();
  execute = createLocalExecutor(subgraph.schema);
});
beforeEach(() => {
  mirror = new FakeMirror();
  mirror.add('Category', 'c0', aCategory({ name: { fr: 'Accueil' } }));
  mirror.add('Category', 'c1', aCategory({ parent: 'c0' }));
  mirror.add('Product', 'p1', aProduct({ categories: ['c1', 'c0'] }));
  mirror.add('Product', 'p2', aProduct({ name: { fr: 'Arc; "long"' }, active: false, categories: [] }));
  mirror.add('Variant', 'v1', aVariant({ position: 2 }));
  mirror.add('Variant', 'v2', aVariant({ sku: 'ROBE-M', position: 1, listPrice: euro('0.10') }));
  mirror.add('Variant', 'v3', aVariant({ product: 'p2', sku: 'ARC' }));
});

async function ask(args: string, hasShop = true): Promise<{ csv: unknown; codes: unknown[] }> {
  const request: GraphRequest = {
    requestId: 'r',
    viewer: { name: 'staff', admin: true },
    reader: mirror.reader,
    budget: new ReadBudget(),
    primary: (role) => (role === 'shop' && hasShop ? 'shop-fr' : null),
    bricksOf: () => [],
    hasBrick: () => false,
    outbox: new FakeOutbox(),
    defaultLocale: 'fr',
    now: () => new Date(0),
  };
  const document = parse(`{ bulkEditCsv${args} { content rows } }`);
  const result = await execute({ document, variables: {}, context: subgraph.contextFor(request) });
  const answer = result as unknown as {
    data?: { bulkEditCsv?: unknown } | null;
    errors?: { extensions: { code?: unknown } }[];
  };
  return { csv: answer.data?.bulkEditCsv, codes: (answer.errors ?? []).map(({ extensions }) => extensions.code) };
}

it('writes one variant per line, by product and in the order of the shop', async () => {
  const { csv } = await ask('(columns: [PRODUCT_ID, SKU, NAME, PRICE, ACTIVE, CATEGORIES])');
  const content = [
    'id_product;reference;name;price excl. tax;active;categories',
    'x-p2;ARC;"Arc; ""long""";23.90;0;',
    'x-p1;ROBE-M;Robe;0.10;1;Accueil > Femmes,Accueil',
    'x-p1;ROBE-S;Robe;23.90;1;Accueil > Femmes,Accueil',
    '',
  ].join('\r\n');
  expect(csv).toEqual({ rows: 3, content });
});

it.each([
  ['(columns: [SKU], active: true)', 'reference\r\nROBE-M\r\nROBE-S\r\n', 2],
  ['(columns: [SKU], active: false)', 'reference\r\nARC\r\n', 1],
  ['(columns: [SKU], first: 2)', 'reference\r\nARC\r\nROBE-M\r\n', 2],
  ['(columns: [SKU, PRICE], first: 1, delimiter: ",")', 'reference,price excl. tax\r\nARC,23.90\r\n', 1],
])('answers %s', async (args, content, rows) => {
  expect((await ask(args)).csv).toEqual({ content, rows });
});

it('has usual columns when none are named', async () => {
  const { csv } = await ask('(first: 1)');
  expect(csv).toMatchObject({
    content: expect.stringMatching(/^id_product;id_product_attribute;reference;ean13;name;/) as string,
  });
});

it.each(['(first: 0)', '(first: 10001)', '(delimiter: "|")', '(columns: [])', '(columns: [SKU, SKU])'])(
  'refuses %s',
  async (args) => {
    expect((await ask(args)).codes).toEqual(['INVALID_ARGUMENT']);
  },
);

it('needs a shop', async () => {
  expect((await ask('', false)).codes).toEqual(['NO_BRICK']);
});
