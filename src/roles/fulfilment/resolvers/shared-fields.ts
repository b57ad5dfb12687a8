import { Ctx, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import { Origin, ORIGINS, originsOf, Scopes } from '../../graph/index.ts';
import type { FulfilmentContext } from '../context.ts';
import { Location, Order, toLocation, Variant } from '../types/index.ts';

/** The variant, unless the primary shop does not know it: then the reference would lead nowhere. */
export function withVariant(type: ClassType<{ variantId: string | null }>): ClassType<object> {
  @Resolver(() => type)
  class VariantField {
    @FieldResolver(() => Variant, { nullable: true, description: 'The variant; null where the shop does not know it.' })
    async variant(
      @Root() { variantId }: { variantId: string | null },
      @Ctx() context: FulfilmentContext,
    ): Promise<Variant | null> {
      return knownToShop('Variant', variantId, context);
    }
  }
  return VariantField;
}

/** The order, unless the primary shop does not know it. */
export function withOrder(type: ClassType<{ orderId: string | null }>): ClassType<object> {
  @Resolver(() => type)
  class OrderField {
    @Scopes('orders:read')
    @FieldResolver(() => Order, { nullable: true, description: 'The order; null where the shop does not know it.' })
    async order(
      @Root() { orderId }: { orderId: string | null },
      @Ctx() context: FulfilmentContext,
    ): Promise<Order | null> {
      return knownToShop('Order', orderId, context);
    }
  }
  return OrderField;
}

export function withLocation(type: ClassType<{ locationId: string | null; brick: string }>): ClassType<object> {
  @Resolver(() => type)
  class LocationField {
    @FieldResolver(() => Location, { nullable: true, description: 'Where; null where it is not told or not known.' })
    async location(
      @Root() { locationId, brick }: { locationId: string | null; brick: string },
      @Ctx() { loaders }: FulfilmentContext,
    ): Promise<Location | null> {
      const row = locationId === null ? null : await loaders.byId('Location', brick).load(locationId);
      return row && toLocation(row);
    }
  }
  return LocationField;
}

/** `origins`, of the entity of this name. */
export function withOrigins(name: string, type: ClassType<{ id: string }>): ClassType<object> {
  @Resolver(() => type)
  class OriginsField {
    @FieldResolver(() => [Origin], ORIGINS)
    origins(@Root() { id }: { id: string }, @Ctx() context: FulfilmentContext): Promise<Origin[]> {
      return originsOf(name, id, context);
    }
  }
  return OriginsField;
}

async function knownToShop(
  type: 'Variant' | 'Order',
  id: string | null,
  { request, loaders }: FulfilmentContext,
): Promise<{ id: string } | null> {
  const shop = request.primary('shop');
  const row = id === null || shop === null ? null : await loaders.byId(type, shop).load(id);
  return row && { id: row.id };
}
