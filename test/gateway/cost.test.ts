import { buildSchema, getIntrospectionQuery, Kind, parse, type OperationDefinitionNode } from 'graphql';
import { examples } from '../../console/src/examples.ts';
import { costOf, MOST_COST } from '../../src/gateway/cost.ts';
import { buildGraph } from '../../src/gateway/engine.ts';
import { compose, localSubgraphs } from '../../src/gateway/index.ts';
import { PINNED_QUERY } from '../bench/query/pinned-query.ts';
import { startGateway, type TestGateway } from './a-gateway.ts';
import { like, textLike } from './matchers.ts';

const schema = buildSchema(`
  type Query { one: Row, rows: [Row!]!, page(first: Int! = 20, after: String): RowConnection! }
  type Row { id: ID!, text: String, tags: [String!]!, description: String, rows: [Row!]!, page(first: Int! = 20): RowConnection! }
  type RowConnection { nodes: [Row!]!, edges: [RowEdge!]!, totalCount: Int! }
  type RowEdge { cursor: String!, node: Row! }
`);

function cost(source: string, variables: Record<string, unknown> = {}, of = schema): number {
  const document = parse(source);
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('No operation');
  return costOf({ schema: of, document, operation, variables });
}

describe('the cost of an operation', () => {
  it.each<[name: string, query: string, variables: Record<string, unknown>, cost: number]>([
    ['one object', '{ one { id } }', {}, 2],
    ['a list of unknown length', '{ rows { id } }', {}, 11],
    ['a list of values', '{ rows { tags } }', {}, 20],
    ['a long text', '{ rows { description } }', {}, 110],
    ['a page without size', '{ page { nodes { id } } }', {}, 23],
    ['a page of 500', '{ page(first: 500) { nodes { id } } }', {}, 551],
    ['a page by its edges', '{ page(first: 10) { edges { node { id } } } }', {}, 22],
    ['only its count', '{ page(first: 500) { totalCount } }', {}, 2],
    ['a page larger than any', '{ page(first: 9999999) { nodes { id } } }', {}, 551],
    ['a page of fewer than none', '{ page(first: -5) { nodes { id } } }', {}, 1],
    ['lists in lists', '{ page(first: 100) { nodes { rows { rows { id } } } } }', {}, 12_101],
    ['pages in pages', '{ page(first: 100) { nodes { page(first: 50) { nodes { id } } } } }', {}, 5_701],
    ['two aliases', '{ a: rows { id } b: rows { id } }', {}, 22],
    ['a variable', 'query ($n: Int!) { page(first: $n) { nodes { id } } }', { n: 500 }, 551],
    ['a default', 'query ($n: Int! = 100) { page(first: $n) { nodes { id } } }', {}, 111],
    ['a variable over its default', 'query ($n: Int! = 1) { page(first: $n) { nodes { id } } }', { n: 500 }, 551],
    ['a variable left out', 'query ($n: Int) { page(first: $n) { nodes { id } } }', {}, 23],
    ['a variable of a wrong type', 'query ($n: Int!) { page(first: $n) { nodes { id } } }', { n: 'x' }, 23],
    ['a fragment', '{ rows { ...F } } fragment F on Row { id rows { id } }', {}, 121],
    ['a fragment in place', '{ rows { ... on Row { id } ... { id } } }', {}, 12],
    [
      'a fragment of a connection',
      '{ page(first: 500) { ...F } } fragment F on RowConnection { nodes { id } }',
      {},
      551,
    ],
    ['skipped', '{ one { id } rows @skip(if: true) { id } }', {}, 2],
    ['not skipped', '{ one { id } rows @skip(if: false) { id } }', {}, 13],
    ['not included', 'query ($x: Boolean!) { one { id } rows @include(if: $x) { id } }', { x: false }, 2],
    ['included', 'query ($x: Boolean!) { one { id } rows @include(if: $x) { id } }', { x: true }, 13],
    ['a skipped fragment', '{ one { id } ...F @skip(if: true) } fragment F on Query { rows { id } }', {}, 2],
  ])('%s: %s', (_name, query, variables, expected) => {
    expect(cost(query, variables)).toBe(expected);
  });

  it('is that of the variables each time, not of the first ones', () => {
    const document = parse('query ($n: Int!) { page(first: $n) { nodes { id } } }');
    const [operation] = document.definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('No operation');
    const costs = [1, 500, 1].map((n) => costOf({ schema, document, operation, variables: { n } }));
    expect(costs).toEqual([3, 551, 3]);
  });
});

describe('what may be asked of the graph', () => {
  let graph: typeof schema;
  beforeAll(async () => {
    graph = (await buildGraph(compose(await localSubgraphs()))).unifiedGraph;
  });

  it('the query of the benchmark, 20 times over', () => {
    expect(cost(PINNED_QUERY, {}, graph)).toBeLessThan(MOST_COST / 20);
  });

  it.each(examples.map((example) => [example.id, example] as const))('the example %s', (_id, example) => {
    expect(cost(example.query, example.variables ?? {}, graph)).toBeLessThan(MOST_COST / 4);
  });

  it.each([
    '{ products(first: 500) { nodes { id name brand active updatedAt description } } }',
    '{ products(first: 500) { nodes { id name variants { sku gtin price { amount currency } } } } }',
    '{ orders(first: 500) { nodes { id reference status placedAt customer { email } lines { sku quantity } } } }',
    '{ customers(first: 500) { nodes { email firstName lastName addresses { city } } } }',
    '{ holds(first: 500) { nodes { id brick stream } } }',
  ])('a page of 500: %s', (query) => {
    expect(cost(query, {}, graph)).toBeLessThan(MOST_COST / 2);
  });

  it('the whole schema, as GraphiQL asks for it', () => {
    expect(cost(getIntrospectionQuery(), {}, graph)).toBeLessThan(MOST_COST / 2);
  });

  it.each([
    [
      'variants and products, eight levels',
      '{ products(first: 500) { nodes { variants { product { variants { product { variants { product { variants { sku } } } } } } } } } }',
    ],
    [
      'customers and orders',
      '{ orders(first: 500) { nodes { customer { orders { customer { orders { reference customer { email } } } } } } } }',
    ],
  ])('but not %s', (_name, query) => {
    expect(cost(query, {}, graph)).toBeGreaterThan(MOST_COST);
  });
});

describe('an operation that would cost too much', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  const page =
    'products(first: 500) { nodes { name variants { sku product { name variants { sku product { name } } } } } }';
  const killer = `query Killer { ${Array.from({ length: 300 }, (_, i) => `p${i}: ${page}`).join(' ')} }`;

  it('is refused before anything is read, with what to do', async () => {
    const { status, body } = await gateway.ask(killer);
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
    expect(body.errors).toEqual([
      like({
        message: textLike(/costs \d+, the limit is 100000\. .*smaller "first"/),
        extensions: like({ code: 'QUERY_TOO_COSTLY' }),
      }),
    ]);
    expect(gateway.mirror.calls).toEqual([]);
  });

  it('is in the log by its name, without variables', async () => {
    await gateway.ask(
      'query Named($n: Int!, $s: String) { products(first: $n, search: $s) { nodes { variants { product { variants { product { variants { sku } } } } } } } }',
      { n: 500, s: 'private words' },
    );
    const lines = gateway.logged.join('');
    expect(lines).toMatch(/"operation":"Named","cost":\d+,"limit":100000,"msg":"operation refused: too costly"/);
    expect(lines).not.toContain('private words');
  });

  it('has a line before it begins when it is only expensive', async () => {
    await gateway.ask('query Large { products(first: 500) { nodes { variants { options { name value } } } } }');
    const lines = gateway.logged.map((text) => JSON.parse(text) as Record<string, unknown>);
    const mine = lines.filter(({ operation }) => operation === 'Large').map(({ msg }) => msg);
    expect(mine).toEqual(['expensive operation begins', 'operation']);
  });
});
