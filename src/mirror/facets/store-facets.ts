import { bulkInsert, type BulkInsert } from '../bulk.ts';
import { noteChanges, type Moved } from '../changes/index.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';
import type { FacetEntry } from './facet-rows.ts';
import type { MovedValues } from '../match/index.ts';
import { BASE_COLUMNS, type FacetTable } from './facet-table.ts';
import { indexWords, searchDocument } from './search-index.ts';

/** What a batch of roots of one kind was projected to. */
export interface Batch {
  brick: string;
  rootKind: string;
  /** Roots that were projected, or that are gone; not those whose mapper failed. */
  roots: readonly string[];
  /** By type, then by hub id. */
  entries: ReadonlyMap<string, ReadonlyMap<string, FacetEntry>>;
  /** Notes values by which entities are recognised; null: there is nothing to compare them with. */
  moved: MovedValues | null;
  /** The time under which what moves is logged; null: a brick's first read is not. */
  logAt: string | null;
}

interface Stored {
  row_id: number | string;
  hub_id: string;
  external_id: string;
  url: string | null;
  seen_at: string;
  root_kind: string;
  root_id: string;
  data: string;
}

/** What moves in one facet table. */
interface Difference {
  table: FacetTable;
  stored: Map<string, Stored>;
  /** Rows to write; `touched` of them differ in the facet itself, not only in when it was seen. */
  written: Set<FacetEntry>;
  touched: Set<FacetEntry>;
  gone: Stored[];
}

const links: BulkInsert = {
  table: 'facet_links',
  columns: ['brick', 'type', 'hub_id', 'rel', 'target', 'n', 'at', 'quantity', 'micros', 'scope'],
};

/** Makes the facet tables say what the batch says: writes what differs, removes what its roots no longer stand for. */
export async function storeFacets(sql: Sql, tables: Iterable<FacetTable>, batch: Batch): Promise<void> {
  const differences: Difference[] = [];
  for (const table of tables) differences.push(await compare(sql, table, batch));
  const texts = lentTexts(differences, batch);
  for (const difference of differences) {
    if (difference.written.size > 0 || difference.gone.length > 0) await write(sql, batch, difference, texts);
  }
  if (batch.moved) await batch.moved.note(sql, batch.brick, differences);
  if (batch.logAt !== null) await noteChanges(sql, batch.brick, differences.map(visiblyMoved), batch.logAt);
}

/** What only has another hub id now is gone under the old one, and is not new: a flow has counted it already. */
function visiblyMoved({ table, stored, written, gone }: Difference): Moved {
  const all = [...written];
  const before = new Set(gone.map(({ external_id }) => external_id));
  const isNew = ({ hubId, externalId }: FacetEntry): boolean => !stored.has(hubId) && !before.has(externalId);
  const differs = ({ hubId, data }: FacetEntry): boolean => stored.get(hubId)?.data !== data;
  return {
    type: table.type,
    created: all.filter(isNew).map(({ hubId }) => hubId),
    updated: all.filter((entry) => !isNew(entry) && differs(entry)).map(({ hubId }) => hubId),
    removed: gone.map(({ hub_id }) => hub_id),
  };
}

async function compare(sql: Sql, table: FacetTable, batch: Batch): Promise<Difference> {
  const entries = batch.entries.get(table.type.name) ?? new Map<string, FacetEntry>();
  const stored = await loadStored(sql, table, batch, [...entries.keys()]);
  const difference: Difference = { table, stored, written: new Set(), touched: new Set(), gone: [] };
  for (const entry of entries.values()) {
    const old = stored.get(entry.hubId);
    if (old?.data !== entry.data) difference.touched.add(entry);
    if (!old || isChanged(old, entry, batch.rootKind)) difference.written.add(entry);
  }
  const roots = new Set(batch.roots);
  for (const old of stored.values()) {
    const ours = old.root_kind === batch.rootKind && roots.has(old.root_id);
    if (ours && !entries.has(old.hub_id)) difference.gone.push(old);
  }
  return difference;
}

function isChanged(old: Stored, entry: FacetEntry, rootKind: string): boolean {
  return (
    old.data !== entry.data ||
    old.seen_at !== entry.seenAt ||
    old.url !== entry.url ||
    old.external_id !== entry.externalId ||
    old.root_id !== entry.rootId ||
    old.root_kind !== rootKind
  );
}

async function loadStored(
  sql: Sql,
  table: FacetTable,
  batch: Batch,
  hubIds: readonly string[],
): Promise<Map<string, Stored>> {
  const select = `select row_id, hub_id, external_id, url, seen_at, root_kind, root_id, data from ${table.name}
    where brick = ?`;
  const stored = new Map<string, Stored>();
  const byRoot = `${select} and root_kind = ? and ${anyOf(sql.dialect, 'root_id')}`;
  const rows = await sql.all<Stored>(byRoot, [batch.brick, batch.rootKind, list(batch.roots)]);
  for (const row of rows) stored.set(row.hub_id, opened(table, batch.brick, row));
  // Another root may have said it before: an entity that moved.
  const others = hubIds.filter((hubId) => !stored.has(hubId));
  if (others.length === 0) return stored;
  const byId = `${select} and ${anyOf(sql.dialect, 'hub_id')}`;
  for (const row of await sql.all<Stored>(byId, [batch.brick, list(others)]))
    stored.set(row.hub_id, opened(table, batch.brick, row));
  return stored;
}

function opened({ seal }: FacetTable, brick: string, row: Stored): Stored {
  return seal ? { ...row, data: seal.openData(brick, row.hub_id, row.data) } : row;
}

/**
 * Search texts that facets lend to others (a variant's to its product), by type and hub id. A change of one of them
 * makes the borrower's words stale although its own facet is the same, so it is written again.
 */
function lentTexts(differences: Difference[], batch: Batch): Map<string, string[]> {
  const lent = new Map<string, string[]>();
  const stale = new Set(differences.flatMap(({ touched, gone }) => [...touched, ...gone].map(rootOf)));
  for (const entries of batch.entries.values()) {
    for (const { foundAs, text, rootId } of entries.values()) {
      if (!foundAs) continue;
      const key = `${foundAs.type} ${foundAs.hubId}`;
      const texts = lent.get(key);
      if (texts) texts.push(text);
      else lent.set(key, [text]);
      const borrower = batch.entries.get(foundAs.type)?.get(foundAs.hubId);
      const difference = differences.find(({ table }) => table.type.name === foundAs.type);
      if (!borrower || !difference || !stale.has(rootId)) continue;
      difference.touched.add(borrower);
      difference.written.add(borrower);
    }
  }
  return lent;
}

function rootOf(row: FacetEntry | Stored): string {
  return 'rootId' in row ? row.rootId : row.root_id;
}

async function write(
  sql: Sql,
  batch: Batch,
  { table, stored, written, touched, gone }: Difference,
  lent: ReadonlyMap<string, string[]>,
): Promise<void> {
  const type = table.type.name;
  const documentOf = (entry: FacetEntry): string =>
    searchDocument(table, [entry.text, ...(lent.get(`${type} ${entry.hubId}`) ?? [])].join(' '));
  const changed = [...touched];
  const rowIds = await upsert(sql, table, batch, { written: [...written], stored, documentOf });
  const stale = changed.flatMap(({ hubId }) => stored.get(hubId) ?? []);
  const removed = [...stale, ...gone];
  await removeLinks(
    sql,
    batch.brick,
    type,
    removed.map(({ hub_id }) => hub_id),
  );
  await bulkInsert(
    sql,
    links,
    changed.flatMap((entry) => entry.links.map((link) => [batch.brick, type, entry.hubId, ...link])),
  );
  if (sql.dialect === 'sqlite' && table.searchable) {
    const documents = changed.map((entry) => ({ rowId: rowIds.get(entry) ?? 0, document: documentOf(entry) }));
    await indexWords(
      sql,
      table,
      documents,
      removed.map(({ row_id }) => Number(row_id)),
    );
  }
  if (gone.length > 0) {
    const text = `delete from ${table.name} where brick = ? and ${anyOf(sql.dialect, 'hub_id')}`;
    await sql.run(text, [batch.brick, list(gone.map(({ hub_id }) => hub_id))]);
  }
}

/** Writes rows. On SQLite it says which row ids they have, by which the search index names them. */
async function upsert(
  sql: Sql,
  table: FacetTable,
  batch: Batch,
  {
    written,
    stored,
    documentOf,
  }: {
    written: readonly FacetEntry[];
    stored: ReadonlyMap<string, Stored>;
    documentOf: (entry: FacetEntry) => string;
  },
): Promise<Map<FacetEntry, number>> {
  const sqlite = sql.dialect === 'sqlite';
  const own = sqlite ? ['row_id'] : table.searchable ? ['search'] : [];
  const columns = [...own, ...BASE_COLUMNS, ...table.columns.map(([name]) => name)];
  const rowIds = new Map<FacetEntry, number>();
  let next = sqlite ? await lastRowId(sql, table) : 0;
  const rows = written.map((entry): Param[] => {
    const { hubId, externalId, url, seenAt, rootId } = entry;
    const data = table.seal?.sealData(batch.brick, hubId, entry.data) ?? entry.data;
    const base = [hubId, batch.brick, externalId, url, seenAt, batch.rootKind, rootId, data, ...entry.columns];
    if (!sqlite) return table.searchable ? [documentOf(entry), ...base] : base;
    const rowId = Number(stored.get(hubId)?.row_id ?? ++next);
    rowIds.set(entry, rowId);
    return [rowId, ...base];
  });
  const kept = new Set(['row_id', 'hub_id', 'brick']);
  const assigned = columns.filter((column) => !kept.has(column)).map((column) => `${column} = excluded.${column}`);
  const tail = `on conflict (brick, hub_id) do update set ${assigned.join(', ')}`;
  await bulkInsert(sql, { table: table.name, columns, tail }, rows);
  return rowIds;
}

async function lastRowId(sql: Sql, table: FacetTable): Promise<number> {
  const [row] = await sql.all<{ last: number }>(`select coalesce(max(row_id), 0) as last from ${table.name}`, []);
  return row?.last ?? 0;
}

async function removeLinks(sql: Sql, brick: string, type: string, hubIds: readonly string[]): Promise<void> {
  if (hubIds.length === 0) return;
  // Left to choose, SQLite walks all links of the type.
  const index = sql.dialect === 'sqlite' ? 'indexed by facet_links_of' : '';
  const text = `delete from facet_links ${index} where brick = ? and type = ? and ${anyOf(sql.dialect, 'hub_id')}`;
  await sql.run(text, [brick, type, list(hubIds)]);
}
