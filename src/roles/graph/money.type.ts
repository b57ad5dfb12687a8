import { Directive, Field, ObjectType } from 'type-graphql';
import { DecimalScalar } from './scalars.ts';

/** An exact amount in one currency. */
@Directive('@shareable')
@ObjectType('Money', {
  description: 'An exact amount of money. Amounts in different currencies are never added up.',
  simpleResolvers: true,
})
export class MoneyType {
  @Field(() => DecimalScalar, {
    description: 'The amount as an exact decimal, such as "23.90", with at least the decimals of its currency.',
  })
  amount!: string;

  @Field(() => String, { description: 'ISO 4217 code of the currency, such as "EUR".' })
  currency!: string;
}
