import { createUnionType, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { MovedFile, PasswordReport } from '../../../recovery/index.ts';
import { PersonalData, Scopes } from '../../graph/index.ts';
import { PlanRefused } from './plan.type.ts';

export const RedirectFormat = { NGINX: 'NGINX', APACHE: 'APACHE', CSV: 'CSV' } as const;
export type RedirectFormat = keyof typeof RedirectFormat;
registerEnumType(RedirectFormat, {
  name: 'RedirectFormat',
  description: 'For which server redirects are written.',
  valuesConfig: {
    NGINX: { description: 'Maps to be included in nginx.' },
    APACHE: { description: 'Rules of mod_rewrite.' },
    CSV: { description: 'A table.' },
  },
});

export const IdMapFormat = { CSV: 'CSV', JSON: 'JSON' } as const;
export type IdMapFormat = keyof typeof IdMapFormat;
registerEnumType(IdMapFormat, {
  name: 'IdMapFormat',
  description: 'How the map of ids is written.',
  valuesConfig: { CSV: { description: 'A table.' }, JSON: { description: 'A list of objects.' } },
});

@Scopes('recovery', 'admin')
@ObjectType('PlanUnknown', { description: 'Things of which an address is not known.', simpleResolvers: true })
export class PlanUnknown {
  @Field(() => String, { description: 'Type of entity.' })
  type!: string;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@Scopes('recovery', 'admin')
@ObjectType('PlanFile', { description: 'A file that a cutover leaves to be used.', simpleResolvers: true })
export class PlanFile {
  @Field(() => String, { description: 'All that is in it.' })
  content!: string;

  @Field(() => Int, { description: 'How many lines that count.' })
  count!: number;

  @Field(() => [PlanUnknown], { description: 'What is not in it, since an address is not known.' })
  unknown!: PlanUnknown[];
}

@ObjectType('PasswordLetter', { description: 'A mail to a customer who needs a new password.', simpleResolvers: true })
export class PasswordLetter {
  @Field(() => String, { description: 'Hub id of the customer.' })
  customer!: string;

  @PersonalData()
  @Field(() => String, { description: 'The address of the customer.' })
  to!: string;
}

@ObjectType('PasswordLetters', {
  description: 'Customers whose password could not be carried over, and to whom is still to be written.',
  simpleResolvers: true,
})
export class PasswordLetters {
  @Field(() => [PasswordLetter], { description: 'Those that are due; where sending was asked for, it has begun.' })
  letters!: PasswordLetter[];

  @Field(() => [String], { description: 'Hub ids of those whose letter was begun and never confirmed.' })
  unknown!: string[];

  @Field(() => Int, { description: 'How many were written to before.' })
  before!: number;

  @Field(() => String, { description: 'Public page on which a password is set.' })
  page!: string;

  @Field(() => Boolean, { description: 'Whether sending has begun: ask again to see how far it is.' })
  sending!: boolean;
}

export const PlanFileResult = createUnionType({
  name: 'PlanFileResult',
  description: 'A file, or why there is none.',
  types: () => [PlanFile, PlanRefused] as const,
});
export type PlanFileAnswer = ({ __typename: 'PlanFile' } & MovedFile) | ({ __typename: 'PlanRefused' } & PlanRefused);

export const PasswordLettersResult = createUnionType({
  name: 'PasswordLettersResult',
  description: 'To whom is to be written, or why nothing is.',
  types: () => [PasswordLetters, PlanRefused] as const,
});
export type PasswordLettersAnswer =
  ({ __typename: 'PasswordLetters' } & PasswordLetters) | ({ __typename: 'PlanRefused' } & PlanRefused);

export function toPasswordLetters(
  { letters, unknown, before, page }: PasswordReport,
  sending: boolean,
): PasswordLettersAnswer {
  const due = letters.map(({ reference: customer, to }) => ({ customer, to }));
  return { __typename: 'PasswordLetters', letters: due, unknown, before, page, sending };
}
