import type { CommandName, JsonValue } from '#sdk';
import type { MessageRow } from '../../../mirror/index.ts';
import {
  cannot,
  isRefusal,
  repeated,
  submit,
  toMessage,
  type CommandMessage,
  type Refusal,
} from '../../graph/index.ts';
import type { ShopContext } from '../context.ts';

/** One change of one entity of a shop. */
export interface Change<Name extends CommandName> {
  /** The mutation's name. */
  name: string;
  brick: string;
  idempotencyKey: string | null | undefined;
  input: object;
  message: Omit<CommandMessage<Name>, 'brick'>;
  /** What is needed to answer the same again. */
  answer?: JsonValue;
}

/** The message of the same wish before; null: it is new. */
export async function repeatedChange(
  { request }: ShopContext,
  { name, brick, idempotencyKey, input }: Pick<Change<CommandName>, 'name' | 'brick' | 'idempotencyKey' | 'input'>,
): Promise<MessageRow | Refusal | null> {
  const before = await repeated(request, { name, idempotencyKey, input: { ...input, brick } });
  return before && (isRefusal(before) ? before : (before.messages[0] ?? null));
}

/** Hands one message to the outbox; resolves with it. */
export async function change<Name extends CommandName>(
  { request }: ShopContext,
  { name, brick, idempotencyKey, input, message, answer = null }: Change<Name>,
): Promise<MessageRow | Refusal> {
  const unable = cannot(request, brick, message.command);
  if (unable) return unable;
  const taken = await submit(request, {
    name,
    idempotencyKey,
    input: { ...input, brick },
    answer,
    messages: [toMessage({ ...message, brick })],
  });
  if (isRefusal(taken)) return taken;
  const [row] = taken.messages;
  if (!row) throw new Error(`${name} was taken without a message`);
  return row;
}
