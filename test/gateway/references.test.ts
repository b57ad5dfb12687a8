import 'reflect-metadata';
import { Arg, Directive, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { localSubgraphs } from '../../src/gateway/index.ts';
import { buildSubgraph } from '../../src/roles/graph/index.ts';
import { startGateway, type TestGateway } from './a-gateway.ts';

@Directive('@key(fields: "sku")')
@ObjectType('Variant', { simpleResolvers: true })
class StockedVariant {
  @Field(() => String, { nullable: true })
  sku!: string | null;
}

@Directive('@key(fields: "gtin")')
@ObjectType('Variant', { simpleResolvers: true })
class ScannedVariant {
  @Field(() => String, { nullable: true })
  gtin!: string | null;
}

@Directive('@key(fields: "reference")')
@ObjectType('Order', { simpleResolvers: true })
class ShippedOrder {
  @Field(() => String)
  reference!: string;
}

@Resolver(() => StockedVariant)
class StockResolver {
  @Query(() => [StockedVariant])
  stocked(@Arg('skus', () => [String]) skus: string[]): StockedVariant[] {
    return skus.map((sku) => ({ sku }));
  }

  @Query(() => [ShippedOrder])
  shipped(): ShippedOrder[] {
    return [{ reference: 'XKBKNABJK' }];
  }

  @FieldResolver(() => Int)
  pieces(@Root() variant: StockedVariant): number {
    return variant.sku?.length ?? 0;
  }
}

@Resolver(() => ScannedVariant)
class ScanResolver {
  @Query(() => [ScannedVariant])
  scanned(@Arg('gtins', () => [String]) gtins: string[]): ScannedVariant[] {
    return gtins.map((gtin) => ({ gtin }));
  }
}

let gateway: TestGateway;
beforeAll(async () => {
  const stock = await buildSubgraph({
    name: 'stock',
    resolvers: [StockResolver],
    references: { Variant: (reference) => reference },
    contextFor: (request) => request,
  });
  const scans = await buildSubgraph({
    name: 'mass-scan',
    resolvers: [ScanResolver],
    references: {},
    contextFor: (request) => request,
  });
  gateway = await startGateway({ subgraphs: [...(await localSubgraphs()), stock, scans] });
});
afterAll(() => gateway.stop());

describe('references from other subgraphs', () => {
  it('are resolved by SKU, together', async () => {
    const query = 'query Stocked($skus: [String!]!) { stocked(skus: $skus) { sku pieces id product { name } } }';
    for (let i = 0; i < 3; i += 1) {
      gateway.mirror.calls.length = 0;
      const { body } = await gateway.ask(query, { skus: ['ROBE-S', 'ROBE-M', 'CHAPEAU'] });
      expect(body.data).toEqual({
        stocked: [
          { sku: 'ROBE-S', pieces: 6, id: 'v1', product: { name: 'Dress' } },
          { sku: 'ROBE-M', pieces: 6, id: 'v2', product: { name: 'Dress' } },
          { sku: 'CHAPEAU', pieces: 7, id: 'v3', product: { name: 'Chapeau' } },
        ],
      });
      expect(gateway.mirror.calls).toEqual(['byColumn Variant.sku', 'byIds Product']);
    }
  });

  it('go the other way, too', async () => {
    const { body } = await gateway.ask('{ product(id: "p1") { variants { sku pieces } } }');
    expect(body.data).toEqual({
      product: {
        variants: [
          { sku: 'ROBE-S', pieces: 6 },
          { sku: 'ROBE-M', pieces: 6 },
        ],
      },
    });
  });

  it('find a bar code in each of its forms, from a subgraph with a dash in its name', async () => {
    const { body } = await gateway.ask('{ scanned(gtins: ["3760000000017", "03760000000017"]) { gtin id } }');
    expect(body.data).toEqual({
      scanned: [
        { gtin: '3760000000017', id: 'v1' },
        { gtin: '03760000000017', id: 'v1' },
      ],
    });
  });

  it('are resolved by order reference', async () => {
    const { body } = await gateway.ask('{ shipped { reference id status } }');
    expect(body.data).toEqual({ shipped: [{ reference: 'XKBKNABJK', id: 'o1', status: 'PAID' }] });
  });
});
