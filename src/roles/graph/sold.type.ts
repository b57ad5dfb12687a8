import { Directive, Field, Float, ObjectType } from 'type-graphql';
import { MoneyType } from './money.type.ts';

/** How much of a variant went in a period. */
@Directive('@shareable')
@ObjectType('Sold', { description: 'How much of a variant was ordered or sold in a period.', simpleResolvers: true })
export class Sold {
  @Field(() => Float, {
    description:
      'Pieces; of what is sold by weight or length, its unit, such as kilograms. Summed up exactly, to a millionth.',
  })
  quantity!: number;

  @Field(() => MoneyType, {
    description:
      "Their amount without tax, in the shop's main currency: summed up exactly, then rounded to its smallest coin.",
  })
  amount!: MoneyType;
}
