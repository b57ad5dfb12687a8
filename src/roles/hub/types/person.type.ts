import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { PersonalData, Scopes } from '../../graph/index.ts';
import type { EraseOutcome } from '../port.ts';

@PersonalData('admin')
@ObjectType('PersonExport', {
  description: 'All that the hub holds of a person. For them, and nobody else.',
  simpleResolvers: true,
})
export class PersonExport {
  @Field(() => ID, { description: 'Hub id of the Customer.' })
  customer!: string;

  @Field(() => String, {
    description:
      'JSON: what queries show of them in every brick, every version of what each brick said, what bricks were told, and who read it.',
  })
  json!: string;
}

@Scopes('admin')
@ObjectType('ErasedInBrick', { description: 'What becomes of a person in one brick.', simpleResolvers: true })
export class ErasedInBrick {
  @Field(() => String, { description: 'Name of the brick.' })
  brick!: string;

  @Field(() => Boolean, { description: 'False: the brick cannot be told; a person has to erase them there.' })
  told!: boolean;

  @Field(() => ID, { nullable: true, description: 'The message that tells it; see `messages`.' })
  message!: string | null;
}

@Scopes('admin')
@ObjectType('PersonErased', {
  description: 'The keys of the person are destroyed: nothing of them can be read any more.',
  simpleResolvers: true,
})
export class PersonErased {
  @Field(() => ID, { description: 'The erasure, kept for ever; it holds nothing of the person.' })
  id!: string;

  @Field(() => String, { description: 'When it was begun.' })
  at!: string;

  @Field(() => String, { nullable: true, description: 'When the keys were destroyed.' })
  destroyedAt!: string | null;

  @Field(() => [ErasedInBrick], { description: 'The bricks that know them.' })
  bricks!: ErasedInBrick[];

  @Field(() => Int, { description: "Invoices that are kept for tax law, encrypted to the owner's keys." })
  retained!: number;

  @Field(() => Boolean, { description: 'It was done before.' })
  already!: boolean;
}

@ObjectType('UnknownPerson', { description: 'The hub knows no such customer.', simpleResolvers: true })
export class UnknownPerson {
  @Field(() => ID, { description: 'The id that was given.' })
  customer!: string;
}

@ObjectType('ErasureRefused', { description: 'Nobody was erased, and why.', simpleResolvers: true })
export class ErasureRefused {
  @Field(() => String, { description: 'Stable: ORDERS_UNDELIVERED, MESSAGES_UNDELIVERED, PAPERS_KEY_MISSING.' })
  code!: string;

  @Field(() => String, { description: 'What stands in the way.' })
  message!: string;

  @Field(() => String, { description: 'What to do.' })
  remedy!: string;
}

export const ErasePersonResult = createUnionType({
  name: 'ErasePersonResult',
  description: 'What became of the wish to erase a person.',
  types: () => [PersonErased, UnknownPerson, ErasureRefused] as const,
});

export type ErasePersonAnswer =
  | ({ __typename: 'PersonErased' } & PersonErased)
  | ({ __typename: 'UnknownPerson' } & UnknownPerson)
  | ({ __typename: 'ErasureRefused' } & ErasureRefused);

export function toEraseAnswer(done: EraseOutcome, customer: string): ErasePersonAnswer {
  if (done.outcome === 'unknown') return { __typename: 'UnknownPerson', customer };
  if (done.outcome === 'refused') {
    const { code, message, remedy } = done;
    return { __typename: 'ErasureRefused', code, message, remedy };
  }
  const { id, at, destroyedAt, bricks, retained } = done.erasure;
  return {
    ...{ __typename: 'PersonErased', id, at, destroyedAt, retained, already: done.outcome === 'already' },
    bricks: bricks.map(({ brick, outcome, message }) => ({ brick, told: outcome === 'told', message })),
  };
}
