import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { MessageState as State } from '../../mirror/index.ts';
import { AFTER, checkFirst, FIRST, refuse, toConnection, type Connection, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { Brick } from './types/brick.type.ts';
import {
  DiscardMessageResult,
  RedriveMessageResult,
  type DiscardAnswer,
  type RedriveAnswer,
} from './types/message-result.type.ts';
import { fromMessageFilter, Message, MessageConnection, MessageFilter, toMessage } from './types/message.type.ts';

type Maybe<Value> = Value | null | undefined;

const MESSAGE_ID = { description: 'Id of the message, as listed by `messages`.' };
const COUNTED_AT_ONCE = 500;
const LONGEST_REASON = 1_000;

@Resolver()
export class MessageResolver {
  @Scopes('recovery', 'admin')
  @Query(() => MessageConnection, {
    description: 'What bricks are told: waiting, delivered and refused, newest first. DEAD ones wait for a person.',
  })
  async messages(
    @Arg('filter', () => MessageFilter, { nullable: true, description: 'Which ones.' }) filter: Maybe<MessageFilter>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() request: HubRequest,
  ): Promise<Connection<Message>> {
    const wanted = fromMessageFilter(filter);
    const from = typeof after === 'string' ? { after } : {};
    const { rows, hasNext } = await request.reader.messages({ ...wanted, ...from, first: checkFirst(first) });
    const edges = rows.map((row) => ({ cursor: row.id, node: toMessage(row, request.viewer.admin) }));
    return toConnection(edges, { hasNext, after }, () => count(request, wanted));
  }

  @Scopes('orders:write', 'stock:write', 'catalogue:write', 'customers:write', 'recovery', 'admin')
  @Query(() => Message, { nullable: true, description: 'One message; null when there is none of this id.' })
  message(@Arg('id', () => ID, MESSAGE_ID) id: string, @Ctx() request: HubRequest): Promise<Message | null> {
    return find(request, id);
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => RedriveMessageResult, {
    description: 'Tries a dead letter again, once its cause is mended. For administrators.',
  })
  async redriveMessage(
    @Arg('id', () => ID, MESSAGE_ID) id: string,
    @Ctx() request: HubRequest,
  ): Promise<RedriveAnswer> {
    const { outbox, viewer } = request;
    onlyAdmins(request);
    const done = await outbox.redrive(id, viewer.name);
    const message = await find(request, id);
    if (!message) return { __typename: 'UnknownMessage', id };
    return { __typename: done ? 'MessageRedriven' : 'MessageNotDead', message };
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => DiscardMessageResult, {
    description: 'Gives a dead or waiting message up: it is never sent. It stays listed. For administrators.',
  })
  async discardMessage(
    @Arg('id', () => ID, MESSAGE_ID) id: string,
    @Arg('reason', () => String, { description: 'Why, for those who look later.' }) reason: string,
    @Ctx() request: HubRequest,
  ): Promise<DiscardAnswer> {
    const { outbox, viewer } = request;
    onlyAdmins(request);
    const words = reason.trim();
    if (words === '' || words.length > LONGEST_REASON)
      throw refuse('INVALID_ARGUMENT', `"reason" must say why, in 1 to ${LONGEST_REASON} characters.`);
    const done = await outbox.discard(id, viewer.name, words);
    const message = await find(request, id);
    if (!message) return { __typename: 'UnknownMessage', id };
    return { __typename: done ? 'MessageDiscarded' : 'MessageNotDiscardable', message };
  }
}

@Resolver(() => Brick)
export class BrickMessagesResolver {
  @FieldResolver(() => Int, { description: 'Messages that wait to be delivered to it; see `messages`.' })
  queued(@Root() brick: Brick, @Ctx() request: HubRequest): Promise<number> {
    return counted(request, brick.name, 'queued');
  }

  @FieldResolver(() => Int, { description: 'Messages that it refused and that wait for a person; see `messages`.' })
  deadLetters(@Root() brick: Brick, @Ctx() request: HubRequest): Promise<number> {
    return counted(request, brick.name, 'dead');
  }
}

function onlyAdmins({ viewer }: HubRequest): void {
  if (!viewer.admin) throw refuse('FORBIDDEN', 'Only an administrator may decide about messages.');
}

async function find({ reader, viewer }: HubRequest, id: string): Promise<Message | null> {
  const [row] = (await reader.messages({ ids: [id], first: 1 })).rows;
  return row ? toMessage(row, viewer.admin) : null;
}

type Counts = Awaited<ReturnType<HubRequest['reader']['messageCounts']>>;
const counts = new WeakMap<HubRequest, Promise<Counts>>();

/** Counted once for all bricks of a request. */
async function counted(request: HubRequest, brick: string, state: State): Promise<number> {
  const all = counts.get(request) ?? request.reader.messageCounts();
  counts.set(request, all);
  return (await all).find((one) => one.brick === brick && one.state === state)?.count ?? 0;
}

async function count({ reader, budget }: HubRequest, wanted: ReturnType<typeof fromMessageFilter>): Promise<number> {
  let total = 0;
  let after: string | undefined;
  do {
    const page = { ...wanted, first: COUNTED_AT_ONCE, ...(after === undefined ? {} : { after }) };
    const { rows, hasNext } = await reader.messages(page);
    budget.spend(rows.length);
    total += rows.length;
    after = hasNext ? rows.at(-1)?.id : undefined;
  } while (after !== undefined);
  return total;
}
