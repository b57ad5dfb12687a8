import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { MessageState, RunRow } from '../../../mirror/index.ts';
import type { RunStep } from '../live-port.ts';
import { Message } from './message.type.ts';
import { PlanProgress } from './plan.type.ts';
import { RunState, toRunState } from './run.type.ts';

@ObjectType('RunProgress', { description: "How far a brick's last run is, or how it ended.", simpleResolvers: true })
export class RunProgress {
  __typename!: 'RunProgress';

  @Field(() => String, { description: 'Name of the brick that is read.' })
  brick!: string;

  @Field(() => ID, { description: 'Id of the run, as listed by `runs`.' })
  run!: string;

  @Field(() => RunState, { description: 'Whether it is under way, and how it ended.' })
  state!: RunState;

  @Field(() => Boolean, { description: 'Whether everything is read, not only what has changed.' })
  full!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What was read last: "products"; null: nothing yet, or another process reads it.',
  })
  stream!: string | null;

  @Field(() => Int, { description: 'Records read so far. Counted to the end only, where another process reads.' })
  read!: number;

  @Field(() => Int, { description: 'Records that were new or had changed.' })
  revisions!: number;

  @Field(() => Int, { description: 'Records that the brick no longer has.' })
  tombstones!: number;

  @Field(() => Int, { description: 'Changes that were set aside for a person to decide: see `holds`.' })
  held!: number;

  @Field(() => Int, { description: 'Entities that were read and that queries do not show yet.' })
  due!: number;
}

@ObjectType('MessageProgress', {
  description: 'How many messages of one brick are how far: all of them, or those of one origin.',
  simpleResolvers: true,
})
export class MessageProgress {
  __typename!: 'MessageProgress';

  @Field(() => String, { description: 'Name of the brick that they go to.' })
  brick!: string;

  @Field(() => String, { nullable: true, description: 'Where they come from, as asked for: "edit:<id>"; null: all.' })
  origin!: string | null;

  @Field(() => Int, { description: 'Waiting to be delivered.' })
  queued!: number;

  @Field(() => Int, { description: 'The brick has them. Without an origin: only those that were not read back yet.' })
  delivered!: number;

  @Field(() => Int, { description: 'Dead letters: the brick refused them, and a person decides.' })
  dead!: number;

  @Field(() => Int, { description: 'A person decided against them.' })
  discarded!: number;

  @Field(() => Int, { description: 'A newer message said another value before they were sent.' })
  superseded!: number;

  @Field(() => Int, { description: 'They wait for a person: see `holds`.' })
  held!: number;
}

@ObjectType('DeliveryProgress', { description: 'How far one message is that was asked for.', simpleResolvers: true })
export class DeliveryProgress {
  __typename!: 'DeliveryProgress';

  @Field(() => Message, { description: 'As it is now.' })
  message!: Message;
}

export const Progress = createUnionType({
  name: 'Progress',
  description:
    'Something that moved: a run, the messages of a brick, one message that was asked for by its id, or a plan.',
  types: () => [RunProgress, MessageProgress, DeliveryProgress, PlanProgress] as const,
});

/** Of a run in this process, step by step; else as the mirror keeps it. */
export function toRunProgress(row: RunRow | null, step: RunStep | null): RunProgress | null {
  const __typename = 'RunProgress';
  if (step !== null && (row === null || row.id === step.run)) {
    return { __typename, ...step, state: toRunState(step.state) };
  }
  if (row === null) return null;
  const { id: run, brick, full, read, revisions, tombstones, held } = row;
  const state = toRunState(row.state);
  return { __typename, brick, run, state, full, stream: null, read, revisions, tombstones, held, due: 0 };
}

/** `counts`: of one brick, by state. */
export function toMessageProgress(
  brick: string,
  origin: string | null,
  counts: ReadonlyMap<MessageState, number>,
): MessageProgress {
  const of = (state: MessageState): number => counts.get(state) ?? 0;
  return {
    ...{ __typename: 'MessageProgress', brick, origin, queued: of('queued'), delivered: of('delivered') },
    ...{ dead: of('dead'), discarded: of('discarded'), superseded: of('superseded'), held: of('held') },
  };
}
