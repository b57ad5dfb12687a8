import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { ChangeRow } from '../../../mirror/index.ts';
import { DateTimeScalar, Scopes } from '../../graph/index.ts';
import { toChangeCursor } from '../change-cursor.ts';
import { Customer, Order, Product, Variant } from './changed-entities.type.ts';

export const ChangeKind = { CREATED: 'CREATED', UPDATED: 'UPDATED', REMOVED: 'REMOVED' } as const;
export type ChangeKind = keyof typeof ChangeKind;
registerEnumType(ChangeKind, {
  name: 'ChangeKind',
  description: 'What became of what a brick says of an entity.',
  valuesConfig: {
    CREATED: { description: 'This brick says something of it for the first time.' },
    UPDATED: { description: 'It says something else.' },
    REMOVED: { description: 'It says nothing of it any more.' },
  },
});

const KINDS = { created: 'CREATED', updated: 'UPDATED', removed: 'REMOVED' } as const satisfies Record<
  ChangeRow['change'],
  ChangeKind
>;

@ObjectType('Change', {
  description: 'What queries show of one entity has moved. Several quick changes may come as one: ask for the entity.',
  simpleResolvers: true,
})
export class Change {
  @Field(() => String, {
    description: 'Keep it once this change is worked off: subscribing with `after` goes on behind it, after any break.',
  })
  cursor!: string;

  @Field(() => DateTimeScalar, { description: 'When queries began to show it.' })
  at!: string;

  @Field(() => String, { description: 'Name of the brick that says so.' })
  brick!: string;

  @Field(() => String, { description: 'Type of the entity: "Variant", "Order".' })
  type!: string;

  @Field(() => String, {
    description: 'Which of its sides moved: "Variant" (as the shop says it), "StockItem" (its stock).',
  })
  facet!: string;

  @Field(() => ID, { description: "The entity's id." })
  id!: string;

  @Field(() => ChangeKind, { description: 'What happened.' })
  change!: ChangeKind;

  @Field(() => Product, { nullable: true, description: 'The product as it is now; null: it is another type, or gone.' })
  product!: Product | null;

  @Field(() => Variant, { nullable: true, description: 'The variant as it is now; null: it is another type, or gone.' })
  variant!: Variant | null;

  @Scopes('orders:read')
  @Field(() => Order, { nullable: true, description: 'The order as it is now; null: it is another type, or gone.' })
  order!: Order | null;

  @Field(() => Customer, {
    nullable: true,
    description: 'The customer as it is now; null: it is another type, or gone.',
  })
  customer!: Customer | null;
}

export function toChange({ seq, at, brick, entity, type, hubId: id, change }: ChangeRow): Change {
  const isGone = change === 'removed' && type === entity;
  const here = (name: string): { id: string } | null => (entity === name && !isGone ? { id } : null);
  return {
    ...{ cursor: toChangeCursor(seq), at, brick, type: entity, facet: type, id, change: KINDS[change] },
    ...{ product: here('Product'), variant: here('Variant'), order: here('Order'), customer: here('Customer') },
  };
}
