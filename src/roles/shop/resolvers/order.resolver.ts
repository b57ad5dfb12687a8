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
  PersonalData,
  toDelivery,
  ArgumentScopes,
  Scopes,
} from '../../graph/index.ts';
import { brickOf, type ShopContext } from '../context.ts';
import type { AddressFacet } from '../facets.ts';
import { OrderFilter } from '../inputs/filters.input.ts';
import { OrderOrder, toOrderBy } from '../inputs/order-by.input.ts';
import type { Row } from '../loaders.ts';
import { textIn } from '../locale.ts';
import {
  Address,
  Customer,
  Invoice,
  LOCALE,
  Order,
  OrderConnection,
  OrderLine,
  toCustomer,
  toInvoice,
  toOrder,
  toVariant,
  Variant,
} from '../types/index.ts';
import { orderWhere } from '../where.ts';
import { BRICK, ID_ARG, oneKey, SEARCH, type Maybe } from './arguments.ts';

/** An order by one of its keys. */
export async function findOrder(
  context: ShopContext,
  brick: string,
  key: string,
  value: string,
): Promise<Row<'Order'> | null> {
  if (key === 'id') return context.loaders.byId('Order', brick).load(value);
  const [first] = await context.loaders.byColumn('Order', brick, key).load(value);
  return first ?? null;
}

@Resolver(() => Order)
export class OrderResolver {
  @Scopes('orders:read')
  @Query(() => Order, {
    nullable: true,
    description: 'One order: by its hub id, or by the reference that the customer sees.',
  })
  async order(
    @Arg('id', () => ID, ID_ARG) id: Maybe<string>,
    @Arg('reference', () => String, { nullable: true, description: 'Reference, such as "XKBKNABJK".' })
    reference: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<Order | null> {
    const row = await findOrder(context, brickOf(context, asked), ...oneKey({ id, reference }));
    return row && toOrder(row);
  }

  @ArgumentScopes('customers:read', 'filter.customer')
  @Scopes('orders:read')
  @Query(() => OrderConnection, {
    description: 'The orders of the shop. For the customer service, for what is left to ship, for accounts.',
  })
  orders(
    @Arg('filter', () => OrderFilter, { nullable: true, description: 'Which ones.' }) filter: Maybe<OrderFilter>,
    @Arg('search', () => String, SEARCH) search: Maybe<string>,
    @Arg('orderBy', () => OrderOrder, { nullable: true, description: 'In which order; default: by hub id.' })
    order: Maybe<OrderOrder>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<Connection<Order>> {
    const brick = brickOf(context, asked);
    const orderBy = order ? toOrderBy(order) : undefined;
    return listOf(
      context.request,
      { type: 'Order', brick, where: orderWhere(filter), search, orderBy, first, after },
      toOrder,
    );
  }

  @FieldResolver(() => String, { nullable: true, description: "The status in the shop's own words." })
  statusLabel(
    @Root() order: Order,
    @Arg('locale', () => String, LOCALE) locale: Maybe<string>,
    @Ctx() { request }: ShopContext,
  ): string | null {
    return textIn(order.facet.statusLabel, locale, request.defaultLocale);
  }

  @PersonalData()
  @FieldResolver(() => Customer, { nullable: true, description: 'Who ordered. Personal data.' })
  async customer(@Root() order: Order, @Ctx() { loaders }: ShopContext): Promise<Customer | null> {
    if (order.facet.customer === null) return null;
    const row = await loaders.byId('Customer', order.brick).load(order.facet.customer);
    return row && toCustomer(row);
  }

  @PersonalData()
  @FieldResolver(() => Address, { nullable: true, description: 'Where it is sent. Personal data.' })
  shippingAddress(@Root() order: Order): AddressFacet | null {
    return order.facet.shippingAddress;
  }

  @PersonalData()
  @FieldResolver(() => Address, { nullable: true, description: 'To whom it is invoiced. Personal data.' })
  billingAddress(@Root() order: Order): AddressFacet | null {
    return order.facet.billingAddress;
  }

  @FieldResolver(() => [Invoice], { description: 'The invoices issued for it.' })
  async invoices(@Root() order: Order, @Ctx() { loaders }: ShopContext): Promise<Invoice[]> {
    return (await loaders.byIds('Invoice', order.brick, order.facet.invoices)).map(toInvoice);
  }

  @FieldResolver(() => [Delivery], PENDING)
  async pending(@Root() order: Order, @Ctx() { pending }: ShopContext): Promise<Delivery[]> {
    return (await pending.of('Order', order.brick).load(order.id)).map(toDelivery);
  }

  @FieldResolver(() => [Origin], ORIGINS)
  origins(@Root() order: Order, @Ctx() context: ShopContext): Promise<Origin[]> {
    return originsOf('Order', order.id, context);
  }
}

@Resolver(() => OrderLine)
export class OrderLineResolver {
  @FieldResolver(() => Variant, {
    nullable: true,
    description: 'The variant that was ordered, or null where the shop no longer has it.',
  })
  async variant(@Root() line: OrderLine, @Ctx() { loaders }: ShopContext): Promise<Variant | null> {
    if (line.variantId === null) return null;
    const row = await loaders.byId('Variant', line.brick).load(line.variantId);
    return row && toVariant(row);
  }
}
