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

export const HoldDirection = { INCOMING: 'INCOMING', OUTGOING: 'OUTGOING' } as const;
export type HoldDirection = keyof typeof HoldDirection;
registerEnumType(HoldDirection, {
  name: 'HoldDirection',
  description: 'Which way what waits would go.',
  valuesConfig: {
    INCOMING: { description: 'It was read from the brick; accepted, it is published.' },
    OUTGOING: { description: 'A flow or a mass edit of the hub would write it to the brick; accepted, it is sent.' },
  },
});

export const HoldRule = {
  DELETIONS: 'DELETIONS',
  REWRITES: 'REWRITES',
  EMPTIED: 'EMPTIED',
  SHAPE: 'SHAPE',
  PRICES: 'PRICES',
  DISCOUNTS: 'DISCOUNTS',
  TEXTS: 'TEXTS',
  QUANTITIES: 'QUANTITIES',
  IDENTITIES: 'IDENTITIES',
  APPEND_ONLY: 'APPEND_ONLY',
  OUTGOING: 'OUTGOING',
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
    PRICES: { description: 'Prices fell far or to zero.' },
    DISCOUNTS: { description: 'Price rules, new ones too, would make too much nearly free.' },
    TEXTS: { description: 'Names or descriptions became the same on several records, or others altogether on many.' },
    QUANTITIES: { description: 'Too many quantities fell far or to zero.' },
    IDENTITIES: { description: 'Too many e-mail addresses or the like changed.' },
    APPEND_ONLY: {
      description: 'What was closed for ever changed or vanished: a till ticket. Never applied by itself.',
    },
    OUTGOING: {
      description: 'The hub itself would write too many values to this brick at once: a flow, or mass edits.',
    },
  },
});

export const HoldDecisionKind = { ACCEPTED: 'ACCEPTED', REJECTED: 'REJECTED', REOPENED: 'REOPENED' } as const;
export type HoldDecisionKind = keyof typeof HoldDecisionKind;
registerEnumType(HoldDecisionKind, {
  name: 'HoldDecisionKind',
  description: 'What a person can decide about a hold.',
  valuesConfig: {
    ACCEPTED: { description: 'The changes are believed.' },
    REJECTED: { description: 'They are not believed, however often they are said.' },
    REOPENED: { description: 'The rejection was taken back: to be decided again.' },
  },
});

const DECISIONS = { accepted: 'ACCEPTED', rejected: 'REJECTED', reopened: 'REOPENED' } as const;
const STATES = { open: 'OPEN', accepted: 'ACCEPTED', rejected: 'REJECTED', superseded: 'SUPERSEDED' } as const;
const DIRECTIONS = { incoming: 'INCOMING', outgoing: 'OUTGOING' } as const;
const ROWS = { OPEN: 'open', ACCEPTED: 'accepted', REJECTED: 'rejected', SUPERSEDED: 'superseded' } as const;
const RULES = {
  deletions: 'DELETIONS',
  rewrites: 'REWRITES',
  emptied: 'EMPTIED',
  shape: 'SHAPE',
  prices: 'PRICES',
  discounts: 'DISCOUNTS',
  texts: 'TEXTS',
  quantities: 'QUANTITIES',
  identities: 'IDENTITIES',
  'append-only': 'APPEND_ONLY',
  outgoing: 'OUTGOING',
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

/** A decision as the mirror keeps it. */
@ObjectType('HoldDecision', {
  description: 'What a person decided about a hold, or a part of it.',
  simpleResolvers: true,
})
export class HoldDecision {
  @Field(() => HoldDecisionKind, { description: 'What was decided.' })
  decision!: HoldDecisionKind;

  @Field(() => String, { description: 'Whose token decided.' })
  by!: string;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: string;

  @Field(() => String, { nullable: true, description: 'Why, in their words.' })
  reason!: string | null;

  @Field(() => Int, { description: 'How many records it was about.' })
  records!: number;
}

/** A hold as the mirror keeps it. */
@ObjectType('Hold', {
  description:
    'Changes that were read from a brick but not believed yet, or would be written to it and were not sent yet: too many or too strange. A person decides.',
  simpleResolvers: true,
})
export class Hold {
  @Field(() => ID, { description: 'Id of the hold.' })
  id!: string;

  @Field(() => String, { description: 'Name of the brick.' })
  brick!: string;

  @Field(() => HoldDirection, { description: 'Whether it was read from the brick or would be written to it.' })
  direction!: HoldDirection;

  @Field(() => String, {
    description:
      'What was read, in the brick\'s own word: "products". Outgoing: what the brick would be told: "setStock".',
  })
  stream!: string;

  @Field(() => ID, {
    description: 'The run that read it. Outgoing: who would write it: "flow:stock-to-shop", "edit:edit_…".',
  })
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
  @Field(() => [ID], { description: "A few of the records, by the brick's own ids; outgoing: by hub ids." })
  sample!: string[];

  @Field(() => [HoldDecision], { description: 'Who decided what about it, oldest first.' })
  decisions!: HoldDecision[];
}

export const HoldConnection = connectionOf('Hold', () => Hold, 'holds');

export function toHold({ kind, state, direction, reasons, decisions, ...hold }: HoldRow): Hold {
  return {
    ...hold,
    stream: kind,
    state: STATES[state],
    direction: DIRECTIONS[direction],
    decisions: decisions.map(({ decision, ...made }) => ({ ...made, decision: DECISIONS[decision] })),
    reasons: reasons.map(({ rule, ...reason }) => ({ ...reason, rule: RULES[rule] })),
  };
}

export function fromHoldState(state: HoldState): HoldRow['state'] {
  return ROWS[state];
}
