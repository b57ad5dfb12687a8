import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { MessageRow, MessageState } from '../../mirror/index.ts';
import { DateTimeScalar } from './scalars.ts';

export const DeliveryState = { QUEUED: 'QUEUED', DELIVERED: 'DELIVERED', REFUSED: 'REFUSED', HELD: 'HELD' } as const;
export type DeliveryState = keyof typeof DeliveryState;
registerEnumType(DeliveryState, {
  name: 'DeliveryState',
  description: 'How far a change is on its way to the brick.',
  valuesConfig: {
    QUEUED: { description: 'Taken and kept; it is delivered as soon as the brick takes it.' },
    DELIVERED: { description: 'The brick has it.' },
    REFUSED: { description: 'The brick refused it, or somebody decided against it: see `messages`.' },
    HELD: { description: 'It is too much at once, and waits for a person: see `holds`.' },
  },
});

const STATES: Record<MessageState, DeliveryState> = {
  queued: 'QUEUED',
  delivered: 'DELIVERED',
  dead: 'REFUSED',
  discarded: 'REFUSED',
  // A newer value went in its place.
  superseded: 'DELIVERED',
  held: 'HELD',
};

/** One message, as whoever ordered the change sees it. */
@Directive('@shareable')
@ObjectType('Delivery', { description: 'A change on its way from the hub to a brick.', simpleResolvers: true })
export class Delivery {
  @Field(() => ID, { description: 'The message that carries it: see `messages`.' })
  message!: string;

  @Field(() => String, { description: 'Name of the brick that it goes to.' })
  brick!: string;

  @Field(() => DeliveryState, { description: 'How far it is.' })
  state!: DeliveryState;

  @Field(() => Int, { description: 'How many times it was tried.' })
  attempts!: number;

  @Field(() => DateTimeScalar, { description: 'When the hub took it.' })
  since!: string;

  @Field(() => String, { nullable: true, description: 'Why the last try failed; null: none failed.' })
  problem!: string | null;
}

export function toDelivery({ id, brick, state, attempts, createdAt, failure }: MessageRow): Delivery {
  return { message: id, brick, state: STATES[state], attempts, since: createdAt, problem: failure?.message ?? null };
}

/** Nothing was changed. */
@Directive('@shareable')
@ObjectType('CommandRefused', {
  description: 'The hub refuses it at once, and nothing was changed: what was asked cannot be done.',
  simpleResolvers: true,
})
export class CommandRefused {
  @Field(() => String, { description: 'Stable code, such as "UNKNOWN_SKU".' })
  code!: string;

  @Field(() => String, { description: 'What is wrong.' })
  message!: string;

  @Field(() => String, { description: 'What to do about it.' })
  remedy!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where in the input: "lines.0.sku"; null: nowhere in particular.',
  })
  path!: string | null;
}

export type Refusal = { __typename: 'CommandRefused' } & CommandRefused;

export function refusal(code: string, message: string, remedy: string, path: string | null = null): Refusal {
  return { __typename: 'CommandRefused', code, message, remedy, path };
}
