import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import { PersonalData } from '../../graph/index.ts';
import type { LettersTold } from '../port.ts';
import { SalvageRefused } from './salvage.type.ts';

@ObjectType('SalvageLetter', { description: 'A mail to the buyer of a salvaged order.', simpleResolvers: true })
export class SalvageLetter {
  @Field(() => String, { description: 'Reference of the order.' })
  reference!: string;

  @PersonalData()
  @Field(() => String, { description: 'The address of the buyer.' })
  to!: string;
}

@ObjectType('SalvageLetters', {
  description: 'To which buyers of salvaged orders is still to be written.',
  simpleResolvers: true,
})
export class SalvageLetters {
  @Field(() => [SalvageLetter], { description: 'Those that are due; where sending was asked for, it has begun.' })
  letters!: SalvageLetter[];

  @Field(() => [String], {
    description: 'References of orders whose letter was begun and never confirmed: a person looks whether it arrived.',
  })
  unknown!: string[];

  @Field(() => Int, { description: 'How many buyers were written to before.' })
  before!: number;

  @Field(() => [String], { description: 'References of orders without an e-mail address.' })
  withoutAddress!: string[];

  @Field(() => Boolean, { description: 'Whether sending has begun: ask again to see how far it is.' })
  sending!: boolean;
}

export const SalvageLettersResult = createUnionType({
  name: 'SalvageLettersResult',
  description: 'What became of the wish to write to the buyers of salvaged orders.',
  types: () => [SalvageLetters, SalvageRefused] as const,
});

/** Answers of the union carry the name of their type: GraphQL resolves it by that. */
export type SalvageLettersAnswer =
  ({ __typename: 'SalvageLetters' } & SalvageLetters) | ({ __typename: 'SalvageRefused' } & SalvageRefused);

export function toLettersAnswer(told: LettersTold, sending: boolean): SalvageLettersAnswer {
  if ('refused' in told) return { __typename: 'SalvageRefused', ...told.refused };
  const { letters, unknown, before, withoutAddress } = told;
  const due = letters.map(({ reference, to }) => ({ reference, to }));
  return { __typename: 'SalvageLetters', letters: due, unknown, before, withoutAddress, sending };
}
