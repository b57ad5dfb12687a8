import type { Projected } from '#sdk';
import { anyOf, list, type Sql } from '../sql.ts';
import { openMessages, type PersonKeys } from '../persons/index.ts';
import { facetEntry, type FacetEntry } from './facet-rows.ts';
import type { FacetTable } from './facet-table.ts';

/** What an entry was made from. */
export interface Made {
  projected: Projected;
  root: { hubId: string; rootId: string; seenAt: string };
}

/** A batch of facets on which overlays are to be laid. */
export interface Layable {
  brick: string;
  tables: ReadonlyMap<string, FacetTable>;
  keys: PersonKeys;
  /** By type, then by hub id; replaced where an overlay changes it. */
  entries: ReadonlyMap<string, Map<string, FacetEntry>>;
  made: ReadonlyMap<FacetEntry, Made>;
}

/** Whether any message changes anything of what queries see of this brick. Most of the time none does. */
export async function hasOverlays(sql: Sql, brick: string): Promise<boolean> {
  return (await sql.all('select 1 as one from overlays where brick = ? and active = 1 limit 1', [brick])).length > 0;
}

/**
 * Lays what undelivered messages say over what the brick says. Resolves with the roots of which a facet stays as the
 * brick says it, and why.
 */
export async function layOver(sql: Sql, { brick, tables, keys, entries, made }: Layable): Promise<Map<string, string>> {
  const failures = new Map<string, string>();
  for (const [type, byId] of entries) {
    const table = tables.get(type);
    if (!table) continue;
    const patches = await loadPatches(sql, { brick, type, also: '', keys }, [...byId.keys()]);
    for (const [hubId, patch] of patches) {
      const entry = byId.get(hubId);
      const from = entry && made.get(entry);
      if (!from) continue;
      try {
        const projected = { ...from.projected, facet: { ...from.projected.facet, ...patch } };
        byId.set(hubId, facetEntry(table, projected, from.root));
      } catch (error) {
        failures.set(from.root.rootId, error instanceof Error ? error.message : String(error));
      }
    }
  }
  return failures;
}

/** What messages say of entities, joined in the order of the messages. `also`: which overlays count that do not lie. */
export async function loadPatches(
  sql: Sql,
  { brick, type, also, keys }: { brick: string; type: string; also: '' | 'or creates = 1'; keys: PersonKeys },
  hubIds: readonly string[],
): Promise<Map<string, object>> {
  const rows = await sql.all<{ hub_id: string; message: string; text: string }>(
    `select hub_id, message, patch as text from overlays where brick = ? and type = ? and ${anyOf(sql.dialect, 'hub_id')}
      and (active = 1 ${also}) order by seq, n`,
    [brick, type, list(hubIds)],
  );
  const patches = new Map<string, object>();
  const opened = await openMessages(sql, keys, rows);
  for (const [index, { hub_id }] of rows.entries())
    patches.set(hub_id, { ...patches.get(hub_id), ...(JSON.parse(opened[index] ?? '{}') as object) });
  return patches;
}
