import type { CommandName } from '#sdk';
import { anyOf, list, type Sql } from '../sql.ts';
import { messageSealer, PERSONAL_COMMANDS } from './message-seal.ts';
import type { PersonKeys } from './person-keys.ts';

const DONE = 'sealed-messages';
/** No sealed text begins otherwise, and of whom was erased nothing is left. */
const IN_THE_CLEAR = `substr(payload, 1, 2) <> '~1' and payload <> '{}'`;

/**
 * Seals messages about people that an earlier release took, with what they lay over queries. One transaction; what they
 * say stays the same. Resolves with how many; 0: all are sealed, and nobody needs to ask again.
 */
export async function sealMessages(
  sql: Sql,
  keys: PersonKeys,
  { limit, at }: { limit: number; at: string },
): Promise<number> {
  if ((await sql.all('select 1 as one from meta where name = ?', [DONE])).length > 0) return 0;
  const rows = await sql.all<{ id: string; command: CommandName; payload: string }>(
    `select id, command, payload from messages where ${anyOf(sql.dialect, 'command')} and ${IN_THE_CLEAR}
      order by seq limit ?`,
    [list([...PERSONAL_COMMANDS]), limit],
  );
  if (rows.length === 0) {
    await sql.run(`insert into meta (name, value) values (?, ?) on conflict (name) do nothing`, [DONE, at]);
    return 0;
  }
  const seal = await messageSealer(sql, keys, rows, at);
  for (const { id, payload } of rows) {
    await sql.run('update messages set payload = ? where id = ?', [seal(id, payload), id]);
    const patches = await sql.all<{ n: number; patch: string }>(
      `select n, patch from overlays where message = ? and substr(patch, 1, 2) <> '~1'`,
      [id],
    );
    for (const { n, patch } of patches)
      await sql.run('update overlays set patch = ? where message = ? and n = ?', [seal(id, patch), id, n]);
  }
  return rows.length;
}
