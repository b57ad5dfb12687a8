import { Field, ID, ObjectType } from 'type-graphql';
import type { FacetRow } from '../../../mirror/index.ts';
import { DateTimeScalar, DecimalScalar, MoneyType, PersonalData } from '../../graph/index.ts';
import type { LoyaltyCardFacet } from '../facets.ts';

/** The customer is in the resolver. */
@PersonalData()
@ObjectType('LoyaltyCard', { description: 'A loyalty card of the till. Personal data.', simpleResolvers: true })
export class LoyaltyCard {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever till software is behind." })
  id!: string;

  @Field(() => String, { description: 'Number of the card.' })
  number!: string;

  @Field(() => DecimalScalar, { nullable: true, description: 'Points on it, where the till counts points.' })
  points!: string | null;

  @Field(() => MoneyType, { nullable: true, description: 'Money on it, where the till counts money.' })
  balance!: MoneyType | null;

  @Field(() => String, { nullable: true, description: 'Level, in the words of the till: "Gold".' })
  level!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the till last changed it.' })
  updatedAt!: string | null;

  /** Not in the graph. */
  brick!: string;
  customerId!: string | null;
}

export function toLoyaltyCard({ id, brick, facet }: FacetRow<LoyaltyCardFacet>): LoyaltyCard {
  const { customer: customerId, ...shown } = facet;
  return { ...shown, id, brick, customerId };
}
