import { createUnionType, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { MoveRow, MoveState } from '../../../mirror/index.ts';
import type { MovePlan, MoveProgress, TrialOutcome, Verdict } from '../../../recovery/index.ts';
import { DateTimeScalar, Scopes } from '../../graph/index.ts';
import { TrialVerdict, VERDICTS } from './drill.type.ts';

export const PlanState = {
  PLANNED: 'PLANNED',
  APPLYING: 'APPLYING',
  PAUSED: 'PAUSED',
  PARTIAL: 'PARTIAL',
  APPLIED: 'APPLIED',
  CUT_OVER: 'CUT_OVER',
} as const;
export type PlanState = (typeof PlanState)[keyof typeof PlanState];
registerEnumType(PlanState, {
  name: 'PlanState',
  description: 'How far a plan is.',
  valuesConfig: {
    PLANNED: { description: 'Nothing was written yet.' },
    APPLYING: { description: 'Begun; under way, or cut off: applying it again goes on.' },
    PAUSED: { description: 'Paused; applying it again goes on.' },
    PARTIAL: { description: 'At its end, but some things were refused; applying it again tries these.' },
    APPLIED: { description: 'All of it is done.' },
    CUT_OVER: { description: 'The target has taken the place of the source.' },
  },
});

export const PlanWay = {
  REBUILD: 'REBUILD',
  SWAP: 'SWAP',
} as const;
export type PlanWay = (typeof PlanWay)[keyof typeof PlanWay];
registerEnumType(PlanWay, {
  name: 'PlanWay',
  description: 'From what a brick is filled.',
  valuesConfig: {
    REBUILD: { description: 'The same vendor again, from everything that the brick said.' },
    SWAP: { description: 'Another vendor, from what the brick said in its role.' },
  },
});

export const PlanMerge = {
  TAKE: 'TAKE',
  KEEP: 'KEEP',
} as const;
export type PlanMerge = (typeof PlanMerge)[keyof typeof PlanMerge];
registerEnumType(PlanMerge, {
  name: 'PlanMerge',
  description: 'What becomes of what a target that is not empty has in common with the source.',
  valuesConfig: {
    TAKE: { description: 'It is made to say what the source says.' },
    KEEP: { description: 'It stays as the target has it.' },
  },
});

@Scopes('recovery', 'admin')
@ObjectType('PlanStage', { description: 'All things of one kind that a plan brings.', simpleResolvers: true })
export class PlanStage {
  @Field(() => String, { description: 'Kind of record (rebuild) or type of entity (swap).' })
  kind!: string;

  @Field(() => Int, { description: 'How many are brought.' })
  count!: number;

  @Field(() => Int, { description: 'How many are left out on purpose.' })
  leftOut!: number;
}

@Scopes('recovery', 'admin')
@ObjectType('PlanLoss', { description: 'What the target cannot take.', simpleResolvers: true })
export class PlanLoss {
  @Field(() => String, { description: 'Of which kind.' })
  kind!: string;

  @Field(() => String, { description: 'Which field; "*": all of it.' })
  field!: string;

  @Field(() => Int, { description: 'Of how many things.' })
  count!: number;

  @Field(() => String, { description: 'Why, in English.' })
  reason!: string;

  @Field(() => String, { description: 'Why, in French.' })
  reasonFr!: string;

  @Field(() => String, { description: 'What to do about it, in English.' })
  remedy!: string;

  @Field(() => String, { description: 'What to do about it, in French.' })
  remedyFr!: string;
}

@Scopes('recovery', 'admin')
@ObjectType('PlanRight', { description: 'A right that filling the target needs.', simpleResolvers: true })
export class PlanRight {
  @Field(() => String, { description: 'For what.' })
  subject!: string;

  @Field(() => String, { description: '"ok", "missing" or "error".' })
  state!: string;

  @Field(() => String, { description: 'What was found.' })
  message!: string;
}

@ObjectType('PlanProgress', { description: 'How far a plan is that is being applied.', simpleResolvers: true })
export class PlanProgress {
  __typename!: 'PlanProgress';

  @Field(() => ID, { description: 'Id of the plan, as listed by `plans`.' })
  plan!: string;

  @Field(() => PlanState, { description: 'Whether it is under way, and how it ended.' })
  state!: PlanState;

  @Field(() => String, { nullable: true, description: 'Kind that is being brought; null: none just now.' })
  stage!: string | null;

  @Field(() => Int, { description: 'Things to bring, by the plan.' })
  total!: number;

  @Field(() => Int, { description: 'Things that the target has.' })
  done!: number;

  @Field(() => Int, { description: 'Things that the target refused.' })
  failed!: number;

  @Field(() => Int, { description: 'Things that are left out on purpose.' })
  leftOut!: number;

  @Field(() => String, { nullable: true, description: 'Why nothing moves just now; null: it moves.' })
  waiting!: string | null;

  @Field(() => Int, { nullable: true, description: 'Seconds to the end at the speed so far; null: not known.' })
  secondsLeft!: number | null;
}

@Scopes('recovery', 'admin')
@ObjectType('PlanVerdict', { description: 'What the last verification found.', simpleResolvers: true })
export class PlanVerdict {
  @Field(() => DateTimeScalar, { description: 'When the target was read back.' })
  verifiedAt!: string;

  @Field(() => Int, { description: 'Differences that nobody expected.' })
  findings!: number;

  @Field(() => Int, { description: 'Differences that were declared beforehand.' })
  expected!: number;

  @Field(() => Int, { description: 'Entities that were compared.' })
  compared!: number;

  @Field(() => String, { description: 'SHA-256 of the report; it lies in the data folder of the hub.' })
  hash!: string;
}

@Scopes('recovery', 'admin')
@ObjectType('PlanRehearsal', { description: 'What the last rehearsal of a plan has shown.', simpleResolvers: true })
export class PlanRehearsal {
  @Field(() => TrialVerdict, { description: 'How it ended.' })
  outcome!: TrialVerdict;

  @Field(() => DateTimeScalar, { description: 'When it ended.' })
  endedAt!: string;

  @Field(() => Boolean, {
    description: 'Whether the beginning of the plan was brought to the target itself, and lies there.',
  })
  inTarget!: boolean;

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
@ObjectType('Plan', {
  description: 'How an empty brick is filled from what the mirror holds of another.',
  simpleResolvers: true,
})
export class Plan {
  @Field(() => ID, { description: 'Stable.' })
  id!: string;

  @Field(() => PlanWay, { description: 'From what it is filled.' })
  way!: PlanWay;

  @Field(() => String, { description: 'Name of the brick that is to be replaced.' })
  source!: string;

  @Field(() => String, { description: 'Name of the brick that is filled.' })
  target!: string;

  @Field(() => PlanState, { description: 'How far it is.' })
  state!: PlanState;

  @Field(() => DateTimeScalar, { description: 'Everything that is brought is as it was published then.' })
  at!: string;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: string;

  @Field(() => DateTimeScalar, { description: 'Until when it may be begun.' })
  expiresAt!: string;

  @Field(() => [PlanStage], { description: 'What is brought, in this order.' })
  stages!: PlanStage[];

  @Field(() => [PlanLoss], { description: 'What is lost, and what to do about it.' })
  losses!: PlanLoss[];

  @Field(() => [PlanRight], { description: 'Whether the target may be written to.' })
  rights!: PlanRight[];

  @Field(() => Float, {
    description: 'How long it may take, in seconds: as the last rehearsal measured, else as probed.',
  })
  estimatedSeconds!: number;

  @Field(() => PlanRehearsal, { nullable: true, description: 'What its last rehearsal has shown; null: it had none.' })
  rehearsal!: PlanRehearsal | null;

  @Field(() => Boolean, { description: 'Whether it is being rehearsed in this process.' })
  rehearsing!: boolean;

  @Field(() => PlanProgress, { nullable: true, description: 'How far it is; null: it was not begun.' })
  progress!: PlanProgress | null;

  @Field(() => PlanVerdict, { nullable: true, description: 'What was found when it was verified; null: it was not.' })
  verdict!: PlanVerdict | null;
}

@Scopes('recovery', 'admin')
@ObjectType('PlanRefused', { description: 'Nothing was done.', simpleResolvers: true })
export class PlanRefused {
  @Field(() => String, { description: 'Stable: "TARGET_NOT_EMPTY", "PLAN_STALE".' })
  code!: string;

  @Field(() => String, { description: 'Why nothing was done.' })
  message!: string;

  @Field(() => String, { description: 'What to do.' })
  remedy!: string;
}

export const PlanResult = createUnionType({
  name: 'PlanResult',
  description: 'The plan as it is now, or why nothing was done.',
  types: () => [Plan, PlanRefused] as const,
});

export type PlanAnswer = ({ __typename: 'Plan' } & Plan) | ({ __typename: 'PlanRefused' } & PlanRefused);

const STATES: Record<MoveState, PlanState> = {
  planned: PlanState.PLANNED,
  applying: PlanState.APPLYING,
  paused: PlanState.PAUSED,
  partial: PlanState.PARTIAL,
  applied: PlanState.APPLIED,
  'cut-over': PlanState.CUT_OVER,
};

export function toPlanProgress({ move, state, waiting, ...progress }: MoveProgress): PlanProgress {
  const { stage, total, done, failed, leftOut, secondsLeft } = progress;
  return {
    ...{ __typename: 'PlanProgress', plan: move, state: STATES[state], waiting: waiting?.failure.message ?? null },
    ...{ stage, total, done, failed, leftOut, secondsLeft },
  };
}

/** `going`: how far it is in this process; else as the mirror keeps it. */
function toRehearsal(trial: TrialOutcome | null): PlanRehearsal | null {
  if (trial === null) return null;
  const { outcome, endedAt, where, done, findings, refusals, examples, problem } = trial;
  return {
    ...{ outcome: VERDICTS[outcome], endedAt, done, findings, refusals, examples, inTarget: where === 'target' },
    problem: problem && `${problem.message} ${problem.remedy}`,
  };
}

/** `going`: how far it is in this process. `rehearsing`: ids of plans that are tried in it. */
export function toPlan(row: MoveRow, going: MoveProgress | null, rehearsing: readonly string[]): Plan {
  const plan = row.plan as unknown as MovePlan;
  const kept = row.progress as unknown as MoveProgress | null;
  const progress = going ?? (kept && { ...kept, state: row.state });
  const rehearsed = row.rehearsed as unknown as TrialOutcome | null;
  const estimatedSeconds = rehearsed?.estimatedSeconds ?? plan.estimate.seconds;
  const { id, source, target, createdAt } = row;
  return {
    ...{ id, source, target, createdAt, way: row.way === 'rebuild' ? PlanWay.REBUILD : PlanWay.SWAP },
    ...{ state: STATES[row.state], at: plan.at, expiresAt: plan.expiresAt, estimatedSeconds },
    ...{ rehearsal: toRehearsal(rehearsed), rehearsing: rehearsing.includes(id) },
    stages: plan.stages.map(({ kind, count, leftOut }) => ({ kind, count, leftOut })),
    losses: plan.losses.map(({ kind, field, count, reason, remedy }) => ({
      ...{ kind, field, count, reason: reason.en, reasonFr: reason.fr, remedy: remedy.en, remedyFr: remedy.fr },
    })),
    rights: plan.rights.map(({ subject, state, message }) => ({ subject, state, message })),
    progress: progress && toPlanProgress(progress),
    verdict: row.verified as unknown as Verdict | null,
  };
}
