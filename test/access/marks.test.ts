import { getNamedType, isObjectType, type GraphQLSchema } from 'graphql';
import { buildGraph } from '../../src/gateway/engine.ts';
import { compose, localSubgraphs } from '../../src/gateway/index.ts';
import { marksOf, type Marks } from '../../src/gateway/marks.ts';
import type { Supergraph } from '../../src/gateway/supergraph.ts';

/** Names of fields that show who a person is. */
const WHO = /email|firstName|lastName|phone|mobile|birthday|^street|vatNumber|loyaltyNumber|^note$/i;
const ROOTS = ['Query', 'Mutation', 'Subscription'];
/** For every token. */
const OPEN = ['Query.me', 'Query.bricks', 'Query.changeCursor', 'Subscription.changes'];

let supergraph: Supergraph;
let schema: GraphQLSchema;
let marks: Marks;
beforeAll(async () => {
  supergraph = compose(await localSubgraphs());
  schema = (await buildGraph(supergraph)).unifiedGraph;
  marks = marksOf(supergraph);
});

const fields = (): [type: string, field: string, answer: string][] =>
  Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__')
      ? Object.values(type.getFields()).map((field): [string, string, string] => [
          type.name,
          field.name,
          getNamedType(field.type).name,
        ])
      : [],
  );

it('every root field needs a scope, but for the few that every token may use', () => {
  const open = fields()
    .filter(([type]) => ROOTS.includes(type))
    .map(([type, field]) => `${type}.${field}`)
    .filter((coordinate) => !marks.needs.has(coordinate));
  expect(open.sort()).toEqual([...OPEN].sort());
});

it('no mutation is allowed by a scope that only reads', () => {
  const readable = [...marks.needs].filter(
    ([coordinate, need]) =>
      coordinate.startsWith('Mutation.') && need.some((all) => all.every((scope) => scope.endsWith(':read'))),
  );
  expect(readable).toEqual([]);
});

it('whatever shows who a person is needs customers:read', () => {
  const isPersonal = (name: string): boolean =>
    marks.needs.get(name)?.every((all) => all.includes('customers:read')) ?? false;
  const shown = fields().filter(([, field]) => WHO.test(field));
  expect(shown.length).toBeGreaterThan(10);
  expect(
    shown
      .filter(([type, field]) => !isPersonal(type) && !isPersonal(`${type}.${field}`))
      .map(([type, field]) => `${type}.${field}`),
  ).toEqual([]);
});

it('every entity needs a scope, as a whole or in each of its fields', () => {
  for (const { name, schema: own } of supergraph.subgraphs) {
    const open = Object.values(own.getTypeMap()).flatMap((type) => {
      if (!isObjectType(type) || !type.astNode?.directives?.some((one) => one.name.value === 'key')) return [];
      if (marks.needs.has(type.name)) return [];
      return Object.keys(type.getFields()).flatMap((field) =>
        field === 'id' || marks.needs.has(`${type.name}.${field}`) ? [] : [`${name}: ${type.name}.${field}`],
      );
    });
    expect(open).toEqual([]);
  }
});

it('clients see none of the machinery', () => {
  expect(Object.keys(schema.getTypeMap()).filter((name) => /scope/i.test(name))).toEqual([]);
  expect(schema.getDirectives().map(({ name }) => name)).not.toEqual(expect.arrayContaining(['requiresScopes']));
});
