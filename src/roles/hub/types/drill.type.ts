import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { DrillRow } from '../../../mirror/index.ts';
import type { TrialOutcome } from '../../../recovery/index.ts';
import { DateTimeScalar, Scopes } from '../../graph/index.ts';

export const TrialVerdict = { PASSED: 'PASSED', FAILED: 'FAILED' } as const;
export type TrialVerdict = (typeof TrialVerdict)[keyof typeof TrialVerdict];
registerEnumType(TrialVerdict, {
  name: 'TrialVerdict',
  description: 'How a rehearsal or a drill ended.',
  valuesConfig: {
    PASSED: { description: 'Everything was brought, nothing was refused, nothing differs.' },
    FAILED: { description: 'It could not be done, something was refused, or something differs.' },
  },
});

@Scopes('recovery', 'admin')
@ObjectType('Drill', {
  description: 'A brick was rebuilt into a throw-away one, read back and compared, for proof.',
  simpleResolvers: true,
})
export class Drill {
  @Field(() => ID, { description: 'Stable.' })
  id!: string;

  @Field(() => String, { description: 'Name of the brick.' })
  brick!: string;

  @Field(() => TrialVerdict, { description: 'How it ended.' })
  outcome!: TrialVerdict;

  @Field(() => DateTimeScalar, { description: 'When it began.' })
  startedAt!: string;

  @Field(() => DateTimeScalar, { description: 'When it ended.' })
  endedAt!: string;

  @Field(() => Int, { description: 'Recovery time: seconds until all was there and compared, or until it failed.' })
  rto!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Recovery point: seconds that the copy was behind; null: not known.',
  })
  rpo!: number | null;

  @Field(() => Int, { description: 'Things that were brought.' })
  done!: number;

  @Field(() => Int, { description: 'Differences that nobody expected.' })
  findings!: number;

  @Field(() => [String], { description: 'What was refused: kind, code, how often.' })
  refusals!: string[];

  @Field(() => [String], { description: 'The first differences, without what they say.' })
  examples!: string[];

  @Field(() => String, { nullable: true, description: 'Why it could not be done; null: it was done to its end.' })
  problem!: string | null;
}

@Scopes('recovery', 'admin')
@ObjectType('DrillStarted', { description: 'It goes on; its end is told by `drills`.', simpleResolvers: true })
export class DrillStarted {
  @Field(() => String, { description: 'Name of the brick.' })
  brick!: string;
}

@Scopes('recovery', 'admin')
@ObjectType('DrillRefused', { description: 'Nothing was begun.', simpleResolvers: true })
export class DrillRefused {
  @Field(() => String, { description: 'Stable: "DRILL_IMPOSSIBLE", "TRIAL_RUNNING".' })
  code!: string;

  @Field(() => String, { description: 'Why nothing was begun.' })
  message!: string;

  @Field(() => String, { description: 'What to do.' })
  remedy!: string;
}

export const DrillResult = createUnionType({
  name: 'DrillResult',
  description: 'Whether a drill was begun.',
  types: () => [DrillStarted, DrillRefused] as const,
});
export type DrillAnswer =
  ({ __typename: 'DrillStarted' } & DrillStarted) | ({ __typename: 'DrillRefused' } & DrillRefused);

export const VERDICTS = { passed: TrialVerdict.PASSED, failed: TrialVerdict.FAILED } as const;

export function toDrill({ report, ...row }: DrillRow): Drill {
  const { done, findings, refusals, examples, problem } = report as unknown as TrialOutcome;
  const outcome = VERDICTS[row.outcome];
  return {
    ...row,
    outcome,
    done,
    findings,
    refusals,
    examples,
    problem: problem && `${problem.message} ${problem.remedy}`,
  };
}
