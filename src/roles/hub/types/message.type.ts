import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { MessageFilter as Filter, MessageRow, MessageState as State } from '../../../mirror/index.ts';
import { connectionOf, DateTimeScalar, PersonalData } from '../../graph/index.ts';

export const MessageState = {
  QUEUED: 'QUEUED',
  DELIVERED: 'DELIVERED',
  DEAD: 'DEAD',
  DISCARDED: 'DISCARDED',
  SUPERSEDED: 'SUPERSEDED',
  HELD: 'HELD',
} as const;
export type MessageState = keyof typeof MessageState;
registerEnumType(MessageState, {
  name: 'MessageState',
  description: 'How far a message is on its way to its brick.',
  valuesConfig: {
    QUEUED: {
      description: 'Waits to be delivered, and is tried again until it is: a brick that is down only delays it.',
    },
    DELIVERED: { description: 'The brick has it.' },
    DEAD: {
      description:
        'A dead letter: the brick refused it, see `failure`. Mend the cause and redrive it, or discard it. Until then queries show what the brick says; a new order that is dead stays visible.',
    },
    DISCARDED: { description: 'A person decided against it; see `reason`.' },
    SUPERSEDED: { description: 'A newer message said another value before this one was sent. Nothing was lost.' },
    HELD: { description: 'It waits for a person, in a hold of the direction OUTGOING: see `holds`.' },
  },
});

const STATES = {
  queued: 'QUEUED',
  delivered: 'DELIVERED',
  dead: 'DEAD',
  discarded: 'DISCARDED',
  superseded: 'SUPERSEDED',
  held: 'HELD',
} as const satisfies Record<State, MessageState>;
const ROWS = {
  QUEUED: 'queued',
  DELIVERED: 'delivered',
  DEAD: 'dead',
  DISCARDED: 'discarded',
  SUPERSEDED: 'superseded',
  HELD: 'held',
} as const satisfies Record<MessageState, State>;

@ObjectType('MessageFailure', { description: 'Why the last try of a message failed.', simpleResolvers: true })
export class MessageFailure {
  @Field(() => String, { description: 'Stable code, such as BRICK_UNREACHABLE; the documentation is arranged by it.' })
  code!: string;

  @Field(() => String, { description: 'What happened.' })
  message!: string;

  @Field(() => String, { description: 'What to do now.' })
  remedy!: string;

  @PersonalData()
  @Field(() => String, {
    nullable: true,
    description: "The brick's own words; null when it said none. Shown to administrators only.",
  })
  detail!: string | null;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: string;
}

/** A message as the mirror keeps it. */
@ObjectType('Message', {
  description:
    'One command on its way to a brick. It was on disk before whoever ordered it got an answer, and it is delivered once in effect, however often it is tried.',
  simpleResolvers: true,
})
export class Message {
  @Field(() => ID, { description: 'Id of the message; the brick may keep it as a mark.' })
  id!: string;

  @Field(() => String, { description: 'Name of the brick that it goes to.' })
  brick!: string;

  @Field(() => String, { description: 'What the brick is told, in a fixed word: "placeOrder", "setStock".' })
  command!: string;

  @Field(() => MessageState, { description: 'How far it is.' })
  state!: MessageState;

  @Field(() => Int, { description: 'How many times it was tried, this time included.' })
  attempts!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it is tried next, at the earliest; null: it is not tried any more.',
  })
  nextAt!: string | null;

  @Field(() => MessageFailure, { nullable: true, description: 'Why the last try failed; null: none did.' })
  failure!: MessageFailure | null;

  @Field(() => DateTimeScalar, { description: 'When the hub took it.' })
  createdAt!: string;

  @Field(() => String, { description: 'Whose token ordered it.' })
  createdBy!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the brick had it; null: not yet.' })
  deliveredAt!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When what it changed was read back from the brick. Until then queries show it from the message; null: not yet.',
  })
  confirmedAt!: string | null;

  @Field(() => String, {
    description: 'Where it comes from: "command" (somebody ordered it), "flow:<name>", "edit:<id>".',
  })
  origin!: string;

  @Field(() => String, { nullable: true, description: 'Why it was discarded, in the words of who did it.' })
  reason!: string | null;
}

export const MessageConnection = connectionOf('Message', () => Message, 'messages');

/** `admin`: whether the asker may see the brick's own words. */
export function toMessage({ state, failure, ...row }: MessageRow, admin: boolean): Message {
  return {
    ...row,
    state: STATES[state],
    failure: failure && { ...failure, detail: admin ? failure.detail : null },
  };
}

@InputType('MessageFilter', { description: 'Which messages. What is left out does not matter.' })
export class MessageFilter {
  @Field(() => MessageState, { nullable: true, description: 'Only those that are so far: DEAD are the dead letters.' })
  state?: MessageState | null;

  @Field(() => String, { nullable: true, description: 'Only those to this brick, as named in `bricks`.' })
  brick?: string | null;

  @Field(() => String, { nullable: true, description: 'Only those that come from here: "command", "edit:<id>".' })
  origin?: string | null;
}

export function fromMessageFilter(
  filter: MessageFilter | null | undefined,
): Pick<Filter, 'state' | 'brick' | 'origin'> {
  const { state, brick, origin } = filter ?? {};
  return { ...(state ? { state: ROWS[state] } : {}), ...(brick ? { brick } : {}), ...(origin ? { origin } : {}) };
}
