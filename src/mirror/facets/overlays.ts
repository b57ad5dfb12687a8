import type { Projected } from '#sdk';
import { anyOf, list, type Sql } from '../sql.ts';
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
export async function layOver(sql: Sql, { brick, tables, entries, made }: Layable): Promise<Map<string, string>> {
  const failures = new Map<string, string>();
  for (const [type, byId] of entries) {
    const table = tables.get(type);
    if (!table) continue;
    const patches = await loadPatches(sql, { brick, type, also: '' }, [...byId.keys()]);
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
  { brick, type, also }: { brick: string; type: string; also: '' | 'or creates = 1' },
  hubIds: readonly string[],
): Promise<Map<string, object>> {
  const rows = await sql.all<{ hub_id: string; patch: string }>(
    `select hub_id, patch from overlays where brick = ? and type = ? and ${anyOf(sql.dialect, 'hub_id')}
      and (active = 1 ${also}) order by seq, n`,
    [brick, type, list(hubIds)],
  );
  const patches = new Map<string, object>();
  for (const { hub_id, patch } of rows)
    patches.set(hub_id, { ...patches.get(hub_id), ...(JSON.parse(patch) as object) });
  return patches;
}
