import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { AFTER, type Connection, FIRST, listOf, Origin, ORIGINS, originsOf } from '../../graph/index.ts';
import { brickOf, type ShopContext } from '../context.ts';
import type { Image } from '../facets.ts';
import { textIn } from '../locale.ts';
import { Category, CategoryConnection, ImageType, LOCALE, toCategory } from '../types/index.ts';
import { BRICK, type Maybe } from './arguments.ts';

@Resolver(() => Category)
export class CategoryResolver {
  @Query(() => Category, { nullable: true, description: 'One category by its hub id.' })
  async category(
    @Arg('id', () => ID, { description: "The hub's own id." }) id: string,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<Category | null> {
    const row = await context.loaders.byId('Category', brickOf(context, asked)).load(id);
    return row && toCategory(row);
  }

  @Query(() => CategoryConnection, { description: 'The categories of the shop, inactive ones too.' })
  categories(
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<Connection<Category>> {
    const brick = brickOf(context, asked);
    return listOf(context.request, { type: 'Category', brick, where: [], first, after }, toCategory);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Name.' })
  name(
    @Root() category: Category,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(category.facet.name, locale, request.defaultLocale);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Description, as HTML where the shop keeps HTML.' })
  description(
    @Root() category: Category,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(category.facet.description, locale, request.defaultLocale);
  }

  @FieldResolver(() => String, { nullable: true, description: "The part of its page's address that names it." })
  slug(
    @Root() category: Category,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(category.facet.slug, locale, request.defaultLocale);
  }

  @FieldResolver(() => Category, { nullable: true, description: 'The category above it, or null at the top.' })
  async parent(@Root() category: Category, @Ctx() { loaders }: ShopContext): Promise<Category | null> {
    if (category.facet.parent === null) return null;
    const row = await loaders.byId('Category', category.brick).load(category.facet.parent);
    return row && toCategory(row);
  }

  @FieldResolver(() => [Category], { description: 'The categories right below it.' })
  async children(@Root() category: Category, @Ctx() { loaders }: ShopContext): Promise<Category[]> {
    const rows = await loaders.listed('Category', category.brick, 'parent', category.id);
    return rows.map(toCategory).sort((a, b) => a.position - b.position);
  }

  @FieldResolver(() => [ImageType], { description: 'Its pictures.' })
  images(@Root() category: Category): Image[] {
    return category.facet.images;
  }

  @FieldResolver(() => [Origin], ORIGINS)
  origins(@Root() category: Category, @Ctx() context: ShopContext): Promise<Origin[]> {
    return originsOf('Category', category.id, context);
  }
}
