import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Scopes } from '../../graph/index.ts';
import { brickOf, type FulfilmentContext, type Maybe } from '../context.ts';
import { Order, Shipment, StockLevel, toShipment, toStockLevel, Variant } from '../types/index.ts';
import { BRICK } from './arguments.ts';

@Resolver(() => Variant)
export class VariantStockResolver {
  @Scopes('stock:read')
  @FieldResolver(() => [StockLevel], { description: 'What of it lies where.' })
  async stock(
    @Root() { id }: Variant,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<StockLevel[]> {
    const rows = await context.loaders.listed('StockLevel', brickOf(context, asked), 'variant', id);
    return rows.map(toStockLevel);
  }

  @Scopes('stock:read')
  @FieldResolver(() => Int, {
    description:
      'Pieces that may still be promised, at all locations together; orders that the hub took and fulfilment does not count yet are taken off. 0 where fulfilment does not know it.',
  })
  async available(@Root() { id }: Variant, @Ctx() context: FulfilmentContext): Promise<number> {
    const brick = brickOf(context, null);
    const [item, reserved] = await Promise.all([
      context.loaders.byId('StockItem', brick).load(id),
      context.reserved.load(id),
    ]);
    if (item !== null) return item.facet.available - reserved;
    const levels = await context.loaders.listed('StockLevel', brick, 'variant', id);
    return levels.reduce((sum, { facet }) => sum + facet.available, 0) - reserved;
  }
}

@Resolver(() => Order)
export class OrderShipmentsResolver {
  @Scopes('stock:read', 'orders:read')
  @FieldResolver(() => [Shipment], { description: 'What was sent for it.' })
  async shipments(
    @Root() { id }: Order,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Shipment[]> {
    const rows = await context.loaders.listed('Shipment', brickOf(context, asked), 'order_id', id);
    return rows.map(toShipment);
  }
}
