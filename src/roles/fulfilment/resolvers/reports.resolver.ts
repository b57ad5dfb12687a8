import type { VariantFacet } from '#sdk';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import {
  AFTER,
  brickOf as brickOfRole,
  checkFirst,
  FIRST,
  listOf,
  type Connection,
  Scopes,
} from '../../graph/index.ts';
import { brickOf, kindOfLocation, type FulfilmentContext, type Maybe } from '../context.ts';
import type { FulfilmentOrderFacet } from '../facets.ts';
import { refundMessage, refundWhere, toRefundDiscrepancy } from '../refunds.ts';
import { replenish } from '../replenishment.ts';
import type { PickOrder, StockDiscrepancy } from '../types/index.ts';
import {
  PickOrderConnection,
  RefundDiscrepancy,
  RefundDiscrepancyConnection,
  Replenishment,
  StockDiscrepancyConnection,
  toPickOrder,
} from '../types/index.ts';
import { BRICK } from './arguments.ts';

const DAYS = { description: 'Look at the sales of so many days up to now, 1 to 365, and have stock for as many.' };

@Resolver()
export class ReportsResolver {
  @Query(() => PickOrderConnection, { description: 'What is still to be picked and sent, oldest order first.' })
  async pickList(
    @Arg('location', () => ID, { nullable: true, description: 'Only from this location (hub id); default: from all.' })
    location: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Connection<PickOrder>> {
    const brick = brickOf(context, asked);
    if (location) await kindOfLocation(context, brick, location);
    const where = [{ column: 'to_ship', atLeast: 1 }, ...(location ? [{ column: 'location', in: [location] }] : [])];
    const orderBy = { column: 'placed_at', descending: false };
    const query = { type: 'FulfilmentOrder', brick, where, orderBy, first, after };
    return listOf<FulfilmentOrderFacet, PickOrder>(context.request, query, toPickOrder);
  }

  @Query(() => [Replenishment], {
    description:
      'What to order for a location, the most urgent first, from what went there: what its tills sold, and for a warehouse what the shops took, too. The 5000 variants that went most are looked at. What is in doubt comes last.',
  })
  async replenishment(
    @Arg('location', () => ID, { description: 'Hub id of the location.' }) location: string,
    @Arg('days', () => Int, DAYS) days: number,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Replenishment[]> {
    return replenish(context, { brick: brickOf(context, asked), location, days, first: checkFirst(first) });
  }

  @Query(() => StockDiscrepancyConnection, {
    description: 'Variants of which the shop shows another stock than fulfilment has available.',
  })
  async stockDiscrepancies(
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Connection<StockDiscrepancy>> {
    const { request, loaders } = context;
    const brick = brickOf(context, asked);
    const shop = brickOfRole(request, 'shop', null);
    const where = [{ differs: { column: 'shop_quantity', from: { type: 'StockItem', brick, column: 'available' } } }];
    const query = { type: 'Variant', brick: shop, where, first, after };
    const page = await listOf<VariantFacet, { id: string; shopQuantity: number }>(request, query, ({ id, facet }) => {
      return { id, shopQuantity: facet.shopQuantity ?? 0 };
    });
    return resolved(page, async ({ id, shopQuantity }) => {
      const item = await loaders.byId('StockItem', brick).load(id);
      const available = item?.facet.available ?? 0;
      return { variantId: id, shopQuantity, available, difference: shopQuantity - available, bricks: [shop, brick] };
    });
  }

  @Scopes('orders:read')
  @Query(() => RefundDiscrepancyConnection, {
    description: 'Orders of which charges and refunds do not agree, newest first.',
  })
  async refundDiscrepancies(
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Connection<RefundDiscrepancy>> {
    const { request } = context;
    const fulfilment = brickOf(context, asked);
    const shop = brickOfRole(request, 'shop', null);
    const orderBy = { column: 'placed_at', descending: true };
    const query = { type: 'Order', brick: shop, where: refundWhere(fulfilment), orderBy, first, after };
    const page = await listOf(request, query, (row: Parameters<typeof toRefundDiscrepancy>[0]) => row);
    return resolved(page, (row) => toRefundDiscrepancy(row, fulfilment, context));
  }
}

@Resolver(() => RefundDiscrepancy)
export class RefundDiscrepancyResolver {
  @FieldResolver(() => String, { description: 'The same as a sentence.' })
  message(
    @Root() { kind }: RefundDiscrepancy,
    @Arg('locale', () => String, { nullable: true, description: 'Language, such as "fr"; default: that of the hub.' })
    locale: Maybe<string>,
    @Ctx() { request }: FulfilmentContext,
  ): string {
    return refundMessage(kind, locale ?? request.defaultLocale);
  }
}

/** The same page, with nodes that had to be looked up. */
async function resolved<From, To>(
  page: Connection<From>,
  toNode: (from: From) => Promise<To>,
): Promise<Connection<To>> {
  const edges = await Promise.all(page.edges.map(async ({ cursor, node }) => ({ cursor, node: await toNode(node) })));
  return { ...page, edges, nodes: edges.map(({ node }) => node) };
}
