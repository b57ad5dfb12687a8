import type { Money } from '#sdk';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import {
  DateTimeScalar,
  DecimalScalar,
  Delivery,
  gtinLookup,
  MoneyType,
  Origin,
  ORIGINS,
  originsOf,
  PENDING,
  Sold,
  toDelivery,
  toSold,
  Scopes,
} from '../../graph/index.ts';
import { brickOf, type ShopContext } from '../context.ts';
import type { Feature, Image } from '../facets.ts';
import type { Row } from '../loaders.ts';
import { marketOf, pricesOf } from '../variant-prices.ts';
import { FeatureType, ImageType, Product, toProduct, toVariant, Variant } from '../types/index.ts';
import { BRICK, GTIN_ARG, ID_ARG, oneKey, SKU_ARG, type Maybe } from './arguments.ts';

const MARKET = {
  nullable: true,
  description:
    'Country of the buyer, such as "FR" or "BE"; default: the shop\'s own. Others than the shop\'s markets are refused.',
};
const GROUP = {
  nullable: true,
  description: 'Hub id of the `PriceList` of the buyer; default: that of an unknown visitor. Unknown ids are refused.',
};

/** A variant by one of its keys. */
export async function findVariant(
  context: ShopContext,
  brick: string,
  key: string,
  value: string,
): Promise<Row<'Variant'> | null> {
  if (key === 'id') return context.loaders.byId('Variant', brick).load(value);
  const lookup = key === 'gtin' ? gtinLookup(value) : value;
  if (lookup === null) return null;
  const column = key === 'gtin' ? 'gtin_lookup' : key;
  const [first] = await context.loaders.byColumn('Variant', brick, column).load(lookup);
  return first ?? null;
}

@Resolver(() => Variant)
export class VariantResolver {
  @Query(() => Variant, { nullable: true, description: 'One variant: by its hub id, SKU or bar code.' })
  async variant(
    @Arg('id', () => ID, ID_ARG) id: Maybe<string>,
    @Arg('sku', () => String, SKU_ARG) sku: Maybe<string>,
    @Arg('gtin', () => String, GTIN_ARG) gtin: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<Variant | null> {
    const row = await findVariant(context, brickOf(context, asked), ...oneKey({ id, sku, gtin }));
    return row && toVariant(row);
  }

  @FieldResolver(() => MoneyType, {
    description: 'What one piece costs now without tax, after the reductions that apply.',
  })
  price(
    @Root() variant: Variant,
    @Arg('market', () => String, MARKET) market: Maybe<string>,
    @Arg('customerGroup', () => ID, GROUP) customerGroup: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Money | Promise<Money> {
    return pricesOf(variant, { market, customerGroup }, context, ({ price }) => price);
  }

  @FieldResolver(() => MoneyType, {
    description: 'What one piece costs now with tax, after the reductions that apply.',
  })
  priceWithTax(
    @Root() variant: Variant,
    @Arg('market', () => String, MARKET) market: Maybe<string>,
    @Arg('customerGroup', () => ID, GROUP) customerGroup: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Money | Promise<Money> {
    return pricesOf(variant, { market, customerGroup }, context, ({ priceWithTax }) => priceWithTax);
  }

  @FieldResolver(() => DecimalScalar, { description: 'Tax rate in percent.' })
  taxRate(@Root() variant: Variant, @Arg('market', () => String, MARKET) market: Maybe<string>): string {
    return variant.facet.taxRates[marketOf(variant.facet, market)] ?? '0';
  }

  @FieldResolver(() => [FeatureType], {
    description: 'What tells it apart from the other variants: size, colour and so on. Empty if there is only one.',
  })
  options(@Root() variant: Variant): Feature[] {
    return variant.facet.options;
  }

  @FieldResolver(() => [ImageType], { description: 'Its own pictures; empty if it only has those of the product.' })
  images(@Root() variant: Variant): Image[] {
    return variant.facet.images;
  }

  @FieldResolver(() => Product, { nullable: true, description: 'The product that it is a variant of.' })
  async product(@Root() variant: Variant, @Ctx() { loaders }: ShopContext): Promise<Product | null> {
    const row = await loaders.byId('Product', variant.brick).load(variant.facet.product);
    return row && toProduct(row);
  }

  @Scopes('orders:read')
  @FieldResolver(() => Sold, {
    description: 'How much of it was ordered in the shop in a period, cancelled orders left out.',
  })
  async ordered(
    @Root() variant: Variant,
    @Arg('from', () => DateTimeScalar, {
      nullable: true,
      description: 'From this time on; default: since the first order.',
    })
    from: Maybe<string>,
    @Arg('to', () => DateTimeScalar, { nullable: true, description: 'Before this time; default: until now.' })
    to: Maybe<string>,
    @Ctx() { loaders }: ShopContext,
  ): Promise<Sold> {
    const period = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
    const measured = await loaders.measured('Order', variant.brick, 'variant', period).load(variant.id);
    return toSold(measured, variant.facet.listPrice.currency);
  }

  @FieldResolver(() => [Delivery], PENDING)
  async pending(@Root() variant: Variant, @Ctx() { pending }: ShopContext): Promise<Delivery[]> {
    return (await pending.of('Variant', variant.brick).load(variant.id)).map(toDelivery);
  }

  @FieldResolver(() => [Origin], ORIGINS)
  origins(@Root() variant: Variant, @Ctx() context: ShopContext): Promise<Origin[]> {
    return originsOf('Variant', variant.id, context);
  }
}
