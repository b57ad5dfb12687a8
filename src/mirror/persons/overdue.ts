import type { CommandName } from '#sdk';
import { inParts } from '../bulk.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { redact } from './erase.ts';
import { PERSONAL_COMMANDS } from './message-seal.ts';
import { messageKeyId } from './person-id.ts';
import { destroyKeys } from './person-keys.ts';

/** What was told before that time and is over: nobody waits for it, and queries do not show it. */
const OVER = `state in ('delivered', 'discarded', 'superseded') and payload <> '{}'
  and created_at < ? and (state <> 'delivered' or confirmed_at is not null)`;

/** How many messages and papers are over their time. */
export async function overdue(
  sql: Sql,
  { messagesBefore, papersBefore }: { messagesBefore: string | null; papersBefore: string },
): Promise<{ messages: number; papers: number }> {
  const count = async (text: string, at: string): Promise<number> =>
    (await sql.all<{ count: number }>(`select cast(count(*) as integer) as count from ${text}`, [at]))[0]?.count ?? 0;
  return {
    messages: messagesBefore === null ? 0 : await count(`messages where ${OVER}`, messagesBefore),
    papers: await count('retained_papers where keep_until < ?', papersBefore),
  };
}

/** Takes out what those messages said, and their keys: backups lose it, too. Resolves with how many they were. */
export async function redactOver(
  sql: Sql,
  { before, limit, at }: { before: string; limit: number; at: string },
): Promise<number> {
  const rows = await sql.all<{ id: string; command: CommandName }>(
    `select id, command from messages where ${OVER} order by seq limit ?`,
    [before, limit],
  );
  const personal = rows.filter(({ command }) => PERSONAL_COMMANDS.has(command)).map(({ id }) => messageKeyId(id));
  if (personal.length > 0) await destroyKeys(sql, personal, at);
  await redact(
    sql,
    rows.map(({ id }) => id),
  );
  // What was answered to a client's key may quote them.
  await sql.run('delete from command_keys where at < ?', [before]);
  return rows.length;
}

/** Which of these were erased, or are being erased. */
export async function erasedAmong(sql: Sql, subjects: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const part of inParts(subjects)) {
    const text = `select distinct customer from erasures where ${anyOf(sql.dialect, 'customer')}`;
    for (const { customer } of await sql.all<{ customer: string }>(text, [list(part)])) found.push(customer);
  }
  return found;
}
