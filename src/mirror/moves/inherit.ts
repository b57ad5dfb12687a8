import type { JsonObject } from '#sdk';
import { inParts } from '../bulk.ts';
import { facetEntry, type FacetEntry } from '../facets/facet-rows.ts';
import { tableOf, type FacetTable } from '../facets/facet-table.ts';
import { storeFacets } from '../facets/store-facets.ts';
import { anyOf, list, type Sql } from '../sql.ts';

type Tables = ReadonlyMap<string, FacetTable>;

/** What one brick goes on saying for another that it replaced: a ticket, an invoice, a buyer without an account. */
export interface Inheritance {
  source: string;
  target: string;
  type: string;
  hubIds: readonly string[];
}

interface Row {
  hub_id: string;
  external_id: string;
  seen_at: string;
  root_kind: string;
  root_id: string;
  data: string;
}

/** Kind of the root under which a facet of another brick is kept; no stream is called so. */
const kindOf = (source: string): string => `of ${source}`;
const rootOf = (kind: string, id: string): string => `${kind}/${id}`;

/** Shows facets of a brick that was replaced as the new brick's own, unless that says them itself. Safe to repeat. */
export async function inherit(
  sql: Sql,
  tables: Tables,
  { source, target, type, hubIds }: Inheritance,
): Promise<number> {
  const table = tableOf(tables, type);
  let count = 0;
  for (const part of inParts(hubIds)) {
    const there = await sql.all<{ hub_id: string }>(
      `select hub_id from ${table.name} where brick = ? and ${anyOf(sql.dialect, 'hub_id')}`,
      [target, list(part)],
    );
    const said = new Set(there.map(({ hub_id }) => hub_id));
    const absent = part.filter((id) => !said.has(id));
    const rows = await sql.all<Row>(
      `select hub_id, external_id, seen_at, root_kind, root_id, data from ${table.name}
        where brick = ? and ${anyOf(sql.dialect, 'hub_id')}`,
      [source, list(absent)],
    );
    const entries = rows.map((row) => entryOf(table, source, row));
    await store(sql, tables, { source, target, entries: new Map([[type, entries]]), roots: [] });
    count += entries.length;
  }
  return count;
}

function entryOf(table: FacetTable, source: string, row: Row): FacetEntry {
  const data = table.seal ? table.seal.openData(source, row.hub_id, row.data) : row.data;
  const rootId = rootOf(row.root_kind, row.root_id);
  return facetEntry(
    table,
    { type: table.type.name, externalId: row.external_id, facet: JSON.parse(data) as JsonObject },
    { hubId: row.hub_id, rootId, seenAt: row.seen_at },
  );
}

/** What was projected of a brick. */
interface Said {
  brick: string;
  rootKind: string;
  roots: readonly string[];
  entries: ReadonlyMap<string, ReadonlyMap<string, FacetEntry>>;
}

/** Bricks that have taken the place of this one. */
export async function heirsOf(sql: Sql, brick: string): Promise<string[]> {
  const rows = await sql.all<{ target: string }>(
    `select distinct target from moves where source = ? and state = 'cut-over'`,
    [brick],
  );
  return rows.map(({ target }) => target);
}

/** A brick that was replaced says something else: a person was erased, a mapper is another. Its heir says it, too. */
export async function passOn(sql: Sql, tables: Tables, said: Said, heirs: readonly string[]): Promise<void> {
  const { brick: source, rootKind, entries } = said;
  const roots = said.roots.map((id) => rootOf(rootKind, id));
  for (const target of heirs) {
    const still = new Map<string, FacetEntry[]>();
    for (const [type, table] of tables) {
      const rows = await sql.all<{ hub_id: string }>(
        `select hub_id from ${table.name} where brick = ? and root_kind = ? and ${anyOf(sql.dialect, 'root_id')}`,
        [target, kindOf(source), list(roots)],
      );
      const kept = rows.flatMap(({ hub_id }) => entries.get(type)?.get(hub_id) ?? []);
      const asHeir = kept.map((entry) => ({ ...entry, url: null, rootId: rootOf(rootKind, entry.rootId) }));
      if (rows.length > 0) still.set(type, asHeir);
    }
    if (still.size > 0) await store(sql, tables, { source, target, entries: still, roots });
  }
}

/** What was inherited of bricks that the hub does not know any more is not shown: nobody could mend or erase it. */
export async function disinherit(sql: Sql, tables: Tables, known: readonly string[]): Promise<void> {
  const cut = await sql.all(`select 1 as one from moves where state = 'cut-over' limit 1`, []);
  if (cut.length === 0) return;
  for (const table of tables.values()) {
    const rows = await sql.all<{ brick: string; root_kind: string; root_id: string }>(
      `select distinct brick, root_kind, root_id from ${table.name} where root_kind like 'of %'`,
      [],
    );
    const kinds = new Set(known.map(kindOf));
    const orphans = rows.filter(({ root_kind }) => !kinds.has(root_kind));
    for (const [target, ofTarget] of Map.groupBy(orphans, ({ brick }) => brick))
      for (const [kind, ofKind] of Map.groupBy(ofTarget, ({ root_kind }) => root_kind)) {
        const roots = ofKind.map(({ root_id }) => root_id);
        await store(sql, tables, { source: kind.slice('of '.length), target, entries: new Map(), roots });
      }
  }
}

interface Stored {
  source: string;
  target: string;
  entries: ReadonlyMap<string, readonly FacetEntry[]>;
  /** Roots of which nothing else is left. */
  roots: readonly string[];
}

/** It did not happen just now: nothing of it is told as a change. Who took the heir's place in turn says it, too. */
async function store(sql: Sql, tables: Tables, { source, target, entries, roots }: Stored): Promise<void> {
  const byId = [...entries].map(([type, all]) => [type, new Map(all.map((entry) => [entry.hubId, entry]))] as const);
  const said = { brick: target, rootKind: kindOf(source), roots, entries: new Map(byId) };
  await storeFacets(sql, tables.values(), { ...said, moved: null, logAt: null });
  await passOn(sql, tables, said, await heirsOf(sql, target));
}
