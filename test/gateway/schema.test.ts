import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  parse,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { compose, localSubgraphs, schemaFiles, staleSchemas, writeSchemas } from '../../src/gateway/index.ts';
import { buildGraph } from '../../src/gateway/engine.ts';

const PUBLISHED = new URL('../../schema', import.meta.url).pathname;

const api = async (): Promise<GraphQLSchema> => (await buildGraph(compose(await localSubgraphs()))).unifiedGraph;

/** All that a type shows, as `Type.field(argument)`, to what is said of it. */
function described(type: GraphQLNamedType): [string, string | null | undefined][] {
  const found: [string, string | null | undefined][] = [[type.name, type.description]];
  if (isEnumType(type))
    found.push(
      ...type
        .getValues()
        .map((value) => [`${type.name}.${value.name}`, value.description] as const)
        .map(([a, b]): [string, typeof b] => [a, b]),
    );
  if (isInputObjectType(type))
    for (const field of Object.values(type.getFields())) found.push([`${type.name}.${field.name}`, field.description]);
  if (isObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      found.push([`${type.name}.${field.name}`, field.description]);
      for (const argument of field.args)
        found.push([`${type.name}.${field.name}(${argument.name})`, argument.description]);
    }
  }
  return found;
}

const ROLES = ['shop.graphql', 'fulfilment.graphql', 'till.graphql', 'mass-edit.graphql'];

describe('the published contract', () => {
  it('is what the code says (else: mortar schema)', async () => {
    expect(await staleSchemas(PUBLISHED)).toEqual([]);
  });

  it('is found stale when a file differs or is absent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'schema-'));
    expect(await writeSchemas(folder)).toEqual([...ROLES, 'hub.graphql', 'supergraph.graphql']);
    expect(await staleSchemas(folder)).toEqual([]);
    await writeFile(join(folder, 'hub.graphql'), 'type Query { old: Int }');
    await rm(join(folder, 'shop.graphql'));
    expect(await staleSchemas(folder)).toEqual(['shop.graphql', 'hub.graphql']);
    await rm(folder, { recursive: true });
  });

  it('is written the same every time', async () => {
    expect([...(await schemaFiles())]).toEqual([...(await schemaFiles())]);
  });

  it('parses', async () => {
    for (const content of (await schemaFiles()).values()) expect(() => parse(content)).not.toThrow();
  });

  it('refuses subgraphs that do not compose', async () => {
    const [shop] = await localSubgraphs();
    const clash = {
      name: 'clash',
      sdl: 'type Money { amount: Int }',
      schema: buildSchema('type Query { a: Int }'),
      contextFor: () => ({}),
    };
    expect(() => compose([shop!, clash])).toThrow(/do not compose/);
  });
});

describe('the graph as staff read it', () => {
  it('describes every type, field, argument, enum value and input', async () => {
    const schema = await api();
    const all = Object.values(schema.getTypeMap())
      .filter((type) => !type.name.startsWith('__'))
      .flatMap(described);
    expect(all.length).toBeGreaterThan(300);
    const builtIn = ['Boolean', 'Float', 'ID', 'Int', 'String'];
    expect(
      all.filter(([name, text]) => !builtIn.includes(name) && !/^.{4,}[.!]$/su.test(text ?? '')).map(([name]) => name),
    ).toEqual([]);
  });

  it('has no word of the federation machinery', async () => {
    const names = Object.keys((await api()).getTypeMap());
    expect(names.filter((name) => /^(join__|link__|_(Any|Entity|Service)$)/.test(name))).toEqual([]);
  });

  it('keeps the pinned names', async () => {
    const schema = await api();
    const fields = (name: string): string[] => {
      const type = schema.getType(name);
      return isObjectType(type) ? Object.keys(type.getFields()) : [];
    };
    const pinned: Record<string, string> = {
      Query:
        'product products variant category categories customer customers order orders invoices bricks runs holds me',
      Mutation: 'syncBrick',
      Product: 'id name description slug brand categories variants images active features updatedAt origins',
      Variant: 'id sku gtin options price priceWithTax taxRate product suppliers ordered origins',
      Customer: 'id email firstName lastName company vatNumber addresses orders origins',
      Order:
        'id reference status placedAt customer lines totals payments shippingAddress billingAddress invoices refunds origins',
      Brick: 'name roles connector state lag lastRun breaker capabilities recovery health',
      Origin: 'brick externalId url seenAt',
      Sold: 'quantity amount',
      Money: 'amount currency',
      PageInfo: 'hasNextPage endCursor',
      ProductConnection: 'nodes edges pageInfo totalCount',
    };
    for (const [type, names] of Object.entries(pinned))
      expect(fields(type)).toEqual(expect.arrayContaining(names.split(' ')));
    for (const list of ['Invoice', 'PriceList', 'Category', 'Image']) expect(fields(list)).not.toEqual([]);
    expect(
      Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ type }) => getNamedType(type).name === 'Float'),
    ).toEqual([]);
  });
});
