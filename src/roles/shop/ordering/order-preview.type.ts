import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { CommandRefused, DecimalScalar, Delivery, MoneyType, type Refusal } from '../../graph/index.ts';
import { Order, OrderTotals, Variant } from '../types/index.ts';

@ObjectType('OrderPreviewLine', { description: 'One article with its price of now.', simpleResolvers: true })
export class OrderPreviewLine {
  @Field(() => Variant, { description: 'What would be ordered.' })
  variant!: Variant;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Int, { description: 'Pieces.' })
  quantity!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Pieces that may be sold now, what others have ordered taken off; null: they are not counted.',
  })
  available!: number | null;

  @Field(() => MoneyType, { description: 'Price of one piece without tax.' })
  unitPrice!: MoneyType;

  @Field(() => MoneyType, { description: 'Price of one piece with tax.' })
  unitPriceWithTax!: MoneyType;

  @Field(() => MoneyType, { description: 'Price of the line without tax.' })
  total!: MoneyType;

  @Field(() => MoneyType, { description: 'Price of the line with tax.' })
  totalWithTax!: MoneyType;

  @Field(() => DecimalScalar, { description: 'Tax rate in percent.' })
  taxRate!: string;
}

@ObjectType('CarrierOffer', { description: 'A way of delivery with its price for an order.', simpleResolvers: true })
export class CarrierOffer {
  @Field(() => ID, { description: 'Hub id of the carrier.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'How long it takes, in the words of the shop.' })
  delay!: string | null;

  @Field(() => MoneyType, { description: 'Price without tax.' })
  price!: MoneyType;

  @Field(() => MoneyType, { description: 'Price with tax.' })
  priceWithTax!: MoneyType;
}

@ObjectType('OrderPreview', {
  description: 'What an order would come to now, from mirrored prices, taxes and carriers. Vouchers are not reckoned.',
  simpleResolvers: true,
})
export class OrderPreview {
  @Field(() => [OrderPreviewLine], { description: 'The articles.' })
  lines!: OrderPreviewLine[];

  @Field(() => OrderTotals, { description: 'What it comes to.' })
  totals!: OrderTotals;

  @Field(() => CarrierOffer, { description: 'The carrier that is reckoned with.' })
  carrier!: CarrierOffer;

  @Field(() => [CarrierOffer], { description: 'All carriers that would take it, the cheapest first.' })
  carriers!: CarrierOffer[];
}

export const PreviewOrderResult = createUnionType({
  name: 'PreviewOrderResult',
  description: 'The price of an order, or why it cannot be placed.',
  types: () => [OrderPreview, CommandRefused] as const,
});

export type PreviewOrderAnswer = ({ __typename: 'OrderPreview' } & OrderPreview) | Refusal;

@ObjectType('OrderAccepted', {
  description: 'The hub has it on disk; whatever happens now, it reaches the shop, once.',
  simpleResolvers: true,
})
export class OrderAccepted {
  @Field(() => Order, { description: 'The order as it is shown from now on.' })
  order!: Order;

  @Field(() => Delivery, { description: 'Its way to the shop.' })
  delivery!: Delivery;
}

export const OrderCommandResult = createUnionType({
  name: 'OrderCommandResult',
  description: 'The order with its way to the shop, or why nothing was changed.',
  types: () => [OrderAccepted, CommandRefused] as const,
});

export type OrderCommandAnswer = ({ __typename: 'OrderAccepted' } & OrderAccepted) | Refusal;
