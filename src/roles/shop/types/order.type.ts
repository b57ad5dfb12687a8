import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { connectionOf, DateTimeScalar, Scopes, PersonalData } from '../../graph/index.ts';
import type { OrderFacet, OrderStatus as Status } from '../facets.ts';
import type { Row } from '../loaders.ts';
import { OrderLine, OrderStatusChange, OrderTotals, Payment, Refund } from './order-parts.type.ts';
import { OrderStatus } from './order-status.type.ts';

/** An order; customer, addresses and invoices are in the resolver. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "reference")')
@Scopes('orders:read', 'orders:write')
@ObjectType('Order', { description: 'What a customer ordered in the shop.', simpleResolvers: true })
export class Order {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever shop software is behind." })
  id!: string;

  @Field(() => String, { description: 'Reference of the order that the customer sees, such as "XKBKNABJK".' })
  reference!: string;

  @Field(() => String, { description: "The shop's own number of the order, as staff see it there." })
  number!: string;

  @Field(() => OrderStatus, { description: 'How far it is.' })
  status!: Status;

  @Field(() => [OrderStatusChange], { description: 'The statuses that it went through, oldest first.' })
  history!: OrderStatusChange[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was placed.' })
  placedAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last changed in the shop.' })
  updatedAt!: string | null;

  @Field(() => [OrderLine], { description: 'The articles.' })
  lines!: OrderLine[];

  @Field(() => OrderTotals, { description: 'What it comes to.' })
  totals!: OrderTotals;

  @Field(() => [Payment], { description: 'The payments received.' })
  payments!: Payment[];

  @Field(() => [Refund], { description: 'The refunds made.' })
  refunds!: Refund[];

  @Field(() => String, { nullable: true, description: 'Carrier that the customer chose.' })
  carrier!: string | null;

  @Field(() => [String], {
    description: 'Tracking numbers that the shop knows; shipments themselves belong to fulfilment.',
  })
  trackingNumbers!: string[];

  @PersonalData()
  @Field(() => String, {
    nullable: true,
    description: 'What staff noted on the order. Null when nothing was, or where the shop does not tell.',
  })
  note!: string | null;

  /** Not in the graph. */
  brick!: string;
  facet!: OrderFacet;
}

export const OrderConnection = connectionOf('Order', () => Order, 'orders');

export function toOrder({ id, brick, facet }: Row<'Order'>): Order {
  return {
    id,
    brick,
    facet,
    reference: facet.reference,
    number: facet.number,
    status: facet.status,
    history: facet.history,
    placedAt: facet.placedAt,
    updatedAt: facet.updatedAt,
    lines: facet.lines.map(({ variant, ...line }) => ({ ...line, variantId: variant, brick })),
    totals: facet.totals,
    payments: facet.payments,
    refunds: facet.refunds,
    carrier: facet.carrier,
    trackingNumbers: facet.trackingNumbers,
    note: facet.note,
  };
}
