import { noteChanges } from '../changes/index.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { anyOf, list, type Sql } from '../sql.ts';

/** Of what pieces are set aside, and by which brick they are counted. */
export interface Pieces {
  variant: string;
  owner: string;
}

/** Facet types by which an owner of stock says what may be sold, and where in them; roles meet here by name. */
const COUNTS = [
  ['StockItem', 'available'],
  ['Variant', 'shopQuantity'],
] as const;

/** What the owner of stock shows within this transaction; null: nothing. */
export async function availableNow(
  sql: Sql,
  tables: ReadonlyMap<string, FacetTable>,
  { variant, owner }: Pieces,
): Promise<number | null> {
  for (const [type, member] of COUNTS) {
    const table = tables.get(type);
    if (!table) continue;
    const text = `select data from ${table.name} where brick = ? and hub_id = ?`;
    const [row] = await sql.all<{ data: string }>(text, [owner, variant]);
    if (!row) continue;
    const value = (JSON.parse(row.data) as Record<string, unknown>)[member];
    return typeof value === 'number' ? value : null;
  }
  return null;
}

/** What may be sold has changed, although the owner says the same: whoever follows it must look again. */
export async function noteStock(
  sql: Sql,
  tables: ReadonlyMap<string, FacetTable>,
  pieces: readonly Pieces[],
  at: string,
): Promise<void> {
  for (const [owner, ofOwner] of Map.groupBy(pieces, (one) => one.owner)) {
    const variants = [...new Set(ofOwner.map(({ variant }) => variant))];
    for (const [name] of COUNTS) {
      const table = tables.get(name);
      if (!table) continue;
      const rows = await sql.all<{ hub_id: string }>(
        `select hub_id from ${table.name} where brick = ? and ${anyOf(sql.dialect, 'hub_id')}`,
        [owner, list(variants)],
      );
      const updated = rows.map(({ hub_id }) => hub_id);
      await noteChanges(sql, owner, [{ type: table.type, created: [], updated, removed: [] }], at);
    }
  }
}
