import { anyOf, list, type Sql } from '../sql.ts';
import { entityOf, type IdentityIndex } from './identities.ts';

/** A brick's entity has another hub id now: what messages say of it is found under that one. */
export async function followHubId(
  sql: Sql,
  { tables }: IdentityIndex,
  { brick, type }: { brick: string; type: string },
  { from, to }: { from: string; to: string },
): Promise<void> {
  const types = tables.filter((table) => entityOf(table) === type).map((table) => table.type.name);
  await sql.run(`update overlays set hub_id = ? where brick = ? and ${anyOf(sql.dialect, 'type')} and hub_id = ?`, [
    to,
    brick,
    list(types),
    from,
  ]);
  await sql.run('update reservations set variant = ? where variant = ? and owner = ?', [to, from, brick]);
}
