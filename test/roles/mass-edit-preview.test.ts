import { parse } from 'graphql';
import { FakeOutbox } from './fake-outbox.ts';
import { createLocalExecutor, type LocalExecutor } from '../../src/gateway/local-executor.ts';
import { ReadBudget, type GraphRequest, type Subgraph } from '../../src/roles/graph/index.ts';
import { massEditFacetTypes } from '../../src/roles/mass-edit/facet-types.ts';
import type { BulkEditFacet } from '../../src/roles/mass-edit/facets.ts';
import { massEditSubgraph } from '../../src/roles/mass-edit/index.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import { FakeMirror } from './fake-reader.ts';
import { aCategory, aProduct, aVariant } from './shop-samples.ts';

type Line = BulkEditFacet['lines'][number];
const line = (n: number, key: Line['key'], values: Line['values']): Line => ({
  line: n,
  key,
  values,
  locale: 'fr',
  other: {},
});

let subgraph: Subgraph;
let execute: LocalExecutor;
let mirror: FakeMirror;
beforeAll(async () => {
  subgraph = await massEditSubgraph();
  execute = createLocalExecutor(subgraph.schema);
});
beforeEach(() => {
  mirror = new FakeMirror([...massEditFacetTypes, ...shopFacetTypes]);
  mirror.add('Category', 'c0', aCategory({ name: { fr: 'Accueil' } }));
  mirror.add('Category', 'c1', aCategory({ parent: 'c0' }));
  mirror.add('Product', 'p1', aProduct({ categories: ['c1'] }));
  mirror.add('Product', 'p2', aProduct({ name: { fr: 'Épée' }, variants: ['v3'] }));
  mirror.add('Variant', 'v1', aVariant());
  mirror.add('Variant', 'v2', aVariant({ sku: 'TWICE', gtin: null, suppliers: [] }));
  mirror.add('Variant', 'v3', aVariant({ product: 'p2', sku: 'TWICE', gtin: null, suppliers: [] }));
});

interface Preview {
  counts: Record<string, number>;
  lines: { line: number; productId: string; variantId: string; changes: object[]; problems: { message: string }[] }[];
  pageInfo: object;
}

async function ask(query: string, hasShop = true): Promise<{ data: unknown; codes: unknown[]; messages: string[] }> {
  const bricks: Record<string, string> = { 'mass-edit': 'sc', ...(hasShop && { shop: 'shop-fr' }) };
  const request: GraphRequest = {
    requestId: 'r',
    viewer: { name: 'staff', admin: true },
    reader: mirror.reader,
    budget: new ReadBudget(),
    primary: (role) => bricks[role] ?? null,
    bricksOf: (role) => [bricks[role] ?? []].flat(),
    hasBrick: (role, name) => bricks[role] === name,
    outbox: new FakeOutbox(),
    defaultLocale: 'en',
    now: () => new Date(0),
  };
  const result = await execute({ document: parse(query), variables: {}, context: subgraph.contextFor(request) });
  const answer = result as unknown as {
    data?: unknown;
    errors?: { message: string; extensions: { code?: unknown } }[];
  };
  const errors = answer.errors ?? [];
  const messages = errors.map(({ message }) => message);
  return { data: answer.data, codes: errors.map(({ extensions }) => extensions.code), messages };
}

function put(lines: Line[], more: Partial<BulkEditFacet> = {}): void {
  const edit = { name: 'x.csv', direction: 'import', idBy: 'prodref', receivedAt: '2026-11-01T10:00:00Z' } as const;
  mirror.put('BulkEdit', 'e1', { ...edit, failures: [], todo: null, lines, ...more }, 'sc');
}

async function preview(lines: Line[], more: Partial<BulkEditFacet> = {}, page = 'first: 500'): Promise<Preview> {
  put(lines, more);
  const fields = `counts { changed unchanged failed } pageInfo { hasNextPage endCursor }
    lines { line productId variantId changes { field before after } problems { message } }`;
  const { data, codes } = await ask(`{ bulkEdit(id: "e1") { preview(${page}) { ${fields} } } }`);
  expect(codes).toEqual([]);
  return (data as { bulkEdit: { preview: Preview } }).bulkEdit.preview;
}

it('tells what changes, field by field, and leaves out what already is so', async () => {
  const { counts, lines } = await preview([
    line(2, { sku: 'ROBE-S' }, { price: '23.900', name: 'Robe', categories: ['Accueil > Femmes'], active: 'oui' }),
    line(3, { sku: 'ROBE-S' }, { price: '23.900001', summary: 'Neuf', active: '0' }),
  ]);
  expect(counts).toEqual({ changed: 1, unchanged: 1, failed: 0 });
  expect(lines).toEqual([
    {
      line: 3,
      productId: 'p1',
      variantId: 'v1',
      problems: [],
      changes: [
        { field: 'summary', before: [], after: ['Neuf'] },
        { field: 'active', before: ['1'], after: ['0'] },
        { field: 'price', before: ['23.90'], after: ['23.900001'] },
      ],
    },
  ]);
});

it.each<[BulkEditFacet['idBy'], Line['key'], string | null, string | null]>([
  ['prodref', { sku: 'ROBE-S' }, 'p1', 'v1'],
  ['prodname', { name: 'EPEE' }, 'p2', 'v3'],
  ['prodname', { name: 'Robe' }, 'p1', null],
  ['prodrefthenprodname', { sku: 'gone', name: 'Épée' }, 'p2', 'v3'],
  ['suprefthenprodname', { supplierReference: 'gone', name: 'Épée' }, 'p2', 'v3'],
  ['supref', { supplierReference: 'A-1' }, 'p1', 'v1'],
  ['prodrefandsupref', { sku: 'ROBE-S', supplierReference: 'A-1' }, 'p1', 'v1'],
  ['prodnameandsupref', { name: 'robe', supplierReference: 'A-1' }, 'p1', 'v1'],
  ['ean13', { gtin: '3760000000017' }, 'p1', 'v1'],
  ['idproduct', { productId: 'x-p2' }, 'p2', 'v3'],
  ['idproductattribute', { variantId: 'v1' }, 'p1', 'v1'],
])('finds by %s %o', async (idBy, key, productId, variantId) => {
  const { lines } = await preview([line(2, key, { brand: 'Other' })], { idBy });
  expect(lines).toMatchObject([{ productId, variantId, problems: [] }]);
});

it.each<[BulkEditFacet['idBy'], Line['key'], Line['values'], string]>([
  ['prodref', { sku: 'NONE' }, {}, 'No product has the reference NONE.'],
  ['prodref', { sku: 'TWICE' }, {}, '2 variants have the reference TWICE.'],
  ['prodrefthenprodname', { sku: 'TWICE', name: 'Épée' }, {}, '2 variants have the reference TWICE.'],
  ['prodrefandsupref', { sku: 'TWICE', supplierReference: 'A-1' }, {}, 'No product has the reference TWICE and the'],
  ['ean13', { gtin: 'x' }, {}, 'no key to find its product by'],
  ['prodname', { name: 'Robe' }, { price: '1' }, 'The product has 2 variants'],
  ['prodref', { sku: 'ROBE-S' }, { active: 'perhaps' }, '"perhaps" (active) is neither 1 nor 0.'],
  ['prodref', { sku: 'ROBE-S' }, { price: '1e5' }, '"1e5" (price) is no number.'],
])('never guesses: %s %o %o', async (idBy, key, values, message) => {
  const { counts, lines } = await preview([line(2, key, { brand: 'Other', ...values })], { idBy });
  expect(counts).toEqual({ changed: 0, unchanged: 0, failed: 1 });
  expect(lines).toMatchObject([{ changes: [], problems: [{ message: expect.stringContaining(message) as string }] }]);
});

it('reads as often for many lines as for one', async () => {
  const many = Array.from({ length: 300 }, (_, at) =>
    line(at + 2, { sku: at % 2 ? `S-${at}` : 'ROBE-S' }, { name: 'x' }),
  );
  await preview(many.slice(0, 2));
  const few = mirror.calls.length;
  mirror.facets.pop();
  await preview(many);
  expect(mirror.calls.length - few).toBe(few);
});

it('shows what could not be read among the rest, page by page', async () => {
  const failures = [{ line: 3, column: 'Prix', code: 'EDIT_NUMBER_WRONG', message: 'bad' }];
  const told = [line(2, { sku: 'ROBE-S' }, { name: 'a' }), line(4, { sku: 'ROBE-S' }, { name: 'b' })];
  const page = await preview(told, { failures }, 'first: 1, after: "1"');
  expect(page.lines).toMatchObject([{ line: 3, productId: null, problems: [{ message: 'bad' }] }]);
  expect(page).toMatchObject({ counts: { changed: 2, failed: 1 }, pageInfo: { hasNextPage: true, endCursor: '2' } });
});

it('needs a shop, and refuses a wrong page', async () => {
  put([]);
  const query = (page: string) => `{ bulkEdit(id: "e1") { preview${page} { counts { failed } } } }`;
  expect((await ask(query(''), false)).codes).toEqual(['NO_BRICK']);
  expect((await ask(query('(first: 0)'))).codes).toEqual(['INVALID_ARGUMENT']);
  expect((await ask(query('(after: "7")'))).codes).toEqual(['INVALID_CURSOR']);
});

it('hands the lines that are left out again, each with its reason', async () => {
  const failures = [{ line: 2, column: 'Prix', code: 'EDIT_NUMBER_WRONG', message: 'bad' }];
  const told = [line(3, { sku: 'ROBE-S' }, { name: 'a' }), line(4, { sku: 'N;1' }, { categories: ['A > B', 'C'] })];
  put(told, { failures });
  expect((await ask('{ bulkEdit(id: "e1") { todoCsv } }')).data).toEqual({
    bulkEdit: {
      todoCsv: [
        'reference;categories;mortar_reason\r\n',
        ';;Line 2: Prix: bad\r\n',
        '"N;1";A > B,C;"Line 4: No product has the reference N;1."\r\n',
      ].join(''),
    },
  });
});

it('hands every cell again as the file has it, of lines that could not be read, too', async () => {
  const headings = ['Réf.', 'Prix net', 'Note', 'mortar_reason'];
  const failures = [
    { line: 2, column: 'Prix net', code: 'EDIT_NUMBER_WRONG', message: '"cher" is no number.' },
    { line: 2, column: null, code: 'EDIT_KEY_EMPTY', message: 'No key.' },
  ];
  const read = { ...line(3, { sku: 'NONE' }, { price: '1234.50' }), cells: ['NONE', '1 234,50', 'à "voir"', 'old'] };
  const good = { ...line(4, { sku: 'ROBE-S' }, { price: '1' }), cells: ['ROBE-S', '1', '', ''] };
  put([read, good], { headings, failures, unread: [{ line: 2, cells: ['', 'cher', 'b', ''] }] });
  expect((await ask('{ bulkEdit(id: "e1") { todoCsv } }')).data).toEqual({
    bulkEdit: {
      todoCsv: [
        'Réf.;Prix net;Note;mortar_reason\r\n',
        ';cher;b;"Line 2: Prix net: ""cher"" is no number. · No key."\r\n',
        'NONE;1 234,50;"à ""voir""";Line 3: No product has the reference NONE.\r\n',
      ].join(''),
    },
  });
});

const upload = (csv: string, more = ''): ReturnType<typeof ask> =>
  ask(
    `{ previewBulkEdit(csv: ${JSON.stringify(csv)}${more}) { counts { changed unchanged failed }
       lines { line variantId changes { field after } problems { line column code } } } }`,
  );

it.each([
  ['Référence;Prix HT;Actif\r\nROBE-S;1 234,50;non\r\nROBE-S;cher;\r\n', ''],
  [
    '\ufeffreference,price excl. tax,active\nROBE-S,1234.50,0\nROBE-S,x,\n',
    ', idBy: PRODREF, delimiter: ",", locale: "fr"',
  ],
])('previews a text with French or English headings', async (csv, more) => {
  const { data, codes } = await upload(csv, more);
  expect(codes).toEqual([]);
  expect(data).toMatchObject({
    previewBulkEdit: {
      counts: { changed: 1, unchanged: 0, failed: 1 },
      lines: [
        {
          line: 2,
          variantId: 'v1',
          changes: [
            { field: 'active', after: ['0'] },
            { field: 'price', after: ['1234.50'] },
          ],
        },
        { line: 3, problems: [{ line: 3, code: 'EDIT_NUMBER_WRONG' }] },
      ],
    },
  });
});

it('does not take its key for a change', async () => {
  const { data } = await upload('Nom;Marque\nEPEE;Studio', ', idBy: PRODNAME');
  expect(data).toMatchObject({ previewBulkEdit: { counts: { changed: 0, unchanged: 1, failed: 0 } } });
});

it.each([
  ['nothing', '', '', 'The file is empty'],
  ['no headings', ';\n1;2', '', 'holds no headings'],
  ['an unknown heading', 'Référence;Zut\na;b', '', 'Row 1, column 2: the heading "Zut"'],
  ['two headings for one thing', 'EAN;UPC\n1;2', '', 'Row 1, column 2: "UPC" stands for the same as column 1'],
  ['a heading twice', 'Nom;Nom\n1;2', '', 'Row 1: the heading "Nom" stands in columns 1 and 2'],
  ['an open quotation mark', 'Référence;Nom\na;"b', '', 'Row 2, column 2: a quotation mark'],
  ['a line too short', 'Référence;Nom\na', '', 'Row 2 ends before column "Nom"'],
  ['a line too long', 'Référence;Nom\na;b;c', '', 'Row 2 has a cell in column 3'],
  ['another delimiter', 'Référence|Nom\na|b', ', delimiter: "|"', 'semicolon'],
  ['more than 8 MB', `Nom\n${'é'.repeat(4 * 1024 * 1024)}`, '', '8 MB'],
  ['more than 30,000 lines', `Nom\n${'a\n'.repeat(30_001)}`, '', '30000 rows'],
])('refuses %s', async (_what, csv, more, message) => {
  const { codes, messages } = await upload(csv, more);
  expect(codes).toEqual(['INVALID_ARGUMENT']);
  expect(messages[0]).toContain(message);
});
