import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DecimalScalar, MoneyType } from '../../graph/index.ts';
import { Supplier } from './purchase.type.ts';

@ObjectType('Replenishment', {
  description: 'How long the stock of a variant lasts at a location.',
  simpleResolvers: true,
})
export class Replenishment {
  @Field(() => String, {
    nullable: true,
    description:
      'Reference (SKU): as fulfilment writes it, else the shop, else the till; null where none of them has it.',
  })
  sku!: string | null;

  @Field(() => String, { nullable: true, description: 'What fulfilment, or else the till, calls it.' })
  name!: string | null;

  @Field(() => Boolean, {
    description:
      'Whether it is unclear which article this is, or which stock is its own: only a till knows it, or a record that it may be stands in `bindingConflicts`. Nothing is suggested then.',
  })
  inDoubt!: boolean;

  @Field(() => Int, { description: 'Pieces that went in the period.' })
  sold!: number;

  @Field(() => DecimalScalar, { description: 'Pieces a day, rounded to thousandths.' })
  perDay!: string;

  @Field(() => Int, { description: 'Pieces that lie at the location.' })
  onHand!: number;

  @Field(() => Int, { description: 'Pieces there that may still be promised.' })
  available!: number;

  @Field(() => Int, { description: 'Pieces ordered from suppliers for it and not received yet.' })
  incoming!: number;

  @Field(() => Int, { description: 'Whole days until nothing is available, at most 9999. Incoming goods not counted.' })
  daysLeft!: number;

  @Field(() => Int, {
    description: 'Pieces to order so that the stock lasts as many days again; 0: none, or in doubt.',
  })
  suggested!: number;

  /** Not in the graph. */
  variantId!: string | null;
}

@ObjectType('StockDiscrepancy', {
  description: 'A variant of which the shop shows another stock than fulfilment has.',
  simpleResolvers: true,
})
export class StockDiscrepancy {
  @Field(() => Int, { description: 'Pieces that the shop believes in.' })
  shopQuantity!: number;

  @Field(() => Int, { description: 'Pieces that fulfilment has available.' })
  available!: number;

  @Field(() => Int, { description: 'How many the shop has too many; negative: too few.' })
  difference!: number;

  @Field(() => [String], { description: 'The bricks that disagree: the shop, then fulfilment.' })
  bricks!: string[];

  /** Not in the graph. */
  variantId!: string | null;
}

export const RefundDiscrepancyKind = {
  NOT_REFUNDED: 'NOT_REFUNDED',
  SHIPPING_NOT_REFUNDED: 'SHIPPING_NOT_REFUNDED',
  OVER_REFUNDED: 'OVER_REFUNDED',
  OVERCHARGED: 'OVERCHARGED',
  RETURN_NOT_REFUNDED: 'RETURN_NOT_REFUNDED',
} as const;
export type RefundDiscrepancyKind = keyof typeof RefundDiscrepancyKind;
registerEnumType(RefundDiscrepancyKind, {
  name: 'RefundDiscrepancyKind',
  description: 'In which way what was charged and what was refunded do not agree.',
  valuesConfig: {
    NOT_REFUNDED: { description: 'Cancelled or refunded, but not all of the money went back.' },
    SHIPPING_NOT_REFUNDED: { description: 'All goods were refunded, the shipping fee was not.' },
    OVER_REFUNDED: { description: 'More was refunded than was paid.' },
    OVERCHARGED: { description: 'More was charged than the order comes to, such as several shipping fees.' },
    RETURN_NOT_REFUNDED: { description: 'Goods came back, and none were refunded.' },
  },
});

@ObjectType('RefundDiscrepancy', {
  description: 'An order of which charges and refunds do not agree. Amounts are with tax.',
  simpleResolvers: true,
})
export class RefundDiscrepancy {
  @Field(() => RefundDiscrepancyKind, { description: 'What does not agree.' })
  kind!: RefundDiscrepancyKind;

  @Field(() => MoneyType, { description: 'What was charged for goods.' })
  chargedGoods!: MoneyType;

  @Field(() => MoneyType, { description: "What was charged for shipping, and beyond the order's total." })
  chargedShipping!: MoneyType;

  @Field(() => MoneyType, { description: 'What was refunded for goods.' })
  refundedGoods!: MoneyType;

  @Field(() => MoneyType, { description: 'What was refunded for shipping.' })
  refundedShipping!: MoneyType;

  @Field(() => MoneyType, { description: 'What the customer should still get; negative: what they got too much.' })
  difference!: MoneyType;

  /** Not in the graph. */
  orderId!: string;
}

@ObjectType('SupplierReportLine', { description: 'One variant of a supplier.', simpleResolvers: true })
export class SupplierReportLine {
  @Field(() => String, { nullable: true, description: 'Reference (SKU) of the variant.' })
  sku!: string | null;

  @Field(() => Int, { description: 'Pieces ordered in the shops in the period, cancelled orders left out.' })
  ordered!: number;

  @Field(() => Int, { description: 'Pieces sold by the tills in the period.' })
  sold!: number;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'What both brought without tax. Null where the shop does not know the variant.',
  })
  amount!: MoneyType | null;

  @Field(() => Int, { description: 'Pieces that lie at all locations now.' })
  onHand!: number;

  @Field(() => Int, { description: 'Pieces that may still be promised now.' })
  available!: number;

  @Field(() => Int, { description: 'Pieces ordered from suppliers and not received yet.' })
  incoming!: number;

  /** Not in the graph. */
  variantId!: string | null;
}

@ObjectType('SupplierReport', {
  description:
    'Sales in a period and stock now of what a supplier supplies: what is on its purchase orders, and the variants for which the primary shop names it.',
  simpleResolvers: true,
})
export class SupplierReport {
  @Field(() => Supplier, { description: 'The supplier.' })
  supplier!: Supplier;

  @Field(() => Int, { description: 'Pieces ordered in the shops, all variants together.' })
  ordered!: number;

  @Field(() => Int, { description: 'Pieces sold by the tills, all variants together.' })
  sold!: number;

  @Field(() => [MoneyType], { description: 'What they brought without tax, one amount for each currency.' })
  amounts!: MoneyType[];

  @Field(() => Int, { description: 'Pieces that lie at all locations now.' })
  onHand!: number;

  @Field(() => Int, { description: 'Pieces that may still be promised now.' })
  available!: number;

  @Field(() => [SupplierReportLine], { description: 'Each variant, what went most first.' })
  lines!: SupplierReportLine[];
}

export const StockDiscrepancyConnection = connectionOf(
  'StockDiscrepancy',
  () => StockDiscrepancy,
  'stock discrepancies',
);
export const RefundDiscrepancyConnection = connectionOf(
  'RefundDiscrepancy',
  () => RefundDiscrepancy,
  'refund discrepancies',
);
