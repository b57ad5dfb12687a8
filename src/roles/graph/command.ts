import { createHash, randomUUID } from 'node:crypto';
import type { BrickCommands, CommandName, CommandPayload, JsonObject, JsonValue } from '#sdk';
import type {
  JudgedOrder,
  MessageOrder,
  MessageReceipt,
  MessageRow,
  NewEdit,
  NewMessage,
  Overlay,
  Reservation,
} from '../../mirror/index.ts';
import { refusal, toDelivery, type Delivery, type Refusal } from './delivery.type.ts';
import type { GraphRequest } from './request.ts';

/** One command of a mutation; what is left out is the usual. */
export interface CommandMessage<Name extends CommandName> {
  brick: string;
  command: Name;
  /** The entity whose commands go in order: `Order:order_x`. */
  lane: string;
  payload: CommandPayload<Name>;
  overlays: readonly Overlay[];
  replaces?: string;
  creates?: boolean;
  origin?: string;
}

export function toMessage<Name extends keyof BrickCommands>(one: CommandMessage<Name>): NewMessage {
  return {
    id: `msg_${randomUUID()}`,
    brick: one.brick,
    command: one.command,
    lane: one.lane,
    payload: one.payload as unknown as JsonObject,
    overlays: one.overlays,
    replaces: one.replaces ?? null,
    creates: one.creates ?? false,
    origin: one.origin ?? 'command',
  };
}

/** What a mutation wants to be brought to bricks. */
export interface Wish {
  /** The mutation's name. */
  name: string;
  idempotencyKey: string | null | undefined;
  /** All that was asked: the same key must come with the same. */
  input: unknown;
  /** What is needed to answer the same again. */
  answer: JsonValue;
  messages: readonly NewMessage[];
  reservations?: readonly Reservation[];
  /** The mass edit that it is. */
  edit?: NewEdit;
  /** What of it was judged, and what waits for a person. */
  outgoing?: JudgedOrder;
}

export interface Taken {
  /** Of the first time this key was used. */
  answer: JsonValue;
  messages: MessageRow[];
}

const KEY = /^[\x21-\x7e]{1,200}$/;

type Repeatable = Pick<Wish, 'name' | 'idempotencyKey' | 'input'>;

/**
 * What became of the same wish before; null: it is new. Asked before anything is looked at: the world may have moved
 * since, and the answer must not.
 */
export async function repeated(request: GraphRequest, wish: Repeatable): Promise<Taken | Refusal | null> {
  const key = keyOf(wish);
  if (key === null) return null;
  if (isRefusal(key)) return key;
  const receipt = await request.reader.known({ by: request.viewer.name, name: wish.name, key });
  return receipt && takenOf(receipt);
}

/** Commits the messages; when it resolves, they are on disk. */
export async function submit({ outbox, viewer, now, audit }: GraphRequest, wish: Wish): Promise<Taken | Refusal> {
  const key = keyOf(wish);
  if (key !== null && isRefusal(key)) return key;
  const receipt = await outbox.submit({
    at: now().toISOString(),
    by: viewer.name,
    name: wish.name,
    key,
    answer: wish.answer,
    messages: wish.messages,
    reservations: wish.reservations ?? [],
    oversell: outbox.oversell() === 'refuse' ? 'refuse' : 'accept',
    ...(wish.edit && { edit: wish.edit }),
    ...(wish.outgoing && { outgoing: wish.outgoing }),
  });
  if ('messages' in receipt) audit?.sent(receipt.messages.map(({ id }) => id));
  return takenOf(receipt);
}

function keyOf({ name, idempotencyKey, input }: Repeatable): MessageOrder['key'] | Refusal {
  const value = idempotencyKey ?? null;
  if (value === null) return null;
  if (KEY.test(value)) return { value, inputHash: hashOf([name, input]) };
  return refusal(
    'INVALID_KEY',
    'An idempotency key has 1 to 200 visible ASCII characters.',
    'Send a UUID, for example.',
    'idempotencyKey',
  );
}

function takenOf(receipt: MessageReceipt): Taken | Refusal {
  if (receipt.outcome === 'key-conflict')
    return refusal(
      'IDEMPOTENCY_CONFLICT',
      'This idempotency key was used before with another input.',
      'Take a new key for a new wish; repeat the same input to get the same answer.',
      'idempotencyKey',
    );
  if (receipt.outcome === 'sold-out') {
    const lacking = receipt.lacking.map(({ variant, wanted, available }) => `${variant}: ${wanted} of ${available}`);
    return refusal('SOLD_OUT', `There is not enough of it (${lacking.join('; ')}).`, 'Order less of it.', 'lines');
  }
  if (receipt.outcome === 'overtaken') throw new Error('only flows have a cursor');
  return { answer: receipt.answer, messages: receipt.messages };
}

/** The way of a message, with what holds it up: one that waits behind a dead letter would wait for ever. */
export async function deliveryOf({ reader }: GraphRequest, message: MessageRow): Promise<Delivery> {
  const delivery = toDelivery(message);
  if (message.state !== 'queued' || message.attempts > 0) return delivery;
  const { brick, lane } = message;
  const [dead] = (await reader.messages({ brick, lane, state: 'dead', first: 1 })).rows;
  if (!dead || dead.seq > message.seq) return delivery;
  return { ...delivery, problem: `It waits for the dead letter ${dead.id}: redrive or discard that one.` };
}

/** What was asked for cannot be shown any more: somebody decided against it. */
export function givenUp([message]: readonly MessageRow[]): Refusal {
  const reason = message?.reason ?? message?.failure?.message ?? 'no reason was given';
  return refusal('GIVEN_UP', `It was taken, and given up later: ${reason}.`, `See the message ${message?.id ?? ''}.`);
}

export function isRefusal(value: object): value is Refusal {
  return '__typename' in value && value.__typename === 'CommandRefused';
}

/** Refused at once where the brick has no such command at all. */
export function cannot(request: GraphRequest, brick: string, command: CommandName): Refusal | null {
  if (request.outbox.can(brick, command)) return null;
  return refusal(
    'COMMAND_UNSUPPORTED',
    `The brick "${brick}" cannot be told to do this (${command}).`,
    'Do it in that brick itself; the hub sees it with the next run. `bricks { capabilities }` lists what each can do.',
  );
}

/** The same content gives the same hash, in whatever order it was written. */
function hashOf(value: unknown): string {
  const sorted = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
  return createHash('sha256').update(sorted).digest('base64url');
}
