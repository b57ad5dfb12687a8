import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { DateTimeScalar, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { SalvageLettersResult, toLettersAnswer, type SalvageLettersAnswer } from './types/letters.type.ts';

const SINCE = { nullable: true, description: 'Only orders placed since then.' };

@Resolver()
export class LettersResolver {
  @Scopes(['recovery', 'customers:read'], ['admin', 'customers:read'])
  @Query(() => SalvageLettersResult, {
    description: 'To which buyers of salvaged orders is still to be written. Sends nothing.',
  })
  async salvageLetters(
    @Arg('since', () => DateTimeScalar, SINCE) since: string | null | undefined,
    @Ctx() { status }: HubRequest,
  ): Promise<SalvageLettersAnswer> {
    return toLettersAnswer(await status.letters({ apply: false, ...(since && { since }) }), false);
  }

  @Scopes(['recovery', 'customers:read'], ['admin', 'customers:read'])
  @Mutation(() => SalvageLettersResult, {
    description: 'Begins to write to the buyers of salvaged orders, to each once, one every three seconds.',
  })
  async writeToBuyers(
    @Arg('since', () => DateTimeScalar, SINCE) since: string | null | undefined,
    @Ctx() { status }: HubRequest,
  ): Promise<SalvageLettersAnswer> {
    return toLettersAnswer(await status.letters({ apply: true, ...(since && { since }) }), true);
  }
}
