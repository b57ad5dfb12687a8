import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import {
  AFTER,
  type Connection,
  Delivery,
  FIRST,
  listOf,
  Origin,
  ORIGINS,
  originsOf,
  PENDING,
  toDelivery,
} from '../../graph/index.ts';
import { brickOf, type ShopContext } from '../context.ts';
import type { Feature, Image } from '../facets.ts';
import { ProductFilter } from '../inputs/filters.input.ts';
import { ProductOrder, toOrderBy } from '../inputs/order-by.input.ts';
import { textIn } from '../locale.ts';
import {
  Category,
  FeatureType,
  ImageType,
  LOCALE,
  PackItem,
  Product,
  ProductConnection,
  toCategory,
  toProduct,
  toVariant,
  Variant,
} from '../types/index.ts';
import { productWhere } from '../where.ts';
import { BRICK, GTIN_ARG, ID_ARG, oneKey, SEARCH, SKU_ARG, type Maybe } from './arguments.ts';
import { findVariant } from './variant.resolver.ts';

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product, {
    nullable: true,
    description: 'One product: by its hub id, or by the SKU or bar code of one of its variants.',
  })
  async product(
    @Arg('id', () => ID, ID_ARG) id: Maybe<string>,
    @Arg('sku', () => String, SKU_ARG) sku: Maybe<string>,
    @Arg('gtin', () => String, GTIN_ARG) gtin: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<Product | null> {
    const [key, value] = oneKey({ id, sku, gtin });
    const brick = brickOf(context, asked);
    const found = key === 'id' ? value : (await findVariant(context, brick, key, value))?.facet.product;
    const row = found === undefined ? null : await context.loaders.byId('Product', brick).load(found);
    return row && toProduct(row);
  }

  @Query(() => ProductConnection, {
    description: 'The products of the shop, inactive ones too unless filtered. For checks, exports and feeds.',
  })
  products(
    @Arg('filter', () => ProductFilter, { nullable: true, description: 'Which ones.' }) filter: Maybe<ProductFilter>,
    @Arg('search', () => String, SEARCH) search: Maybe<string>,
    @Arg('orderBy', () => ProductOrder, { nullable: true, description: 'In which order; default: by hub id.' })
    order: Maybe<ProductOrder>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<Connection<Product>> {
    const brick = brickOf(context, asked);
    const { request } = context;
    const orderBy = order ? toOrderBy(order) : undefined;
    const bricks = { shop: brick, fulfilment: request.primary('fulfilment'), tills: request.bricksOf('till') };
    const where = productWhere(filter, bricks);
    return listOf(context.request, { type: 'Product', brick, where, search, orderBy, first, after }, toProduct);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Name.' })
  name(
    @Root() product: Product,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(product.facet.name, locale, request.defaultLocale);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Full description, as HTML where the shop keeps HTML.' })
  description(
    @Root() product: Product,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(product.facet.description, locale, request.defaultLocale);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Short description, as HTML where the shop keeps HTML.' })
  summary(
    @Root() product: Product,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(product.facet.summary, locale, request.defaultLocale);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The part of its page's address that names it. Search engines know it by this.",
  })
  slug(
    @Root() product: Product,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(product.facet.slug, locale, request.defaultLocale);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Title for search engines.' })
  metaTitle(
    @Root() product: Product,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(product.facet.metaTitle, locale, request.defaultLocale);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Description for search engines.' })
  metaDescription(
    @Root() product: Product,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(product.facet.metaDescription, locale, request.defaultLocale);
  }

  @FieldResolver(() => [String], { description: 'Keywords that the shop gave it.' })
  tags(
    @Root() product: Product,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string[] {
    return product.facet.tags.map((tag) => textIn(tag, locale, request.defaultLocale)).filter((tag) => tag !== null);
  }

  @FieldResolver(() => [Category], { description: 'The categories it is in; the main one first.' })
  async categories(@Root() product: Product, @Ctx() { loaders }: ShopContext): Promise<Category[]> {
    return (await loaders.byIds('Category', product.brick, product.facet.categories)).map(toCategory);
  }

  @FieldResolver(() => [Variant], { description: "Its variants, in the shop's order; at least one." })
  async variants(@Root() product: Product, @Ctx() { loaders }: ShopContext): Promise<Variant[]> {
    return (await loaders.byIds('Variant', product.brick, product.facet.variants)).map(toVariant);
  }

  @FieldResolver(() => [ImageType], { description: "Its pictures, in the shop's order." })
  images(@Root() product: Product): Image[] {
    return product.facet.images;
  }

  @FieldResolver(() => [FeatureType], { description: 'What it is said to be: its material, its season and so on.' })
  features(@Root() product: Product): Feature[] {
    return product.facet.features;
  }

  @FieldResolver(() => [PackItem], { description: 'For a pack: what it holds; else empty.' })
  pack(@Root() product: Product): PackItem[] {
    return product.facet.pack.map(({ variant, quantity }) => ({ variantId: variant, quantity, brick: product.brick }));
  }

  @FieldResolver(() => [Delivery], PENDING)
  async pending(@Root() product: Product, @Ctx() { pending }: ShopContext): Promise<Delivery[]> {
    return (await pending.of('Product', product.brick).load(product.id)).map(toDelivery);
  }

  @FieldResolver(() => [Origin], ORIGINS)
  origins(@Root() product: Product, @Ctx() context: ShopContext): Promise<Origin[]> {
    return originsOf('Product', product.id, context);
  }
}

@Resolver(() => PackItem)
export class PackItemResolver {
  @FieldResolver(() => Variant, {
    nullable: true,
    description: 'The article, or null where the shop no longer has it.',
  })
  async variant(@Root() item: PackItem, @Ctx() { loaders }: ShopContext): Promise<Variant | null> {
    const row = await loaders.byId('Variant', item.brick).load(item.variantId);
    return row && toVariant(row);
  }
}
