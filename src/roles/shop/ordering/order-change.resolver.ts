import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { cannot, isRefusal, refusal, repeated, submit, toMessage, type Refusal, Scopes } from '../../graph/index.ts';
import { brickOf, type ShopContext } from '../context.ts';
import type { OrderFacet, OrderStatus as Status } from '../facets.ts';
import { BRICK, type Maybe } from '../resolvers/arguments.ts';
import { OrderStatus } from '../types/index.ts';
import { accepted, IDEMPOTENCY_KEY } from './order-command.resolver.ts';
import { OrderCommandResult, type OrderCommandAnswer } from './order-preview.type.ts';

const ORDER = { description: 'Hub id of the order.' };

/** From what an order never comes back. */
const FINAL: ReadonlySet<Status> = new Set(['CANCELLED', 'REFUNDED']);
/** What cannot be cancelled any more: it has left the house. */
const GONE: ReadonlySet<Status> = new Set(['SHIPPED', 'DELIVERED']);

@Resolver()
export class OrderChangeResolver {
  @Scopes('orders:write')
  @Mutation(() => OrderCommandResult, {
    description: 'Says how far an order is. The shop tells the buyer, if it is set up to do so.',
  })
  updateOrderStatus(
    @Arg('id', () => ID, ORDER) id: string,
    @Arg('status', () => OrderStatus, { description: 'The new status.' }) status: Status,
    @Arg('idempotencyKey', () => String, IDEMPOTENCY_KEY) idempotencyKey: Maybe<string>,
    @Arg('brick', () => String, BRICK) brick: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<OrderCommandAnswer> {
    return setStatus(context, {
      name: 'updateOrderStatus',
      id,
      status,
      idempotencyKey,
      brick: brickOf(context, brick),
    });
  }

  @Scopes('orders:write')
  @Mutation(() => OrderCommandResult, {
    description: 'Cancels an order that has not left yet. Money is not given back by it.',
  })
  cancelOrder(
    @Arg('id', () => ID, ORDER) id: string,
    @Arg('idempotencyKey', () => String, IDEMPOTENCY_KEY) idempotencyKey: Maybe<string>,
    @Arg('brick', () => String, BRICK) brick: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<OrderCommandAnswer> {
    const wish = { name: 'cancelOrder', id, status: 'CANCELLED' as const, idempotencyKey };
    return setStatus(context, { ...wish, brick: brickOf(context, brick) });
  }
}

interface StatusWish {
  name: string;
  id: string;
  status: Status;
  idempotencyKey: Maybe<string>;
  brick: string;
}

async function setStatus(context: ShopContext, wish: StatusWish): Promise<OrderCommandAnswer> {
  const { name, id, status, idempotencyKey, brick } = wish;
  const asked = { name, idempotencyKey, input: { id, status, brick } };
  const before = await repeated(context.request, asked);
  if (before) return isRefusal(before) ? before : accepted(context, brick, id, before.messages);
  const unable = cannot(context.request, brick, 'setOrderStatus');
  if (unable) return unable;
  const row = await context.loaders.byId('Order', brick).load(id);
  if (!row) return refusal('UNKNOWN_ORDER', 'The shop has no order with this id.', 'Look it up with `orders`.', 'id');
  const wrong = forbidden(row.facet, status);
  if (wrong !== null) return refusal('STATUS_FINAL', wrong, 'See the order’s history.', 'status');
  const untold = await refusedPlacing(context, brick, row.id);
  if (untold) return untold;
  const taken = await submit(context.request, {
    ...asked,
    answer: { order: row.id },
    messages: [
      toMessage({
        brick,
        command: 'setOrderStatus',
        lane: `Order:${row.id}`,
        payload: { order: row.id, status },
        overlays: [{ type: 'Order', hubId: row.id, patch: { status }, creates: false }],
      }),
    ],
  });
  if (isRefusal(taken)) return taken;
  return accepted(context, brick, row.id, taken.messages);
}

/** An order that the shop never took has no status there. */
async function refusedPlacing({ request }: ShopContext, brick: string, order: string): Promise<Refusal | null> {
  const { rows } = await request.reader.messages({ brick, lane: `Order:${order}`, state: 'dead', first: 50 });
  const placing = rows.find(({ command }) => command === 'placeOrder');
  if (!placing) return null;
  return refusal(
    'ORDER_NOT_TAKEN',
    `The shop refused this order: ${placing.failure?.message ?? 'no reason was given'}`,
    `Decide about the dead letter ${placing.id} first: redriveMessage, or discardMessage to give the order up.`,
    'id',
  );
}

/** Why an order cannot come to a status any more; null: it can. */
function forbidden(order: OrderFacet, status: Status): string | null {
  if (order.status === status) return null;
  if (FINAL.has(order.status)) return `The order is ${order.status} already.`;
  if (status === 'CANCELLED' && GONE.has(order.status)) return 'The order has left already.';
  return null;
}
