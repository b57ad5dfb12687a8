import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Origin, ORIGINS, originsOf } from '../../graph/index.ts';
import type { ShopContext } from '../context.ts';
import { textIn } from '../locale.ts';
import { LOCALE, PriceList } from '../types/index.ts';
import type { Maybe } from './arguments.ts';

@Resolver(() => PriceList)
export class PriceListResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Name of the customer group.' })
  name(
    @Root() list: PriceList,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(list.facet.name, locale, request.defaultLocale);
  }

  @FieldResolver(() => [Origin], ORIGINS)
  origins(@Root() list: PriceList, @Ctx() context: ShopContext): Promise<Origin[]> {
    return originsOf('PriceList', list.id, context);
  }
}
