import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CommandRefused, DateTimeScalar, DecimalScalar, Delivery, type Refusal } from '../../graph/index.ts';
import { PurchaseOrder, Variant } from '../types/index.ts';

@InputType('PurchaseOrderLineInput', { description: 'One article to be ordered from a supplier.' })
export class PurchaseOrderLineInput {
  @Field(() => ID, { description: 'Hub id of the `Variant`; the brick must know it.' })
  variant!: string;

  @Field(() => Int, { description: 'Pieces, 1 to 1,000,000.' })
  quantity!: number;

  @Field(() => DecimalScalar, { nullable: true, description: 'Price of one piece without tax; left out: as agreed.' })
  price?: string | null;
}

@InputType('PurchaseOrderInput', { description: 'Goods to be ordered from a supplier.' })
export class PurchaseOrderInput {
  @Field(() => ID, { description: 'Hub id of the `Supplier`.' })
  supplier!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Hub id of the `Location` that is delivered to; default: the brick’s own.',
  })
  location?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the goods should come.' })
  expectedAt?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 currency; default: EUR.' })
  currency?: string | null;

  @Field(() => [PurchaseOrderLineInput], { description: 'What is ordered, 1 to 500 lines.' })
  lines!: PurchaseOrderLineInput[];
}

@ObjectType('StockAdjusted', {
  description: 'The hub has it on disk, queries show it, and it is on its way to the brick that owns stock.',
  simpleResolvers: true,
})
export class StockAdjusted {
  @Field(() => Variant, { description: 'Of what.' })
  variant!: Variant;

  @Field(() => Delivery, { description: 'Its way to the owner of stock.' })
  delivery!: Delivery;
}

@ObjectType('PurchaseOrderAccepted', {
  description: 'The hub has it on disk, queries show it, and it is on its way to fulfilment.',
  simpleResolvers: true,
})
export class PurchaseOrderAccepted {
  @Field(() => PurchaseOrder, { description: 'The purchase order as it is shown from now on.' })
  purchaseOrder!: PurchaseOrder;

  @Field(() => Delivery, { description: 'Its way to fulfilment.' })
  delivery!: Delivery;
}

export const AdjustStockResult = createUnionType({
  name: 'AdjustStockResult',
  description: 'The correction with its way to the owner of stock, or why nothing was changed.',
  types: () => [StockAdjusted, CommandRefused] as const,
});
export const PurchaseOrderResult = createUnionType({
  name: 'PurchaseOrderResult',
  description: 'The purchase order with its way to fulfilment, or why nothing was changed.',
  types: () => [PurchaseOrderAccepted, CommandRefused] as const,
});

export type AdjustStockAnswer = ({ __typename: 'StockAdjusted' } & StockAdjusted) | Refusal;
export type PurchaseOrderAnswer = ({ __typename: 'PurchaseOrderAccepted' } & PurchaseOrderAccepted) | Refusal;
