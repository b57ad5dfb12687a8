import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { AFTER, type Connection, FIRST, listOf, Origin, ORIGINS, originsOf, Scopes } from '../../graph/index.ts';
import { brickOf, type ShopContext } from '../context.ts';
import { InvoiceFilter } from '../inputs/filters.input.ts';
import { Invoice, InvoiceConnection, Order, toInvoice, toOrder } from '../types/index.ts';
import { invoiceWhere } from '../where.ts';
import { BRICK, type Maybe } from './arguments.ts';

@Resolver(() => Invoice)
export class InvoiceResolver {
  @Scopes('orders:read')
  @Query(() => InvoiceConnection, { description: 'The invoices of the shop.' })
  invoices(
    @Arg('filter', () => InvoiceFilter, { nullable: true, description: 'Which ones.' }) filter: Maybe<InvoiceFilter>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<Connection<Invoice>> {
    const brick = brickOf(context, asked);
    return listOf(context.request, { type: 'Invoice', brick, where: invoiceWhere(filter), first, after }, toInvoice);
  }

  @Scopes('orders:read')
  @FieldResolver(() => Order, { nullable: true, description: 'The order that it was issued for.' })
  async order(@Root() invoice: Invoice, @Ctx() { loaders }: ShopContext): Promise<Order | null> {
    const row = await loaders.byId('Order', invoice.brick).load(invoice.facet.order);
    return row && toOrder(row);
  }

  @FieldResolver(() => [Origin], ORIGINS)
  origins(@Root() invoice: Invoice, @Ctx() context: ShopContext): Promise<Origin[]> {
    return originsOf('Invoice', invoice.id, context);
  }
}
