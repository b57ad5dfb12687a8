import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, DecimalScalar, MoneyType } from '../../graph/index.ts';
import type { OrderLineFacet, OrderStatus as Status, OrderTotals as Totals, RefundFacet } from '../facets.ts';
import { OrderStatus } from './order-status.type.ts';

/** Source: an order line with its brick. */
@ObjectType('OrderLine', {
  description: 'One article of an order, with the words and prices of the day it was ordered.',
  simpleResolvers: true,
})
export class OrderLine implements Omit<OrderLineFacet, 'variant'> {
  @Field(() => ID, { description: "The shop's own id of the line." })
  externalId!: string;

  @Field(() => String, { nullable: true, description: 'Reference at the time of the order.' })
  sku!: string | null;

  @Field(() => String, { nullable: true, description: 'Bar code number at the time of the order.' })
  gtin!: string | null;

  @Field(() => String, { description: 'Name at the time of the order.' })
  name!: string;

  @Field(() => Int, { description: 'Pieces ordered.' })
  quantity!: number;

  @Field(() => Int, { description: 'Pieces of it that were refunded.' })
  refundedQuantity!: number;

  @Field(() => MoneyType, { description: 'Price of one piece without tax.' })
  unitPrice!: MoneyType;

  @Field(() => MoneyType, { description: 'Price of one piece with tax.' })
  unitPriceWithTax!: MoneyType;

  @Field(() => MoneyType, { description: 'Price of the line without tax.' })
  total!: MoneyType;

  @Field(() => MoneyType, { description: 'Price of the line with tax.' })
  totalWithTax!: MoneyType;

  @Field(() => DecimalScalar, { nullable: true, description: 'Tax rate in percent.' })
  taxRate!: string | null;

  /** Not in the graph. */
  variantId!: string | null;
  brick!: string;
}

@ObjectType('OrderTotals', { description: "What an order comes to, in the order's currency.", simpleResolvers: true })
export class OrderTotals implements Totals {
  @Field(() => MoneyType, { description: 'Articles without tax, before discounts.' })
  products!: MoneyType;

  @Field(() => MoneyType, { description: 'Articles with tax, before discounts.' })
  productsWithTax!: MoneyType;

  @Field(() => MoneyType, { description: 'Shipping without tax.' })
  shipping!: MoneyType;

  @Field(() => MoneyType, { description: 'Shipping with tax.' })
  shippingWithTax!: MoneyType;

  @Field(() => MoneyType, { description: 'Discounts without tax, as a positive amount.' })
  discounts!: MoneyType;

  @Field(() => MoneyType, { description: 'Discounts with tax, as a positive amount.' })
  discountsWithTax!: MoneyType;

  @Field(() => MoneyType, { description: 'Gift wrapping without tax.' })
  wrapping!: MoneyType;

  @Field(() => MoneyType, { description: 'Gift wrapping with tax.' })
  wrappingWithTax!: MoneyType;

  @Field(() => MoneyType, { description: 'All together without tax.' })
  total!: MoneyType;

  @Field(() => MoneyType, { description: 'All together with tax: what the customer owes.' })
  totalWithTax!: MoneyType;

  @Field(() => MoneyType, { description: 'What has been paid so far.' })
  paid!: MoneyType;
}

@ObjectType('Payment', { description: 'A payment received for an order.', simpleResolvers: true })
export class Payment {
  @Field(() => String, { description: 'Means of payment, in the words of the shop.' })
  method!: string;

  @Field(() => MoneyType, { description: 'Amount.' })
  amount!: MoneyType;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was received.' })
  at!: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the transaction at the bank or payment service.' })
  transactionId!: string | null;
}

@ObjectType('RefundLine', { description: 'One article of a refund.', simpleResolvers: true })
export class RefundLine {
  @Field(() => ID, { description: 'The order line it belongs to: `externalId` of an `OrderLine`.' })
  orderLine!: string;

  @Field(() => Int, { description: 'Pieces refunded.' })
  quantity!: number;

  @Field(() => MoneyType, { description: 'Amount with tax.' })
  amountWithTax!: MoneyType;
}

@ObjectType('Refund', {
  description: 'Money that went back to the customer (a credit slip of the shop).',
  simpleResolvers: true,
})
export class Refund implements RefundFacet {
  @Field(() => ID, { description: "The shop's own id of the refund." })
  externalId!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was made.' })
  at!: string | null;

  @Field(() => MoneyType, { description: 'Refunded for goods, with tax.' })
  goodsWithTax!: MoneyType;

  @Field(() => MoneyType, { description: 'Refunded for shipping, with tax.' })
  shippingWithTax!: MoneyType;

  @Field(() => MoneyType, { description: 'Refunded in all, with tax.' })
  totalWithTax!: MoneyType;

  @Field(() => [RefundLine], { description: 'The articles that were refunded.' })
  lines!: RefundLine[];
}

/** Its label is in several languages: see the resolver. */
@ObjectType('OrderStatusChange', { description: 'One step in the history of an order.', simpleResolvers: true })
export class OrderStatusChange {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the order came to this status.' })
  at!: string | null;

  @Field(() => OrderStatus, { description: 'The status.' })
  status!: Status;
}
