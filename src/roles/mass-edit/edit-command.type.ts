import { createUnionType, Field, ID, ObjectType } from 'type-graphql';
import { CommandRefused, connectionOf, Delivery, type Refusal } from '../graph/index.ts';
import { BulkEdit } from './bulk-edit.type.ts';

@ObjectType('BulkEditAccepted', {
  description:
    'The hub has the edit and all that it changes on disk; queries show it shortly, and it is on its way to the shop.',
  simpleResolvers: true,
})
export class BulkEditAccepted {
  @Field(() => BulkEdit, { description: 'The edit, with its progress.' })
  edit!: BulkEdit;
}

export const BulkEditCommandResult = createUnionType({
  name: 'BulkEditCommandResult',
  description: 'The edit, or why nothing was changed.',
  types: () => [BulkEditAccepted, CommandRefused] as const,
});
export type BulkEditCommandAnswer = ({ __typename: 'BulkEditAccepted' } & BulkEditAccepted) | Refusal;

@ObjectType('BulkEditRecordChange', { description: 'What an edit changed in one field.', simpleResolvers: true })
export class BulkEditRecordChange {
  @Field(() => String, { description: 'Field of the shop, such as "price" or "name".' })
  field!: string;

  @Field(() => String, { nullable: true, description: 'Language of a text, as the shop names it.' })
  locale!: string | null;

  @Field(() => String, { nullable: true, description: 'What the shop said before; null: nothing.' })
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is to say; null: nothing.' })
  after!: string | null;
}

@ObjectType('BulkEditRecord', { description: 'What an edit changes of one product or price.', simpleResolvers: true })
export class BulkEditRecord {
  @Field(() => ID, { description: 'The product (hub id).' })
  productId!: string;

  @Field(() => ID, { nullable: true, description: 'The variant whose price it is (hub id).' })
  variantId!: string | null;

  @Field(() => [BulkEditRecordChange], { description: 'The fields.' })
  changes!: BulkEditRecordChange[];

  @Field(() => Delivery, { nullable: true, description: 'Its way to the shop.' })
  delivery!: Delivery | null;
}

export const BulkEditRecordConnection = connectionOf('BulkEditRecord', () => BulkEditRecord, 'records of a mass edit');

@ObjectType('BulkEditConflict', {
  description: 'A value that was not taken back: somebody else has changed it since.',
  simpleResolvers: true,
})
export class BulkEditConflict {
  @Field(() => ID, { description: 'The product (hub id).' })
  productId!: string;

  @Field(() => ID, { nullable: true, description: 'The variant whose price it is (hub id).' })
  variantId!: string | null;

  @Field(() => String, { description: 'Field of the shop, such as "price" or "name".' })
  field!: string;

  @Field(() => String, { nullable: true, description: 'Language of a text, as the shop names it.' })
  locale!: string | null;

  @Field(() => String, { nullable: true, description: 'What it said before the edit; null: nothing.' })
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'What the edit had made of it; null: nothing.' })
  ours!: string | null;

  @Field(() => String, { nullable: true, description: 'What the shop said instead; null: nothing, or it was gone.' })
  now!: string | null;
}

export const BulkEditConflictConnection = connectionOf(
  'BulkEditConflict',
  () => BulkEditConflict,
  'values that were not taken back',
);
