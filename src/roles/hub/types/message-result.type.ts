import { createUnionType, Field, ID, ObjectType } from 'type-graphql';
import { Message } from './message.type.ts';

@ObjectType('MessageRedriven', {
  description:
    'The message is tried again, after the steps that had succeeded. If a newer one has said another value meanwhile, its state is SUPERSEDED instead, and nothing is sent.',
  simpleResolvers: true,
})
export class MessageRedriven {
  @Field(() => Message, { description: 'The message as it is now.' })
  message!: Message;
}

@ObjectType('MessageDiscarded', {
  description:
    'The message is never sent. What it would have changed is not shown any more, and stock that it held is free.',
  simpleResolvers: true,
})
export class MessageDiscarded {
  @Field(() => Message, { description: 'The message as it is now.' })
  message!: Message;
}

@ObjectType('MessageNotDead', {
  description: 'Only a dead letter can be redriven; nothing was changed. What is queued is tried again by itself.',
  simpleResolvers: true,
})
export class MessageNotDead {
  @Field(() => Message, { description: 'The message as it is.' })
  message!: Message;
}

@ObjectType('MessageNotDiscardable', {
  description:
    'It is too late, and nothing was changed: the brick has it, somebody has decided already, or it is being delivered at this moment. In the last case try again in a minute.',
  simpleResolvers: true,
})
export class MessageNotDiscardable {
  @Field(() => Message, { description: 'The message as it is.' })
  message!: Message;
}

@ObjectType('UnknownMessage', { description: 'There is no such message.', simpleResolvers: true })
export class UnknownMessage {
  @Field(() => ID, { description: 'The id that was given.' })
  id!: string;
}

export const RedriveMessageResult = createUnionType({
  name: 'RedriveMessageResult',
  description: 'What became of the wish to try a dead letter again.',
  types: () => [MessageRedriven, MessageNotDead, UnknownMessage] as const,
});

export const DiscardMessageResult = createUnionType({
  name: 'DiscardMessageResult',
  description: 'What became of the wish to give a message up.',
  types: () => [MessageDiscarded, MessageNotDiscardable, UnknownMessage] as const,
});

type Unknown = { __typename: 'UnknownMessage' } & UnknownMessage;

/** Answers of the unions carry the name of their type: GraphQL resolves it by that. */
export type RedriveAnswer =
  ({ __typename: 'MessageRedriven' } & MessageRedriven) | ({ __typename: 'MessageNotDead' } & MessageNotDead) | Unknown;
export type DiscardAnswer =
  | ({ __typename: 'MessageDiscarded' } & MessageDiscarded)
  | ({ __typename: 'MessageNotDiscardable' } & MessageNotDiscardable)
  | Unknown;
