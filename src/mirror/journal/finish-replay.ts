import { affectedRoots, markRootsDue } from '../facets/affected-roots.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { bindByCommand, type IdentityIndex } from '../match/index.ts';
import type { Touched } from '../messages/index.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { BIND, type CreatedEntry } from './position.ts';
import { REPLAYED } from './settle-replayed.ts';

/** What a restored database could not do for itself: ties what bricks have made, and makes due what messages change. */
export async function finishReplay(
  sql: Sql,
  { tables, identities, at }: { tables: ReadonlyMap<string, FacetTable>; identities: IdentityIndex; at: string },
): Promise<void> {
  const known = await sql.all('select 1 as one from meta where name = ?', [REPLAYED]);
  if (known.length === 0) return;
  await bindCreated(sql, identities, at);
  for (const brick of identities.bricks) {
    const touched = await sql.all<{ type: string; hub_id: string; message: string; creates: number }>(
      'select type, hub_id, message, creates from overlays where brick = ?',
      [brick],
    );
    const facets = touched.map(({ hub_id, creates, ...row }): Touched => {
      return { ...row, brick, hubId: hub_id, creates: creates === 1 };
    });
    await markRootsDue(sql, brick, await affectedRoots(sql, tables, brick, facets));
  }
  await sql.run('delete from meta where name = ?', [REPLAYED]);
}

async function bindCreated(sql: Sql, identities: IdentityIndex, at: string): Promise<void> {
  const entries = await sql.all<{ key: string }>('select key from journal where kind = ? order by seq', [BIND]);
  const made = entries.map(({ key }) => JSON.parse(key) as CreatedEntry);
  for (const one of made) {
    // A brick that is not configured any more has nothing that could be shown.
    if (!identities.bricks.includes(one.brick)) continue;
    const seen = await bindByCommand(sql, identities, one, at);
    const text = `update overlays set active = 1 where message = ? and ${anyOf(sql.dialect, 'brick')}`;
    if (seen !== null) await sql.run(text, [one.message, list([one.brick])]);
  }
  await sql.run('delete from journal where kind = ?', [BIND]);
}
