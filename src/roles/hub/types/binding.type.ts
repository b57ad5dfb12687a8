import { createUnionType, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { BindingConflict as Conflict, BindOutcome } from '../../../mirror/index.ts';
import { connectionOf, DateTimeScalar, PersonalData } from '../../graph/index.ts';

export const BindingDoubt = { AMBIGUOUS: 'AMBIGUOUS', DUPLICATE: 'DUPLICATE', TAKEN: 'TAKEN' } as const;
export type BindingDoubt = keyof typeof BindingDoubt;
registerEnumType(BindingDoubt, {
  name: 'BindingDoubt',
  description: 'Why records of two bricks that could be one were not joined.',
  valuesConfig: {
    AMBIGUOUS: { description: 'Several records of the other brick have the same value.' },
    DUPLICATE: { description: 'Several records of this brick have the same value.' },
    TAKEN: { description: 'Another record of this brick is joined to it already.' },
  },
});

const DOUBTS = { ambiguous: 'AMBIGUOUS', duplicate: 'DUPLICATE', taken: 'TAKEN' } as const;

/** A conflict as the mirror keeps it. */
@ObjectType('BindingConflict', {
  description: 'A record that could be the same as one of another brick. A person decides with `bindRecords`.',
  simpleResolvers: true,
})
export class BindingConflict {
  @Field(() => ID, { description: 'Id of the conflict; it stays the same while the conflict lasts.' })
  id!: string;

  @Field(() => String, { description: 'What it is: "Variant", "Customer".' })
  type!: string;

  @Field(() => String, { description: 'Name of the brick.' })
  brick!: string;

  @Field(() => ID, { description: "The record, by the brick's own id." })
  externalId!: string;

  @Field(() => ID, { description: 'The id that it has in the hub meanwhile.' })
  hubId!: string;

  @Field(() => String, { description: 'What was compared: "sku", "gtin", "email".' })
  scheme!: string;

  @PersonalData()
  @Field(() => String, { description: 'The value that several have.' })
  value!: string;

  @Field(() => BindingDoubt, { description: 'Why it was not decided.' })
  reason!: BindingDoubt;

  @Field(() => [ID], { description: 'Ids in the hub of what it could be.' })
  candidates!: string[];

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  since!: string;
}

export const BindingConflictConnection = connectionOf('BindingConflict', () => BindingConflict, 'binding conflicts');

export function toBindingConflict({ reason, ...conflict }: Conflict): BindingConflict {
  return { ...conflict, reason: DOUBTS[reason] };
}

@ObjectType('RecordBound', {
  description: 'Done, and it stays so whatever the keys say. Queries show it within moments.',
  simpleResolvers: true,
})
export class RecordBound {
  @Field(() => ID, { description: 'The id that the record has in the hub from now on.' })
  id!: string;
}

@ObjectType('UnknownRecord', {
  description: 'The brick has no such record; nothing was changed.',
  simpleResolvers: true,
})
export class UnknownRecord {
  @Field(() => ID, { description: 'The id that was given.' })
  externalId!: string;
}

@ObjectType('UnknownEntity', { description: 'The hub has no such id; nothing was changed.', simpleResolvers: true })
export class UnknownEntity {
  @Field(() => ID, { description: 'The id that was given.' })
  id!: string;
}

@ObjectType('EntityTaken', {
  description: 'Another record of the same brick is joined to it; nothing was changed. Unbind that one first.',
  simpleResolvers: true,
})
export class EntityTaken {
  @Field(() => ID, { description: "That other record, by the brick's own id." })
  externalId!: string;
}

export const BindRecordsResult = createUnionType({
  name: 'BindRecordsResult',
  description: 'What became of the wish to join or separate records.',
  types: () => [RecordBound, UnknownRecord, UnknownEntity, EntityTaken] as const,
});

/** Answers of the union carry the name of their type: GraphQL resolves it by that. */
export type BindRecordsAnswer =
  | ({ __typename: 'RecordBound' } & RecordBound)
  | ({ __typename: 'UnknownRecord' } & UnknownRecord)
  | ({ __typename: 'UnknownEntity' } & UnknownEntity)
  | ({ __typename: 'EntityTaken' } & EntityTaken);

export function toBindAnswer(outcome: BindOutcome, asked: { externalId: string; id: string }): BindRecordsAnswer {
  if (outcome.outcome === 'done') return { __typename: 'RecordBound', id: outcome.hubId };
  if (outcome.outcome === 'taken') return { __typename: 'EntityTaken', externalId: outcome.externalId };
  if (outcome.outcome === 'unknown-entity') return { __typename: 'UnknownEntity', id: asked.id };
  return { __typename: 'UnknownRecord', externalId: asked.externalId };
}
