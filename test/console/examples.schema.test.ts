import { parse, validate, type GraphQLSchema } from 'graphql';
import { examples } from '../../console/src/examples.ts';
import { buildGraph } from '../../src/gateway/engine.ts';
import { compose, localSubgraphs } from '../../src/gateway/index.ts';

describe('the console examples against the graph', () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    schema = (await buildGraph(compose(await localSubgraphs()))).unifiedGraph;
  });

  it.each(examples.map((each) => [each.id, each.query] as const))('%s asks what there is', (_id, query) => {
    expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
  });
});
