import { isCoded } from '#sdk';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { refuse, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import type { PlanRefused } from './types/plan.type.ts';
import {
  IdMapFormat,
  PasswordLettersResult,
  PlanFileResult,
  RedirectFormat,
  toPasswordLetters,
  type PasswordLettersAnswer,
  type PlanFileAnswer,
} from './types/moved.type.ts';

const PLAN = { description: 'Id of a plan that was cut over.' };
const FILE_FORMATS = { NGINX: 'nginx', APACHE: 'apache', CSV: 'csv' } as const;
const MAP_FORMATS = { CSV: 'csv', JSON: 'json' } as const;
/** An answer is held in memory, here and by whoever asked. */
const LARGEST = 20_000_000;

@Resolver()
export class MovedResolver {
  @Scopes('recovery', 'admin')
  @Query(() => PlanFileResult, { description: 'Redirects (301) from old public addresses to the new ones.' })
  redirects(
    @Arg('plan', () => ID, PLAN) id: string,
    @Arg('format', () => RedirectFormat, { description: 'For which server.' }) format: RedirectFormat,
    @Arg('site', () => String, { nullable: true, description: 'Origin of the new shop; absent: as it says itself.' })
    site: string | null | undefined,
    @Ctx() { status }: HubRequest,
  ): Promise<PlanFileAnswer> {
    if (site && !/^https?:$/.test(URL.parse(site)?.protocol ?? ''))
      throw refuse('INVALID_ARGUMENT', '"site" is an origin: https://www.example.com');
    return file(() => status.moves.redirects({ id, format: FILE_FORMATS[format], site: site ?? null }));
  }

  @Scopes('recovery', 'admin')
  @Query(() => PlanFileResult, { description: 'Old and new ids of all that a plan has brought.' })
  idMap(
    @Arg('plan', () => ID, PLAN) id: string,
    @Arg('format', () => IdMapFormat, { description: 'CSV for a spreadsheet, JSON for a program.' })
    format: IdMapFormat,
    @Ctx() { status }: HubRequest,
  ): Promise<PlanFileAnswer> {
    return file(() => status.moves.idMap({ id, format: MAP_FORMATS[format] }));
  }

  @Scopes(['recovery', 'customers:read'], ['admin', 'customers:read'])
  @Query(() => PasswordLettersResult, {
    description:
      'Customers whose password could not be carried over, and to whom is still to be written. Sends nothing.',
  })
  passwordLetters(@Arg('plan', () => ID, PLAN) id: string, @Ctx() request: HubRequest): Promise<PasswordLettersAnswer> {
    return letters(request, { id, apply: false });
  }

  @Scopes(['recovery', 'customers:read'], ['admin', 'customers:read'])
  @Mutation(() => PasswordLettersResult, {
    description: 'Begins to write to customers who need a new password, to each once, one every three seconds.',
  })
  writeToLockedOut(
    @Arg('plan', () => ID, PLAN) id: string,
    @Ctx() request: HubRequest,
  ): Promise<PasswordLettersAnswer> {
    if (!request.viewer.admin) throw refuse('FORBIDDEN', 'Only an administrator may write to customers.');
    return letters(request, { id, apply: true });
  }
}

async function file(work: () => ReturnType<HubRequest['status']['moves']['idMap']>): Promise<PlanFileAnswer> {
  const made = await orRefused(work);
  if ('__typename' in made) return made;
  if (made.content.length > LARGEST)
    throw refuse(
      'INVALID_ARGUMENT',
      'The file is too large for an answer; take it from the command line, or from the data folder.',
    );
  return { __typename: 'PlanFile', ...made };
}

async function letters({ status }: HubRequest, order: { id: string; apply: boolean }): Promise<PasswordLettersAnswer> {
  const report = await orRefused(() => status.moves.beginPasswords(order));
  return '__typename' in report ? report : toPasswordLetters(report, order.apply);
}

/** What a person should know is an answer, not an error. */
async function orRefused<T extends object>(
  work: () => Promise<T>,
): Promise<T | ({ __typename: 'PlanRefused' } & PlanRefused)> {
  try {
    return await work();
  } catch (error) {
    if (!isCoded(error)) throw error;
    const { code, message, remedy } = error;
    return { __typename: 'PlanRefused', code, message, remedy };
  }
}
