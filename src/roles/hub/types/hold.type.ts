import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { HoldReason as Reason, HoldRow } from '../../../mirror/index.ts';
import { connectionOf, DateTimeScalar, PersonalData } from '../../graph/index.ts';

export const HoldState = {
  OPEN: 'OPEN',
  ACCEPTED: 'ACCEPTED',
  REJECTED: 'REJECTED',
  SUPERSEDED: 'SUPERSEDED',
} as const;
export type HoldState = keyof typeof HoldState;
registerEnumType(HoldState, {
  name: 'HoldState',
  description: 'Whether a hold still waits for a decision.',
  valuesConfig: {
    OPEN: { description: 'Waits for a person. Queries go on showing what was true before.' },
    ACCEPTED: { description: 'A person accepted the changes.' },
    REJECTED: { description: 'A person rejected the changes.' },
    SUPERSEDED: { description: 'A later run read the same records again and replaced it.' },
  },
});

export const HoldRule = {
  DELETIONS: 'DELETIONS',
  REWRITES: 'REWRITES',
  EMPTIED: 'EMPTIED',
  SHAPE: 'SHAPE',
  PRICES: 'PRICES',
  QUANTITIES: 'QUANTITIES',
  IDENTITIES: 'IDENTITIES',
  APPEND_ONLY: 'APPEND_ONLY',
} as const;
export type HoldRule = keyof typeof HoldRule;
registerEnumType(HoldRule, {
  name: 'HoldRule',
  description: 'Why changes were set aside instead of being believed.',
  valuesConfig: {
    DELETIONS: { description: 'Too many records disappeared.' },
    REWRITES: { description: 'Too many records changed at once.' },
    EMPTIED: { description: 'Nothing was left.' },
    SHAPE: { description: 'The records do not look as before: fields are gone.' },
    PRICES: { description: 'Too many prices fell far or to zero.' },
    QUANTITIES: { description: 'Too many quantities fell far or to zero.' },
    IDENTITIES: { description: 'Too many e-mail addresses or the like changed.' },
    APPEND_ONLY: {
      description: 'What was closed for ever changed or vanished: a till ticket. Never applied by itself.',
    },
  },
});

const STATES = { open: 'OPEN', accepted: 'ACCEPTED', rejected: 'REJECTED', superseded: 'SUPERSEDED' } as const;
const ROWS = { OPEN: 'open', ACCEPTED: 'accepted', REJECTED: 'rejected', SUPERSEDED: 'superseded' } as const;
const RULES = {
  deletions: 'DELETIONS',
  rewrites: 'REWRITES',
  emptied: 'EMPTIED',
  shape: 'SHAPE',
  prices: 'PRICES',
  quantities: 'QUANTITIES',
  identities: 'IDENTITIES',
  'append-only': 'APPEND_ONLY',
} as const satisfies Record<Reason['rule'], HoldRule>;

@ObjectType('HoldReason', { description: 'One rule that set changes aside.', simpleResolvers: true })
export class HoldReason {
  @Field(() => HoldRule, { description: 'The rule.' })
  rule!: HoldRule;

  @Field(() => Int, { description: 'How many records it counted.' })
  count!: number;

  @Field(() => Int, { description: 'How many it lets pass without a person.' })
  threshold!: number;

  @Field(() => String, { description: 'The same as a sentence.' })
  message!: string;
}

/** A hold as the mirror keeps it. */
@ObjectType('Hold', {
  description: 'Changes that were read from a brick but not believed yet: too many or too strange. A person decides.',
  simpleResolvers: true,
})
export class Hold {
  @Field(() => ID, { description: 'Id of the hold.' })
  id!: string;

  @Field(() => String, { description: 'Name of the brick.' })
  brick!: string;

  @Field(() => String, { description: 'What was read, in the brick\'s own word: "products".' })
  stream!: string;

  @Field(() => ID, { description: 'The run that read it.' })
  run!: string;

  @Field(() => HoldState, { description: 'Whether it still waits for a decision.' })
  state!: HoldState;

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  openedAt!: string;

  @Field(() => Int, { description: 'Records that would be new.' })
  creates!: number;

  @Field(() => Int, { description: 'Records that would change.' })
  updates!: number;

  @Field(() => Int, { description: 'Records that would disappear.' })
  deletes!: number;

  @Field(() => [HoldReason], { description: 'Why they were set aside.' })
  reasons!: HoldReason[];

  @PersonalData()
  @Field(() => [ID], { description: "A few of the records, by the brick's own ids." })
  sample!: string[];
}

export const HoldConnection = connectionOf('Hold', () => Hold, 'holds');

export function toHold({ kind, state, reasons, ...hold }: HoldRow): Hold {
  return {
    ...hold,
    stream: kind,
    state: STATES[state],
    reasons: reasons.map(({ rule, ...reason }) => ({ ...reason, rule: RULES[rule] })),
  };
}

export function fromHoldState(state: HoldState): HoldRow['state'] {
  return ROWS[state];
}
