import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { refuse, Scopes } from '../graph/index.ts';
import type { HubRequest, SalvageAsked } from './port.ts';
import { SalvageInput, SalvageResult, toSalvageAnswer, type SalvageAnswer } from './types/salvage.type.ts';

const MOST_FILES = 100;
const INPUT = { description: 'The files, and what is known of them.' };

@Resolver()
export class SalvageResolver {
  @Scopes('recovery', 'admin')
  @Query(() => SalvageResult, {
    description: 'What salvaging files would do: what their columns are taken for, what changes, what is doubtful.',
  })
  async previewSalvage(
    @Arg('input', () => SalvageInput, INPUT) input: SalvageInput,
    @Ctx() { status }: HubRequest,
  ): Promise<SalvageAnswer> {
    return toSalvageAnswer(await status.salvage(asked(input, false)));
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => SalvageResult, {
    description: 'Takes in what files say, as a brick of its own: never over what is fresher, and twice is as once.',
  })
  async applySalvage(
    @Arg('input', () => SalvageInput, INPUT) input: SalvageInput,
    @Ctx() { status }: HubRequest,
  ): Promise<SalvageAnswer> {
    return toSalvageAnswer(await status.salvage(asked(input, true)));
  }
}

function asked({ files, subject, map, taxRate, dated }: SalvageInput, apply: boolean): SalvageAsked {
  if (files.length === 0 || files.length > MOST_FILES)
    throw refuse('INVALID_ARGUMENT', `Name 1 to ${String(MOST_FILES)} files.`);
  const subjects = { PRODUCTS: 'products', STOCK: 'stock', CUSTOMERS: 'customers', ORDERS: 'orders' } as const;
  return {
    files,
    ...(subject && { subject: subjects[subject] }),
    ...(map && { map }),
    ...(taxRate && { taxRate }),
    ...(dated && { dated }),
    apply,
  };
}
