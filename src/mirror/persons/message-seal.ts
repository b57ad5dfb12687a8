import type { CommandName } from '#sdk';
import type { Sql } from '../sql.ts';
import { messageKeyId } from './person-id.ts';
import type { PersonKeys } from './person-keys.ts';
import { isSealedText, openedText, sealedText } from './vault.ts';

/** Commands that say who somebody is. */
export const PERSONAL_COMMANDS: ReadonlySet<CommandName> = new Set(['placeOrder', 'fulfilOrder', 'upsertCustomer']);

/** Of a message whose key is gone: whom it was about was erased. */
const ERASED = '{}';

/**
 * How what messages say is stored. Each message about people has a key of its own: it is told before any record of
 * theirs was read, and their erasure destroys it.
 */
export async function messageSealer(
  sql: Sql,
  keys: PersonKeys,
  messages: readonly { id: string; command: CommandName }[],
  at: string,
): Promise<(message: string, text: string) => string> {
  const personal = new Map(
    messages.flatMap(({ id, command }) => (PERSONAL_COMMANDS.has(command) ? [[id, messageKeyId(id)] as const] : [])),
  );
  if (personal.size === 0) return (_message, text) => text;
  const made = await keys.ensure(sql, new Set(personal.values()), at);
  return (message, text) => {
    const keyId = personal.get(message);
    if (keyId === undefined) return text;
    const key = made.get(keyId) ?? null;
    return key === null ? ERASED : sealedText(key, text, message);
  };
}

/** What was stored so, in the same order. */
export async function openMessages(
  sql: Sql,
  keys: PersonKeys,
  stored: readonly { message: string; text: string }[],
): Promise<string[]> {
  const sealed = stored.filter(({ text }) => isSealedText(text)).map(({ message }) => messageKeyId(message));
  if (sealed.length === 0) return stored.map(({ text }) => text);
  const found = await keys.load(sql, sealed);
  return stored.map(({ message, text }) => {
    if (!isSealedText(text)) return text;
    const key = found.get(messageKeyId(message)) ?? null;
    return key === null ? ERASED : openedText(key, text, message);
  });
}
