import type { FacetTable } from '../facets/facet-table.ts';
import type { Sql } from '../sql.ts';
import type { Position } from './cursor.ts';
import type { Condition } from './where-test.ts';

/** An entity of a page, with the value that it is ordered by. */
export interface Found {
  hub_id: string;
  position?: string | number | null;
}

/**
 * One page in the order of a sealed column: no index has it, so all that fit are opened and sorted. That takes a few
 * microseconds for each, which is why only columns of people are kept so.
 */
export async function sortedPage(
  sql: Sql,
  table: FacetTable,
  { column, descending }: { column: string; descending: boolean },
  { conditions, after, wanted }: { conditions: Condition; after: Position | undefined; wanted: number },
): Promise<Found[]> {
  const rows = await sql.all<{ hub_id: string; sealed: string | null }>(
    `select f.hub_id, f.${column} as sealed from ${table.name} f where ${conditions.text}`,
    conditions.params,
  );
  const found = rows.map(({ hub_id, sealed }): Found & { position: string | null } => {
    return { hub_id, position: sealed === null ? null : (table.seal?.openColumn(column, sealed) ?? sealed) };
  });
  const sign = descending ? -1 : 1;
  const place = (value: unknown): string | null =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  const compare = (a: { hub_id: string; position: string | null }, b: typeof a): number => {
    // Nulls come last in both directions.
    if (a.position === null || b.position === null) {
      if (a.position !== b.position) return a.position === null ? 1 : -1;
    } else if (a.position !== b.position) return a.position < b.position ? -sign : sign;
    return a.hub_id === b.hub_id ? 0 : a.hub_id < b.hub_id ? -sign : sign;
  };
  const from = after && { hub_id: after.hubId, position: place(after.value) };
  const rest = from ? found.filter((one) => compare(one, from) > 0) : found;
  return rest.sort(compare).slice(0, wanted);
}
