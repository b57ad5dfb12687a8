import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { FacetRow } from '../../../mirror/index.ts';
import { connectionOf, DateTimeScalar, DecimalScalar, MoneyType, PersonalData, Scopes } from '../../graph/index.ts';
import type { SaleFacet, SaleLineFacet } from '../facets.ts';

/** The variant is in the resolver. */
@ObjectType('SaleLine', {
  description: 'One article of a ticket, with the words and prices of the till.',
  simpleResolvers: true,
})
export class SaleLine implements Omit<SaleLineFacet, 'variant' | 'quantity'> {
  @Field(() => String, { nullable: true, description: 'Reference, as the till says it.' })
  sku!: string | null;

  @Field(() => String, { nullable: true, description: 'Bar code number, as the till says it.' })
  gtin!: string | null;

  @Field(() => String, { description: 'Name, as printed on the ticket.' })
  name!: string;

  @Field(() => DecimalScalar, { description: 'Pieces (or the unit sold by); negative for goods brought back.' })
  quantity!: string;

  @Field(() => MoneyType, { nullable: true, description: 'Price of one piece with tax, where the till tells it.' })
  unitPriceWithTax!: MoneyType | null;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'Price of the line without tax, after discounts. Null where the till does not tell it.',
  })
  total!: MoneyType | null;

  @Field(() => MoneyType, { description: 'Price of the line with tax, after discounts.' })
  totalWithTax!: MoneyType;

  @Field(() => DecimalScalar, { nullable: true, description: 'Tax rate in percent, where the till tells it.' })
  taxRate!: string | null;

  /** Not in the graph. */
  variantId!: string | null;
}

@ObjectType('TillPayment', { description: 'How something was paid at the till.', simpleResolvers: true })
export class TillPayment {
  @Field(() => String, { description: 'Means of payment, in the words of the till.' })
  method!: string;

  @Field(() => MoneyType, { description: 'Amount; negative for money given back.' })
  amount!: MoneyType;
}

/** A ticket; customer, session and location are in the resolver. */
@Directive('@key(fields: "id")')
@Scopes('orders:read')
@ObjectType('Sale', {
  description: 'A ticket of the till. What was said of it once is never rewritten.',
  simpleResolvers: true,
})
export class Sale {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever till software is behind." })
  id!: string;

  @Field(() => String, { description: 'Number, as printed on the ticket.' })
  number!: string;

  @Field(() => String, { description: 'Name or code of the till.' })
  till!: string;

  @Field(() => DateTimeScalar, { description: 'When it was sold.' })
  soldAt!: string;

  @Field(() => [SaleLine], { description: 'The articles.' })
  lines!: SaleLine[];

  @Field(() => [TillPayment], { description: 'How it was paid.' })
  payments!: TillPayment[];

  @Field(() => MoneyType, {
    nullable: true,
    description: 'Total without tax. Null where the till tells only what was paid.',
  })
  total!: MoneyType | null;

  @Field(() => MoneyType, { description: 'Total with tax.' })
  totalWithTax!: MoneyType;

  @PersonalData()
  @Field(() => String, {
    nullable: true,
    description: 'Number of the loyalty card that was shown, if any. Personal data.',
  })
  loyaltyNumber!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The till's own signature of the ticket, by which a change can be proven. Null where it has none.",
  })
  hash!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The running number by which missing tickets are noticed. Null where the till has none.',
  })
  sequence!: number | null;

  /** Not in the graph. */
  brick!: string;
  facet!: SaleFacet;
}

export const SaleConnection = connectionOf('Sale', () => Sale, 'tickets');

export function toSale({ id, brick, facet }: FacetRow<SaleFacet>): Sale {
  const { number, till, soldAt, payments, total, totalWithTax, loyaltyNumber, hash, sequence } = facet;
  const lines = facet.lines.map(({ variant, quantity, ...line }) => ({
    ...line,
    quantity: String(quantity),
    variantId: variant,
  }));
  const shown = { number, till, soldAt, payments, total, totalWithTax, loyaltyNumber, hash, sequence };
  return { ...shown, id, brick, facet, lines };
}
