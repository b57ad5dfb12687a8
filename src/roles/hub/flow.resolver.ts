import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { checkFirst, refuse, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { Brick } from './types/brick.type.ts';
import {
  Flow,
  FlowDifference,
  ReconcileFlowResult,
  toFlow,
  toFlowDifference,
  type ReconcileFlowAnswer,
} from './types/flow.type.ts';

const NAME = { description: 'Which rule, as listed by `flows`.' };
const FROM = { description: 'Name of the brick whose changes it follows.' };
const TO = { description: 'Name of the brick that it writes to.' };

@Resolver()
export class FlowResolver {
  @Scopes('recovery', 'admin')
  @Query(() => [Flow], { description: 'The rules between bricks: what each does, and why one does not.' })
  flows(@Ctx() { status }: HubRequest): Flow[] {
    return status.flows.list().map(toFlow);
  }

  @Scopes('recovery', 'admin')
  @Query(() => [FlowDifference], {
    description: 'What a flow would write now if it were on, by comparing all that both bricks show. Writes nothing.',
  })
  async flowDifferences(
    @Arg('name', () => String, NAME) name: string,
    @Arg('from', () => String, FROM) from: string,
    @Arg('to', () => String, TO) to: string,
    @Arg('first', () => Int, { defaultValue: 50, description: 'At most so many, 1 to 500.' }) first: number,
    @Ctx() { status }: HubRequest,
  ): Promise<FlowDifference[]> {
    const found = await status.flows.differences({ name, from, to, first: checkFirst(first) });
    if (found === null)
      throw refuse('INVALID_ARGUMENT', `There is no flow "${name}" from "${from}" to "${to}". See "flows".`);
    return found.map(toFlowDifference);
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => ReconcileFlowResult, {
    description:
      'Writes all that a flow finds different now. For a flow that was turned on late: by itself it follows only what changes. For administrators.',
  })
  async reconcileFlow(
    @Arg('name', () => String, NAME) name: string,
    @Arg('from', () => String, FROM) from: string,
    @Arg('to', () => String, TO) to: string,
    @Ctx() { status, viewer }: HubRequest,
  ): Promise<ReconcileFlowAnswer> {
    if (!viewer.admin) throw refuse('FORBIDDEN', 'Only an administrator may start a flow by hand.');
    const done = await status.flows.reconcile({ name, from, to, by: viewer.name });
    if (done.outcome === 'taken') return { __typename: 'FlowReconciled', taken: done.taken, held: done.held };
    return { __typename: done.outcome === 'unknown' ? 'UnknownFlow' : 'FlowNotOn', name };
  }
}

@Resolver(() => Brick)
export class BrickFlowsResolver {
  @FieldResolver(() => [Flow], {
    description: 'Rules that would write what somebody else writes already, to this brick or from it. Empty: none.',
  })
  conflicts(@Root() { name }: Brick, @Ctx() { status }: HubRequest): Flow[] {
    const lanes = status.flows.list().filter(({ state }) => state === 'conflict');
    return lanes.filter(({ from, to }) => from === name || to === name).map(toFlow);
  }
}
