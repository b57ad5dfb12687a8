import type { Sql } from '../sql.ts';

const nameOf = (brick: string): string => `silent:${brick}`;

/**
 * The facets of these bricks were dropped and are made again: what comes back did not happen in the brick. Nothing of it
 * is logged until the last root that is due has been projected.
 */
export async function beginSilence(sql: Sql, bricks: readonly string[]): Promise<void> {
  for (const brick of bricks) {
    const [due] = await sql.all('select 1 as one from due where brick = ? limit 1', [brick]);
    if (!due) continue;
    await sql.run(`insert into meta (name, value) values (?, '1') on conflict (name) do nothing`, [nameOf(brick)]);
  }
}

export async function isSilent(sql: Sql, brick: string): Promise<boolean> {
  return (await sql.all('select 1 as one from meta where name = ?', [nameOf(brick)])).length > 0;
}

/** Ends it unless something of the brick is still due. */
export async function endSilence(sql: Sql, brick: string): Promise<void> {
  await sql.run('delete from meta where name = ? and not exists (select 1 from due where brick = ?)', [
    nameOf(brick),
    brick,
  ]);
}
