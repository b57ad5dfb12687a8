import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RunFailure as Failure, RunRow } from '../../../mirror/index.ts';
import { connectionOf, DateTimeScalar, Scopes } from '../../graph/index.ts';

export const RunState = {
  RUNNING: 'RUNNING',
  DONE: 'DONE',
  PARTIAL: 'PARTIAL',
  FAILED: 'FAILED',
  INTERRUPTED: 'INTERRUPTED',
} as const;
export type RunState = keyof typeof RunState;
registerEnumType(RunState, {
  name: 'RunState',
  description: 'How a synchronisation run ended, or that it has not.',
  valuesConfig: {
    RUNNING: { description: 'Under way.' },
    DONE: { description: 'Everything was read.' },
    PARTIAL: { description: 'Some streams were read, others failed: see `failures`.' },
    FAILED: { description: 'Nothing could be read: see `failures`.' },
    INTERRUPTED: { description: 'The hub was stopped meanwhile. The next run goes on where it stopped.' },
  },
});

const STATES = {
  running: 'RUNNING',
  done: 'DONE',
  partial: 'PARTIAL',
  failed: 'FAILED',
  interrupted: 'INTERRUPTED',
} as const satisfies Record<RunRow['state'], RunState>;

export const toRunState = (state: RunRow['state']): RunState => STATES[state];

@ObjectType('RunFailure', { description: 'What went wrong in a run, and what to do about it.', simpleResolvers: true })
export class RunFailure implements Omit<Failure, 'kind'> {
  @Field(() => String, {
    nullable: true,
    description: 'The stream that failed, such as "products", or null for the whole run.',
  })
  stream!: string | null;

  @Field(() => String, { description: 'Stable code, such as BRICK_UNREACHABLE; the documentation is arranged by it.' })
  code!: string;

  @Field(() => String, { description: 'What happened.' })
  message!: string;

  @Field(() => String, { description: 'What to do now.' })
  remedy!: string;
}

/** A run as the mirror keeps it. */
@Scopes('recovery', 'admin')
@ObjectType('Run', {
  description: 'One synchronisation: the hub reading a brick into its own copy.',
  simpleResolvers: true,
})
export class Run {
  @Field(() => ID, { description: 'Id of the run.' })
  id!: string;

  @Field(() => String, { description: 'Name of the brick that was read.' })
  brick!: string;

  @Field(() => RunState, { description: 'How it ended.' })
  state!: RunState;

  @Field(() => Boolean, { description: 'Whether everything was read, not only what had changed.' })
  full!: boolean;

  @Field(() => String, { description: 'What started it: the schedule, a person, a hint of the brick.' })
  trigger!: string;

  @Field(() => DateTimeScalar, { description: 'When it began.' })
  startedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended, or null while it is under way.' })
  finishedAt!: string | null;

  @Field(() => Int, { description: 'Records read.' })
  read!: number;

  @Field(() => Int, { description: 'Records that were new or had changed.' })
  revisions!: number;

  @Field(() => Int, { description: 'Records that the brick no longer has.' })
  tombstones!: number;

  @Field(() => Int, { description: 'Changes that were set aside for a person to decide: see `holds`.' })
  held!: number;

  @Field(() => Int, { description: 'Milliseconds it took.' })
  ms!: number;

  @Field(() => Int, { description: 'Milliseconds of it that were spent waiting for the brick.' })
  waitingMs!: number;

  @Field(() => [RunFailure], { description: 'What went wrong; empty if nothing did.' })
  failures!: RunFailure[];
}

export const RunConnection = connectionOf('Run', () => Run, 'runs');

export function toRun({ endedAt, state, failures, ...run }: RunRow): Run {
  return {
    ...run,
    state: STATES[state],
    finishedAt: endedAt,
    failures: failures.map(({ kind, ...failure }) => ({ ...failure, stream: kind })),
  };
}
