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
} from '../../graph/index.ts';
import { brickOf, type ShopContext } from '../context.ts';
import { CustomerFilter } from '../inputs/filters.input.ts';
import { CustomerOrder, toOrderBy } from '../inputs/order-by.input.ts';
import { Customer, CustomerConnection, Order, PriceList, toCustomer, toOrder, toPriceList } from '../types/index.ts';
import { customerWhere } from '../where.ts';
import { BRICK, ID_ARG, oneKey, SEARCH, type Maybe } from './arguments.ts';

@Resolver(() => Customer)
export class CustomerResolver {
  @PersonalData()
  @Query(() => Customer, { nullable: true, description: 'One customer: by hub id or e-mail address. Personal data.' })
  async customer(
    @Arg('id', () => ID, ID_ARG) id: Maybe<string>,
    @Arg('email', () => String, { nullable: true, description: 'E-mail address; capitals do not matter.' })
    email: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<Customer | null> {
    const [key, value] = oneKey({ id, email });
    const brick = brickOf(context, asked);
    const row =
      key === 'id'
        ? await context.loaders.byId('Customer', brick).load(value)
        : (await context.loaders.byColumn('Customer', brick, 'email').load(value.toLowerCase()))[0];
    return row ? toCustomer(row) : null;
  }

  @PersonalData()
  @Query(() => CustomerConnection, {
    description: 'The customers of the shop, closed accounts too unless filtered. Personal data.',
  })
  customers(
    @Arg('filter', () => CustomerFilter, { nullable: true, description: 'Which ones.' }) filter: Maybe<CustomerFilter>,
    @Arg('search', () => String, SEARCH) search: Maybe<string>,
    @Arg('orderBy', () => CustomerOrder, { nullable: true, description: 'In which order; default: by hub id.' })
    order: Maybe<CustomerOrder>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<Connection<Customer>> {
    const brick = brickOf(context, asked);
    const orderBy = order ? toOrderBy(order) : undefined;
    return listOf(
      context.request,
      { type: 'Customer', brick, where: customerWhere(filter), search, orderBy, first, after },
      toCustomer,
    );
  }

  @FieldResolver(() => [PriceList], { description: 'The customer groups that they belong to.' })
  async priceLists(@Root() customer: Customer, @Ctx() { loaders }: ShopContext): Promise<PriceList[]> {
    return (await loaders.byIds('PriceList', customer.brick, customer.facet.groups)).map(toPriceList);
  }

  @FieldResolver(() => PriceList, { nullable: true, description: 'The customer group whose prices they see.' })
  async priceList(@Root() customer: Customer, @Ctx() { loaders }: ShopContext): Promise<PriceList | null> {
    if (customer.facet.defaultGroup === null) return null;
    const row = await loaders.byId('PriceList', customer.brick).load(customer.facet.defaultGroup);
    return row && toPriceList(row);
  }

  @PersonalData('orders:read')
  @FieldResolver(() => [Order], { description: 'Their orders in the shop.' })
  async orders(@Root() customer: Customer, @Ctx() { loaders }: ShopContext): Promise<Order[]> {
    return (await loaders.listed('Order', customer.brick, 'customer', customer.id)).map(toOrder);
  }

  @FieldResolver(() => [Delivery], PENDING)
  async pending(@Root() customer: Customer, @Ctx() { pending }: ShopContext): Promise<Delivery[]> {
    return (await pending.of('Customer', customer.brick).load(customer.id)).map(toDelivery);
  }

  @FieldResolver(() => [Origin], ORIGINS)
  origins(@Root() customer: Customer, @Ctx() context: ShopContext): Promise<Origin[]> {
    return originsOf('Customer', customer.id, context);
  }
}
