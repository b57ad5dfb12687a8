import { parse } from 'graphql';
import { FakeOutbox } from './fake-outbox.ts';
import { createLocalExecutor, type LocalExecutor } from '../../src/gateway/local-executor.ts';
import { ReadBudget, type GraphRequest, type Subgraph } from '../../src/roles/graph/index.ts';
import { massEditFacetTypes } from '../../src/roles/mass-edit/facet-types.ts';
import type { BulkEditFacet } from '../../src/roles/mass-edit/facets.ts';
import { massEditSubgraph } from '../../src/roles/mass-edit/index.ts';
import { FakeMirror } from './fake-reader.ts';

const line = (n: number): BulkEditFacet['lines'][number] => ({
  line: n,
  key: { sku: `R-${n}` },
  values: { price: '12.50', categories: ['Home > Women', 'Home > Sale'] },
  locale: 'fr',
  other: { Note: 'x' },
});

const EDIT: BulkEditFacet = {
  name: 'prices.csv',
  direction: 'import',
  idBy: 'prodref',
  receivedAt: '2026-11-01T10:00:00Z',
  lines: [line(2), line(3), line(5)],
  failures: [{ line: 4, column: 'Price', code: 'CELL_INVALID', message: 'The price "x" is no number.' }],
  todo: null,
};

let subgraph: Subgraph;
let execute: LocalExecutor;
let mirror: FakeMirror;
beforeAll(async () => {
  subgraph = await massEditSubgraph();
  execute = createLocalExecutor(subgraph.schema);
});
beforeEach(() => {
  mirror = new FakeMirror(massEditFacetTypes);
  mirror.put('BulkEdit', 'e1', EDIT, 'sc');
  const later = { ...EDIT, direction: 'export' as const, receivedAt: '2026-11-02T10:00:00Z' };
  mirror.put('BulkEdit', 'e2', later, 'sc');
});

async function ask(query: string): Promise<{ data: unknown; codes: unknown[] }> {
  const request: GraphRequest = {
    requestId: 'r',
    viewer: { name: 'staff', admin: true },
    reader: mirror.reader,
    budget: new ReadBudget(),
    primary: (role) => (role === 'mass-edit' ? 'sc' : null),
    bricksOf: (role) => (role === 'mass-edit' ? ['sc'] : []),
    hasBrick: (_role, name) => name === 'sc',
    outbox: new FakeOutbox(),
    defaultLocale: 'en',
    now: () => new Date(0),
  };
  const result = await execute({ document: parse(query), variables: {}, context: subgraph.contextFor(request) });
  const answer = result as unknown as { data?: unknown; errors?: { extensions: { code?: unknown } }[] };
  return { data: answer.data, codes: (answer.errors ?? []).map(({ extensions }) => extensions.code) };
}

it('lists mass edits, latest first, by direction and time', async () => {
  const { data } = await ask(
    `{ all: bulkEdits { totalCount nodes { id } } in: bulkEdits(filter: { direction: IMPORT }) { nodes { id } }
       late: bulkEdits(filter: { receivedFrom: "2026-11-02T00:00:00Z" }) { nodes { id } } }`,
  );
  expect(data).toEqual({
    all: { totalCount: 2, nodes: [{ id: 'e2' }, { id: 'e1' }] },
    in: { nodes: [{ id: 'e1' }] },
    late: { nodes: [{ id: 'e2' }] },
  });
});

it('shows the lines of an edit page by page, and those that failed', async () => {
  const page = 'nodes { line keys { name values } values { name values } } pageInfo { hasNextPage endCursor }';
  const { data } = await ask(
    `{ bulkEdit(id: "e1") { lineCount failures { line code } a: lines(first: 2) { pageInfo { hasNextPage endCursor } totalCount }
       b: lines(first: 2, after: "2") { ${page} } } }`,
  );
  const keys = [{ name: 'sku', values: ['R-5'] }];
  const values = [
    { name: 'price', values: ['12.50'] },
    { name: 'categories', values: ['Home > Women', 'Home > Sale'] },
  ];
  expect(data).toEqual({
    bulkEdit: {
      lineCount: 3,
      failures: [{ line: 4, code: 'CELL_INVALID' }],
      a: { pageInfo: { hasNextPage: true, endCursor: '2' }, totalCount: 3 },
      b: { nodes: [{ line: 5, keys, values }], pageInfo: { hasNextPage: false, endCursor: '3' } },
    },
  });
});

it.each([
  ['{ bulkEdits(brick: "none") { nodes { id } } }', 'UNKNOWN_BRICK'],
  ['{ bulkEdit(id: "e1") { lines(first: 501) { totalCount } } }', 'INVALID_ARGUMENT'],
  ['{ bulkEdit(id: "e1") { lines(after: "x") { totalCount } } }', 'INVALID_CURSOR'],
  ['{ bulkEdit(id: "e1") { lines(after: "4") { totalCount } } }', 'INVALID_CURSOR'],
])('refuses %s', async (query, code) => {
  expect((await ask(query)).codes).toEqual([code]);
});
