import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { Where } from '../../mirror/index.ts';
import { DateTimeScalar } from '../graph/index.ts';

/** An argument that may be left out or given as null. */
export type Maybe<Value> = Value | null | undefined;

export const BRICK = {
  nullable: true,
  description: 'Name of the till brick to ask instead of the primary one, as listed by `bricks`.',
};
export const ONE_BRICK = {
  nullable: true,
  description: 'Only what this till brick says, as listed by `bricks`; default: all of them.',
};

export const LANGUAGE = { nullable: true, description: 'Language to answer in: "en" or "fr".' };

@InputType('SaleFilter', {
  description: 'Which tickets to list. What is left out is not filtered; several conditions must all hold.',
})
export class SaleFilter {
  @Field(() => String, { nullable: true, description: 'Only those of this till, by its name or code.' })
  till?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those of this place (hub id of a location).' })
  location?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those sold at this time or later.' })
  soldFrom?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those sold before this time.' })
  soldTo?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those of this customer (hub id).' })
  customer?: string | null;
}

export const SaleOrder = { SOLD_AT_ASC: 'SOLD_AT_ASC', SOLD_AT_DESC: 'SOLD_AT_DESC' } as const;
export type SaleOrder = keyof typeof SaleOrder;
registerEnumType(SaleOrder, {
  name: 'SaleOrder',
  description: 'In which order tickets are listed.',
  valuesConfig: {
    SOLD_AT_ASC: { description: 'Oldest first.' },
    SOLD_AT_DESC: { description: 'Newest first.' },
  },
});

export function saleWhere(filter: Maybe<SaleFilter>): Where[] {
  const { till, location, soldFrom, soldTo, customer } = filter ?? {};
  const period = { ...(soldFrom ? { atLeast: soldFrom } : {}), ...(soldTo ? { below: soldTo } : {}) };
  return [
    ...equal('till', till),
    ...equal('location', location),
    ...equal('customer', customer),
    ...(soldFrom || soldTo ? [{ column: 'sold_at', ...period }] : []),
  ];
}

export function equal(column: string, value: Maybe<string>): Where[] {
  return typeof value === 'string' ? [{ column, in: [value] }] : [];
}
