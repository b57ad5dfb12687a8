import { isCoded } from '#sdk';
import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { checkFirst, refuse, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { Brick, Recovery } from './types/brick.type.ts';
import { Drill, DrillResult, toDrill, type DrillAnswer } from './types/drill.type.ts';

type Maybe<Value> = Value | null | undefined;

/** As far back as the last good drill of a brick is looked for. */
const MOST_DRILLS = 50;
const MOST_PLANS = 20;
const BEGUN: ReadonlySet<string> = new Set(['applying', 'paused', 'partial', 'applied']);

@Resolver()
export class DrillResolver {
  @Scopes('recovery', 'admin')
  @Query(() => [Drill], { description: 'Bricks that were rebuilt into throw-away ones for proof, newest first.' })
  async drills(
    @Arg('brick', () => String, { nullable: true, description: 'Only those of this brick.' }) brick: Maybe<string>,
    @Arg('first', () => Int, { defaultValue: 20, description: 'At most so many, 1 to 500.' }) first: number,
    @Ctx() { status }: HubRequest,
  ): Promise<Drill[]> {
    const rows = await status.moves.drills({ first: checkFirst(first), ...(brick ? { brick } : {}) });
    return rows.map(toDrill);
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => DrillResult, {
    description:
      'Rebuilds a brick into a throw-away one and compares. Answers at once; see `drills`. For administrators.',
  })
  async drillBrick(
    @Arg('name', () => String, { description: 'Name of the brick, as listed by `bricks`.' }) name: string,
    @Ctx() { status, viewer }: HubRequest,
  ): Promise<DrillAnswer> {
    if (!viewer.admin) throw refuse('FORBIDDEN', 'Only an administrator may start a drill.');
    try {
      await status.moves.beginDrill(name);
      return { __typename: 'DrillStarted', brick: name };
    } catch (error) {
      if (!isCoded(error)) throw error;
      const { code, message, remedy } = error;
      return { __typename: 'DrillRefused', code, message, remedy };
    }
  }
}

@Resolver(() => Brick)
export class BrickRecoveryResolver {
  @FieldResolver(() => Recovery, {
    nullable: true,
    description: 'Whether it can be rebuilt, as drills have shown; null: it had none and is not being replaced.',
  })
  async recovery(@Root() { name }: Brick, @Ctx() { status }: HubRequest): Promise<Recovery | null> {
    const { moves } = status;
    const drills = await moves.drills({ brick: name, first: MOST_DRILLS });
    const plans = await moves.list(MOST_PLANS);
    const plan = plans.find(({ source, state }) => source === name && BEGUN.has(state))?.id ?? null;
    const drilling = moves.drilling().includes(name);
    const [last] = drills;
    if (!last && plan === null && !drilling) return null;
    const good = drills.find(({ outcome }) => outcome === 'passed');
    return {
      ...{ plan, drilling, lastDrill: last?.endedAt ?? null, passed: last ? last.outcome === 'passed' : null },
      ...{ rto: good?.rto ?? null, rpo: good?.rpo ?? null },
    };
  }
}
