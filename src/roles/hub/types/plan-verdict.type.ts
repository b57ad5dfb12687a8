import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { MoveRow } from '../../../mirror/index.ts';
import type { Verdict } from '../../../recovery/index.ts';
import { DateTimeScalar, Scopes } from '../../graph/index.ts';

export const TrialOrderState = {
  COMPLETED: 'COMPLETED',
  STOPPED: 'STOPPED',
  FAILED: 'FAILED',
} as const;
export type TrialOrderState = (typeof TrialOrderState)[keyof typeof TrialOrderState];
registerEnumType(TrialOrderState, {
  name: 'TrialOrderState',
  description: 'What became of an order for trial.',
  valuesConfig: {
    COMPLETED: { description: 'Ordered as a guest would, and what is kept of it is right.' },
    STOPPED: { description: 'It could not be tried to its end, which says nothing of the shop: order one by hand.' },
    FAILED: { description: 'A customer would have failed, too, or what is kept of the order is wrong.' },
  },
});

@Scopes('recovery', 'admin')
@ObjectType('TrialOrder', {
  description: 'One thing, ordered on the public side and taken back.',
  simpleResolvers: true,
})
export class TrialOrder {
  @Field(() => TrialOrderState, { description: 'What became of it.' })
  state!: TrialOrderState;

  @Field(() => String, { nullable: true, description: 'What the shop calls the order; null: none came to be.' })
  reference!: string | null;

  @Field(() => String, { description: 'What happened, in English.' })
  message!: string;

  @Field(() => String, { description: 'What happened, in French.' })
  messageFr!: string;

  @Field(() => String, { nullable: true, description: 'What a person has to do, in English; null: nothing.' })
  remedy!: string | null;

  @Field(() => String, { nullable: true, description: 'What a person has to do, in French; null: nothing.' })
  remedyFr!: string | null;
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

  @Field(() => TrialOrder, { nullable: true, description: 'What became of the order for trial; null: nobody asked.' })
  order!: TrialOrder | null;

  @Field(() => String, { description: 'SHA-256 of the report; it lies in the data folder of the hub.' })
  hash!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Public key with which the report is signed (Ed25519, base64); null: an earlier release wrote it.',
  })
  signer!: string | null;
}

const STATES = { completed: 'COMPLETED', stopped: 'STOPPED', failed: 'FAILED' } as const;

export function toVerdict(kept: MoveRow['verified']): PlanVerdict | null {
  if (kept === null) return null;
  const { verifiedAt, findings, expected, compared, hash, signer = null, order } = kept as unknown as Verdict;
  return { verifiedAt, findings, expected, compared, hash, signer, order: order ? toTrialOrder(order) : null };
}

function toTrialOrder({ state, reference, message, remedy }: NonNullable<Verdict['order']>): TrialOrder {
  return {
    ...{ state: STATES[state], reference, message: message.en, messageFr: message.fr },
    ...{ remedy: remedy?.en ?? null, remedyFr: remedy?.fr ?? null },
  };
}
