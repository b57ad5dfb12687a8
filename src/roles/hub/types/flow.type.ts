import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Scopes } from '../../graph/index.ts';
import type { FlowDifference as Difference, FlowStatus } from '../port.ts';

export const FlowMode = { ON: 'ON', OBSERVE: 'OBSERVE', OFF: 'OFF' } as const;
export type FlowMode = keyof typeof FlowMode;
registerEnumType(FlowMode, {
  name: 'FlowMode',
  description: 'What a flow is to do.',
  valuesConfig: {
    ON: { description: 'It writes.' },
    OBSERVE: { description: 'It writes nothing; `flowDifferences` shows what it would write.' },
    OFF: { description: 'Nothing.' },
  },
});

export const FlowState = { ...FlowMode, CONFLICT: 'CONFLICT' } as const;
export type FlowState = keyof typeof FlowState;
registerEnumType(FlowState, {
  name: 'FlowState',
  description: 'What a flow does.',
  valuesConfig: {
    ON: { description: 'It writes what changes.' },
    OBSERVE: { description: 'It writes nothing; `flowDifferences` shows what it would write.' },
    OFF: { description: 'Nothing: so configured, or it cannot be; see the reason.' },
    CONFLICT: { description: 'Somebody else writes the same values, so it writes nothing; see the reason.' },
  },
});

@Scopes('recovery', 'admin')
@ObjectType('Flow', {
  description: "A rule between two bricks: what one brick's change does to another. Configured below `flows:`.",
  simpleResolvers: true,
})
export class Flow {
  @Field(() => String, { description: 'Which rule: "order-to-fulfilment", "stock-to-shop".' })
  name!: string;

  @Field(() => String, { description: 'Name of the brick whose changes it follows.' })
  from!: string;

  @Field(() => String, { description: 'Name of the brick that it writes to.' })
  to!: string;

  @Field(() => FlowMode, { description: 'As configured, or the default.' })
  mode!: FlowMode;

  @Field(() => FlowState, { description: 'What it does.' })
  state!: FlowState;

  @Field(() => String, { nullable: true, description: 'Why it does not write; null: nothing stands in its way.' })
  reason!: string | null;
}

@ObjectType('FlowDifference', { description: 'One value that a flow would write now.', simpleResolvers: true })
export class FlowDifference {
  @Field(() => String, { description: 'What the brick would be told: "setStock".' })
  command!: string;

  @Field(() => String, { description: 'What it is about: "Variant", "Order".' })
  entity!: string;

  @Field(() => ID, { description: 'Its hub id.' })
  id!: string;

  @Field(() => String, { description: 'What staff know it by: a SKU, a reference.' })
  subject!: string;

  @Field(() => String, { nullable: true, description: 'What the brick has now; null: nothing.' })
  before!: string | null;

  @Field(() => String, { description: 'What it would have.' })
  after!: string;
}

@ObjectType('FlowReconciled', { description: 'All differences of now are on their way.', simpleResolvers: true })
export class FlowReconciled {
  @Field(() => Int, { description: 'How many messages were taken; see `messages`.' })
  taken!: number;

  @Field(() => Int, { description: 'How many more wait for a person: it would be too much at once; see `holds`.' })
  held!: number;
}

@ObjectType('UnknownFlow', { description: 'There is no such flow between these bricks.', simpleResolvers: true })
export class UnknownFlow {
  @Field(() => String, { description: 'The name that was given.' })
  name!: string;
}

@ObjectType('FlowNotOn', { description: 'The flow is not on: nothing was written.', simpleResolvers: true })
export class FlowNotOn {
  @Field(() => String, { description: 'The flow.' })
  name!: string;
}

export const ReconcileFlowResult = createUnionType({
  name: 'ReconcileFlowResult',
  description: 'What became of the wish to write all differences of a flow.',
  types: () => [FlowReconciled, UnknownFlow, FlowNotOn] as const,
});

export type ReconcileFlowAnswer =
  | ({ __typename: 'FlowReconciled' } & FlowReconciled)
  | ({ __typename: 'UnknownFlow' } & UnknownFlow)
  | ({ __typename: 'FlowNotOn' } & FlowNotOn);

export const FLOW_STATES = { on: 'ON', observe: 'OBSERVE', off: 'OFF', conflict: 'CONFLICT' } as const;

export function toFlow({ mode, state, ...flow }: FlowStatus): Flow {
  return { ...flow, mode: FLOW_STATES[mode], state: FLOW_STATES[state] };
}

export function toFlowDifference({ hubId: id, command, entity, subject, before, after }: Difference): FlowDifference {
  return { id, command, entity, subject, before, after };
}
