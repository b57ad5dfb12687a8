import type { JsonValue } from '#sdk';
import type { MessageOrder, MessageReceipt } from '../message.ts';
import type { Sql } from '../sql.ts';
import { messagesById } from './message-rows.ts';

/** What was answered to a key that was used before; null: it was not. */
export async function knownOrder(
  sql: Sql,
  { by, name, key }: Pick<MessageOrder, 'by' | 'name' | 'key'>,
): Promise<MessageReceipt | null> {
  if (!key) return null;
  const [known] = await sql.all<{ name: string; input_hash: string; answer: string; message_ids: string }>(
    'select name, input_hash, answer, message_ids from command_keys where principal = ? and key = ?',
    [by, key.value],
  );
  if (!known) return null;
  if (known.name !== name || known.input_hash !== key.inputHash) return { outcome: 'key-conflict' };
  const messages = await messagesById(sql, JSON.parse(known.message_ids) as string[]);
  return { outcome: 'known', answer: JSON.parse(known.answer) as JsonValue, messages };
}

export async function keepKey(
  sql: Sql,
  { at, by, name, key, answer, messages }: Omit<MessageOrder, 'reservations'>,
): Promise<void> {
  if (!key) return;
  await sql.run(
    `insert into command_keys (principal, key, name, input_hash, answer, message_ids, at) values (?, ?, ?, ?, ?, ?, ?)`,
    [by, key.value, name, key.inputHash, JSON.stringify(answer), JSON.stringify(messages.map(({ id }) => id)), at],
  );
}
