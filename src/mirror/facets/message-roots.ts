import type { PersonKeys } from '../persons/index.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { MESSAGE_ROOT } from './affected-roots.ts';
import { facetEntry, type FacetEntry } from './facet-rows.ts';
import type { FacetTable } from './facet-table.ts';
import { loadPatches } from './overlays.ts';

interface Creating {
  type: string;
  hub_id: string;
  message: string;
  created_at: string;
}

/**
 * Facets of entities that messages create, as long as no record of the brick stands for them. What was refused stays
 * visible until a person decides: somebody was told that it was taken.
 */
export async function projectMessages(
  sql: Sql,
  { brick, tables, keys }: { brick: string; tables: ReadonlyMap<string, FacetTable>; keys: PersonKeys },
  messages: readonly string[],
): Promise<{ entries: Map<string, Map<string, FacetEntry>>; failures: Map<string, string> }> {
  const entries = new Map<string, Map<string, FacetEntry>>();
  const failures = new Map<string, string>();
  const creating = await sql.all<Creating>(
    `select o.type, o.hub_id, o.message, m.created_at from overlays o join messages m on m.id = o.message
      where o.brick = ? and ${anyOf(sql.dialect, 'o.message')} and o.creates = 1 order by o.seq, o.n`,
    [brick, list(messages)],
  );
  for (const [type, ofType] of Map.groupBy(creating, (one) => one.type)) {
    const table = tables.get(type);
    if (!table) continue;
    const hubIds = ofType.map(({ hub_id }) => hub_id);
    const read = await readByNow(sql, table, brick, hubIds);
    const patches = await loadPatches(sql, { brick, type, also: 'or creates = 1', keys }, hubIds);
    const byId = new Map<string, FacetEntry>();
    for (const { hub_id: hubId, message, created_at: seenAt } of ofType) {
      if (read.has(hubId)) continue;
      try {
        const projected = { type, externalId: message, facet: patches.get(hubId) ?? {} };
        byId.set(hubId, facetEntry(table, projected, { hubId, rootId: message, seenAt }));
      } catch (error) {
        failures.set(message, error instanceof Error ? error.message : String(error));
      }
    }
    entries.set(type, byId);
  }
  return { entries, failures };
}

async function readByNow(sql: Sql, table: FacetTable, brick: string, hubIds: readonly string[]): Promise<Set<string>> {
  const rows = await sql.all<{ hub_id: string }>(
    `select hub_id from ${table.name} where brick = ? and ${anyOf(sql.dialect, 'hub_id')} and root_kind <> ?`,
    [brick, list(hubIds), MESSAGE_ROOT],
  );
  return new Set(rows.map(({ hub_id }) => hub_id));
}

/** Makes every entity due that a message creates. */
export async function markMessageRoots(sql: Sql, brick: string): Promise<void> {
  await sql.run(
    `insert into due (brick, root_kind, root_id) select distinct brick, '${MESSAGE_ROOT}', message from overlays
      where brick = ? and creates = 1 on conflict do nothing`,
    [brick],
  );
}
