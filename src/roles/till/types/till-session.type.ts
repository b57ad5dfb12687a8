import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { FacetRow } from '../../../mirror/index.ts';
import { connectionOf, DateTimeScalar, DecimalScalar, MoneyType } from '../../graph/index.ts';
import type { TillSessionFacet } from '../facets.ts';
import { TillPayment } from './sale.type.ts';

@ObjectType('TillTax', { description: 'The tax of a till session at one rate.', simpleResolvers: true })
export class TillTax {
  @Field(() => DecimalScalar, { description: 'Rate in percent.' })
  rate!: string;

  @Field(() => MoneyType, { description: 'Amount of the tax.' })
  amount!: MoneyType;
}

/** The location is in the resolver. */
@ObjectType('TillSession', {
  description: 'What a till sold between opening and closing: its Z report.',
  simpleResolvers: true,
})
export class TillSession {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever till software is behind." })
  id!: string;

  @Field(() => String, { description: 'Number of the Z report.' })
  number!: string;

  @Field(() => String, { description: 'Name or code of the till.' })
  till!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the till was opened, where it is known.' })
  openedAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the till was closed. Null: it is still open.' })
  closedAt!: string | null;

  @Field(() => Int, { nullable: true, description: 'How many tickets, in the words of the till.' })
  saleCount!: number | null;

  @Field(() => MoneyType, { nullable: true, description: 'Sold in all without tax, where the till tells it.' })
  total!: MoneyType | null;

  @Field(() => MoneyType, { nullable: true, description: 'Sold in all with tax, where the till tells it.' })
  totalWithTax!: MoneyType | null;

  @Field(() => MoneyType, { nullable: true, description: "Grand total since the till's beginning." })
  cumulativeTotal!: MoneyType | null;

  @Field(() => [TillPayment], { description: 'What was taken by each means of payment.' })
  payments!: TillPayment[];

  @Field(() => [TillTax], { description: 'The tax at each rate.' })
  taxes!: TillTax[];

  @Field(() => String, { nullable: true, description: "The till's own signature of the report, where it has one." })
  hash!: string | null;

  /** Not in the graph. */
  brick!: string;
  facet!: TillSessionFacet;
}

export const TillSessionConnection = connectionOf('TillSession', () => TillSession, 'till sessions');

export function toTillSession({ id, brick, facet }: FacetRow<TillSessionFacet>): TillSession {
  const { location: _location, ...shown } = facet;
  return { ...shown, id, brick, facet };
}
