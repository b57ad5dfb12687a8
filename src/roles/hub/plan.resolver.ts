import { isCoded } from '#sdk';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { checkFirst, DateTimeScalar, refuse, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { Plan, PlanMerge, PlanResult, toPlan, type PlanAnswer } from './types/plan.type.ts';

type Maybe<Value> = Value | null | undefined;

const PLAN_ID = { description: 'Id of the plan, as listed by `plans`.' };
const SOURCE = { description: 'Name of the brick that is to be replaced.' };
const TARGET = { description: 'Name of the empty brick: `standby: true` in the configuration.' };
const AS_OF = { nullable: true, description: 'As it was published then; absent: as it is now.' };
const MERGE = {
  nullable: true,
  description: 'The target is not empty: what becomes of what both have. Absent: refused.',
};
const MOST_PAGES = 1_000;

@Resolver()
export class PlanResolver {
  @Scopes('recovery', 'admin')
  @Query(() => [Plan], { description: 'Plans to fill an empty brick from what the mirror holds, newest first.' })
  async plans(
    @Arg('first', () => Int, { defaultValue: 20, description: 'At most so many, 1 to 500.' }) first: number,
    @Ctx() { status }: HubRequest,
  ): Promise<Plan[]> {
    const rows = await status.moves.list(checkFirst(first));
    return rows.map((row) => toPlan(row, status.moves.progress(row.id), status.moves.rehearsing()));
  }

  @Scopes('recovery', 'admin')
  @Query(() => Plan, { nullable: true, description: 'One plan; null when there is none of this id.' })
  async plan(@Arg('id', () => ID, PLAN_ID) id: string, @Ctx() { status }: HubRequest): Promise<Plan | null> {
    const row = await status.moves.find(id);
    return row && toPlan(row, status.moves.progress(id), status.moves.rehearsing());
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => PlanResult, { description: 'Plans to fill an empty brick of the same vendor. Writes nothing to it.' })
  planRebuild(
    @Arg('source', () => String, SOURCE) source: string,
    @Arg('target', () => String, TARGET) target: string,
    @Arg('asOf', () => DateTimeScalar, AS_OF) asOf: Maybe<string>,
    @Arg('merge', () => PlanMerge, MERGE) merge: Maybe<PlanMerge>,
    @Ctx() request: HubRequest,
  ): Promise<PlanAnswer> {
    return made(request, { way: 'rebuild', source, target, asOf: asOf ?? null, merge: merge ? MERGES[merge] : null });
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => PlanResult, { description: 'Plans to fill an empty brick of another vendor. Writes nothing to it.' })
  planSwap(
    @Arg('source', () => String, SOURCE) source: string,
    @Arg('target', () => String, TARGET) target: string,
    @Arg('asOf', () => DateTimeScalar, AS_OF) asOf: Maybe<string>,
    @Arg('merge', () => PlanMerge, MERGE) merge: Maybe<PlanMerge>,
    @Ctx() request: HubRequest,
  ): Promise<PlanAnswer> {
    return made(request, { way: 'swap', source, target, asOf: asOf ?? null, merge: merge ? MERGES[merge] : null });
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => PlanResult, {
    description:
      'Does what a plan says, or goes on with it; follow it with the subscription `progress`. For administrators.',
  })
  applyPlan(@Arg('id', () => ID, PLAN_ID) id: string, @Ctx() request: HubRequest): Promise<PlanAnswer> {
    return answered(request, id, (moves) => moves.start(id));
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => PlanResult, {
    description: 'Begins nothing further; what is being written ends. Applying it again goes on. For administrators.',
  })
  pausePlan(@Arg('id', () => ID, PLAN_ID) id: string, @Ctx() request: HubRequest): Promise<PlanAnswer> {
    return answered(request, id, (moves) => Promise.resolve(moves.pause(id)));
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => PlanResult, {
    description:
      'Tries a plan in a sandbox of the target’s kind, and compares. Answers at once; see `rehearsal` of the plan. For administrators.',
  })
  rehearsePlan(
    @Arg('id', () => ID, PLAN_ID) id: string,
    @Arg('sample', () => Int, {
      nullable: true,
      description: 'Brings so many things of its beginning to the target itself instead; they stay there.',
    })
    sample: Maybe<number>,
    @Ctx() request: HubRequest,
  ): Promise<PlanAnswer> {
    if (typeof sample === 'number' && sample < 1) throw refuse('INVALID_ARGUMENT', '"sample" is 1 or more things.');
    return answered(request, id, (moves) => moves.beginRehearsal({ id, sample: sample ?? null }));
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => PlanResult, {
    description: 'Reads the target back, compares it field by field, and keeps the report. For administrators.',
  })
  verifyPlan(
    @Arg('id', () => ID, PLAN_ID) id: string,
    @Arg('sample', () => Int, { defaultValue: 20, description: 'Public pages that a witness looks at, 1,000 at most.' })
    sample: number,
    @Ctx() request: HubRequest,
  ): Promise<PlanAnswer> {
    if (sample < 0 || sample > MOST_PAGES)
      throw refuse('INVALID_ARGUMENT', `"sample" is 0 to ${String(MOST_PAGES)} pages.`);
    return answered(request, id, (moves) => moves.verify(id, { sample }));
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => PlanResult, {
    description:
      'Lets the filled brick take the place of the other one: ids stay, what waits follows. For administrators.',
  })
  cutOver(
    @Arg('id', () => ID, PLAN_ID) id: string,
    @Arg('confirm', () => String, { description: 'Name of the brick that is replaced.' }) confirm: string,
    @Arg('witness', () => Boolean, { defaultValue: false, description: 'Go on reading the old one, to compare.' })
    witness: boolean,
    @Arg('accept', () => Boolean, {
      defaultValue: false,
      description: 'Although things were refused, or differ, or nothing was verified.',
    })
    accept: boolean,
    @Ctx() request: HubRequest,
  ): Promise<PlanAnswer> {
    const by = request.viewer.name;
    return answered(request, id, (moves) => moves.cutOver({ move: id, source: confirm, by, witness, accept }));
  }
}

type Moves = HubRequest['status']['moves'];

const MERGES = { TAKE: 'take', KEEP: 'keep' } as const;

async function made(request: HubRequest, order: Omit<Parameters<Moves['plan']>[0], 'by'>): Promise<PlanAnswer> {
  let id = '';
  return answered(
    request,
    () => id,
    async (moves) => {
      ({ id } = await moves.plan({ ...order, by: request.viewer.name }));
    },
  );
}

/** What a person should know is an answer, not an error. */
async function answered(
  { status, viewer }: HubRequest,
  id: string | (() => string),
  work: (moves: Moves) => Promise<unknown>,
): Promise<PlanAnswer> {
  if (!viewer.admin) throw refuse('FORBIDDEN', 'Only an administrator may fill bricks.');
  try {
    await work(status.moves);
  } catch (error) {
    if (!isCoded(error)) throw error;
    const { code, message, remedy } = error;
    return { __typename: 'PlanRefused', code, message, remedy };
  }
  const named = typeof id === 'string' ? id : id();
  const row = await status.moves.find(named);
  if (!row)
    return { __typename: 'PlanRefused', code: 'PLAN_UNKNOWN', message: 'There is no such plan.', remedy: 'See plans.' };
  return { __typename: 'Plan', ...toPlan(row, status.moves.progress(named), status.moves.rehearsing()) };
}
