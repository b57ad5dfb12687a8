import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Authenticated, PersonalData } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { Order } from './types/changed-entities.type.ts';
import { toViewer, ViewerType } from './types/viewer.type.ts';

const MOST_ORDERS = 100;

@Resolver(() => ViewerType)
export class ViewerResolver {
  @Authenticated()
  @Query(() => ViewerType, { description: 'Whose access token this is.' })
  me(@Ctx() { viewer }: HubRequest): ViewerType {
    return toViewer(viewer);
  }

  @PersonalData('orders:read')
  @FieldResolver(() => [Order], {
    description: 'Of a shopper: their own orders, newest first; 100 at most. Else empty.',
  })
  async orders(@Root() { customer }: ViewerType, @Ctx() request: HubRequest): Promise<{ id: string }[]> {
    const brick = request.primary('shop');
    if (!customer || brick === null) return [];
    const { rows } = await request.reader.facets.page({
      ...{ type: 'Order', brick, first: MOST_ORDERS },
      where: [{ column: 'customer', in: [customer.id] }],
      orderBy: { column: 'placed_at', descending: true },
    });
    return rows.map(({ row }) => ({ id: row.id }));
  }
}
