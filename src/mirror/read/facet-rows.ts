import type { FacetRow } from '../contract.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { presentIds } from './binding-reader.ts';
import type { FacetCache } from './facet-cache.ts';

interface StoredFacet {
  hub_id: string;
  brick: string;
  external_id: string;
  url: string | null;
  seen_at: string;
  data: string;
}

/** Reads facets by hub id, through the cache where there is one. */
export class FacetRows {
  readonly #sql: Sql;
  readonly #cache: FacetCache | undefined;

  constructor(sql: Sql, cache: FacetCache | undefined) {
    this.#sql = sql;
    this.#cache = cache;
  }

  async byIds<Facet>(table: FacetTable, brick: string, ids: readonly string[]): Promise<Map<string, FacetRow<Facet>>> {
    const found = new Map<string, FacetRow<Facet>>();
    const unread: string[] = [];
    this.#cache?.refresh();
    for (const id of ids) {
      const row = this.#cache?.get(table.name, brick, id);
      // What is kept under a type's name came from the same type.
      if (row) found.set(id, row as FacetRow<Facet>);
      else unread.push(id);
    }
    if (unread.length === 0) return found;
    for (const row of await this.#load<Facet>(table, brick, unread)) found.set(row.id, row);
    const missing = unread.filter((id) => !found.has(id));
    if (missing.length > 0) await this.#byAlias(table, brick, missing, found);
    return found;
  }

  /** Ids that were merged into others answer with what those say. */
  async #byAlias<Facet>(
    table: FacetTable,
    brick: string,
    ids: readonly string[],
    found: Map<string, FacetRow<Facet>>,
  ): Promise<void> {
    const present = await presentIds(this.#sql, ids);
    if (present.size === 0) return;
    const rows = await this.#load<Facet>(table, brick, [...new Set(present.values())]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const [alias, id] of present) {
      const row = byId.get(id);
      if (row) found.set(alias, row);
    }
  }

  async #load<Facet>(table: FacetTable, brick: string, ids: readonly string[]): Promise<FacetRow<Facet>[]> {
    const rows: FacetRow<Facet>[] = [];
    for (const stored of await this.#read(table, brick, ids)) {
      const row = toFacetRow<Facet>(table, stored);
      this.#cache?.add(table.name, row as FacetRow, stored.data.length);
      rows.push(row);
    }
    return rows;
  }

  #read(table: FacetTable, brick: string, ids: readonly string[]): Promise<StoredFacet[]> {
    const one = ids.length === 1 ? ids[0] : undefined;
    const condition = one === undefined ? anyOf(this.#sql.dialect, 'hub_id') : 'hub_id = ?';
    return this.#sql.all<StoredFacet>(
      `select hub_id, brick, external_id, url, seen_at, data from ${table.name} where brick = ? and ${condition}`,
      [brick, one ?? list(ids)],
    );
  }
}

function toFacetRow<Facet>({ seal }: FacetTable, row: StoredFacet): FacetRow<Facet> {
  const data = seal ? seal.openData(row.brick, row.hub_id, row.data) : row.data;
  return {
    id: row.hub_id,
    brick: row.brick,
    externalId: row.external_id,
    url: row.url,
    seenAt: row.seen_at,
    facet: JSON.parse(data) as Facet,
  };
}
