import { bulkInsert, inParts } from '../bulk.ts';
import type { Touched } from '../messages/index.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import type { FacetTable } from './facet-table.ts';

/** The root kind of entities that no brick has yet: each root is the message that creates them. */
export const MESSAGE_ROOT = '@message';

/** Ids of roots, by their kind. */
export type Roots = Map<string, Set<string>>;

/** The roots of one brick whose facets show something else, once these overlays have come or gone. */
export async function affectedRoots(
  sql: Sql,
  tables: ReadonlyMap<string, FacetTable>,
  brick: string,
  touched: readonly Touched[],
): Promise<Roots> {
  const roots: Roots = new Map();
  const add = (kind: string, id: string): void => {
    roots.set(kind, (roots.get(kind) ?? new Set()).add(id));
  };
  for (const { creates, message } of touched) if (creates) add(MESSAGE_ROOT, message);
  for (const [type, same] of Map.groupBy(touched, (one) => one.type)) {
    const table = tables.get(type);
    if (!table) continue;
    for (const part of inParts([...new Set(same.map(({ hubId }) => hubId))])) {
      // Asked for distinct ones, SQLite walks all roots of the brick in their order.
      const rows = await sql.all<{ root_kind: string; root_id: string }>(
        `select root_kind, root_id from ${table.name} where brick = ? and ${anyOf(sql.dialect, 'hub_id')}`,
        [brick, list(part)],
      );
      for (const { root_kind, root_id } of rows) add(root_kind, root_id);
    }
  }
  return roots;
}

export async function markRootsDue(sql: Sql, brick: string, roots: Roots): Promise<void> {
  const rows = [...roots].flatMap(([kind, ids]) => [...ids].map((id) => [brick, kind, id]));
  const due = { table: 'due', columns: ['brick', 'root_kind', 'root_id'], tail: 'on conflict do nothing' };
  await bulkInsert(sql, due, rows);
}
