import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ShopContext } from '../context.ts';
import type { Feature, Image, OrderFacet } from '../facets.ts';
import { textIn } from '../locale.ts';
import { FeatureType, ImageType, LOCALE, OrderStatusChange } from '../types/index.ts';
import type { Maybe } from './arguments.ts';

@Resolver(() => FeatureType)
export class FeatureResolver {
  @FieldResolver(() => String, { nullable: true, description: 'What is said: "Size".' })
  name(
    @Root() feature: Feature,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(feature.name, locale, request.defaultLocale);
  }

  @FieldResolver(() => String, { nullable: true, description: 'What it is: "M".' })
  value(
    @Root() feature: Feature,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(feature.value, locale, request.defaultLocale);
  }
}

@Resolver(() => ImageType)
export class ImageResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "What the picture shows, in words, for people who do not see it. Null where the shop does not tell: PrestaShop's webservice has no words for pictures.",
  })
  alt(
    @Root() image: Image,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(image.alt, locale, request.defaultLocale);
  }
}

@Resolver(() => OrderStatusChange)
export class OrderStatusChangeResolver {
  @FieldResolver(() => String, { nullable: true, description: "The status in the shop's own words." })
  label(
    @Root() change: OrderFacet['history'][number],
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(change.label, locale, request.defaultLocale);
  }
}
