import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import {
  AFTER,
  FIRST,
  listOf,
  Origin,
  ORIGINS,
  originsOf,
  PersonalData,
  type Connection,
  ArgumentScopes,
} from '../../graph/index.ts';
import { brickOf, reference, type TillContext } from '../context.ts';
import { BRICK, SaleFilter, SaleOrder, saleWhere, type Maybe } from '../inputs.ts';
import {
  Customer,
  Location,
  Sale,
  SaleConnection,
  SaleLine,
  Store,
  TillSession,
  toSale,
  toTillSession,
  Variant,
} from '../types/index.ts';

/** A ticket, whichever till it is from. */
export async function findSale({ request, loaders }: TillContext, id: string): Promise<Sale | null> {
  const rows = await Promise.all(request.bricksOf('till').map((brick) => loaders.byId('Sale', brick).load(id)));
  const row = rows.find((one) => one !== null);
  return row ? toSale(row) : null;
}

@Resolver(() => Sale)
export class SaleResolver {
  @Query(() => Sale, { nullable: true, description: 'One ticket by its hub id, whichever till it is from.' })
  sale(
    @Arg('id', () => ID, { description: "The hub's own id." }) id: string,
    @Ctx() context: TillContext,
  ): Promise<Sale | null> {
    return findSale(context, id);
  }

  @ArgumentScopes('customers:read', 'filter.customer')
  @Query(() => SaleConnection, {
    description: 'The tickets of one till brick: the primary one unless "brick" names another.',
  })
  sales(
    @Arg('filter', () => SaleFilter, { nullable: true, description: 'Which ones.' }) filter: Maybe<SaleFilter>,
    @Arg('orderBy', () => SaleOrder, { nullable: true, description: 'In which order; default: by hub id.' })
    order: Maybe<SaleOrder>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: TillContext,
  ): Promise<Connection<Sale>> {
    const brick = brickOf(context, asked);
    const orderBy = order ? { column: 'sold_at', descending: order === 'SOLD_AT_DESC' } : undefined;
    return listOf(context.request, { type: 'Sale', brick, where: saleWhere(filter), orderBy, first, after }, toSale);
  }

  @PersonalData()
  @FieldResolver(() => Customer, {
    nullable: true,
    description: 'Who bought. Null where the till does not tell, or the shop does not know them. Personal data.',
  })
  customer(@Root() sale: Sale, @Ctx() context: TillContext): Promise<Customer | null> {
    return reference(context, 'Customer', sale.facet.customer);
  }

  @FieldResolver(() => TillSession, {
    nullable: true,
    description: 'The session (Z report) that it belongs to, where the till tells it.',
  })
  async session(@Root() { brick, facet }: Sale, @Ctx() { loaders }: TillContext): Promise<TillSession | null> {
    if (facet.session === null) return null;
    const rows = await loaders.byColumn('TillSession', brick, 'number').load(facet.session);
    const row = rows.find((one) => one.facet.till === facet.till);
    return row ? toTillSession(row) : null;
  }

  @FieldResolver(() => Location, {
    nullable: true,
    description: "The place where it was sold, as fulfilment's location. Null where fulfilment does not know it.",
  })
  location(@Root() sale: Sale, @Ctx() context: TillContext): Promise<Location | null> {
    return reference(context, 'Location', sale.facet.location);
  }

  @FieldResolver(() => Store, { nullable: true, description: 'The place where it was sold, in the words of the till.' })
  async store(@Root() { brick, facet }: Sale, @Ctx() { loaders }: TillContext): Promise<Store | null> {
    if (facet.location === null) return null;
    const row = await loaders.byId('Store', brick).load(facet.location);
    return row && { id: row.id, code: row.facet.code, name: row.facet.name };
  }

  @FieldResolver(() => [Origin], ORIGINS)
  origins(@Root() sale: Sale, @Ctx() context: TillContext): Promise<Origin[]> {
    return originsOf('Sale', sale.id, context);
  }
}

@Resolver(() => SaleLine)
export class SaleLineResolver {
  @FieldResolver(() => Variant, {
    nullable: true,
    description: 'The article in the shop, or null where the shop does not know it.',
  })
  variant(@Root() line: SaleLine, @Ctx() context: TillContext): Promise<Variant | null> {
    return reference(context, 'Variant', line.variantId);
  }
}
