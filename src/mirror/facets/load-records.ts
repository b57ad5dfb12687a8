import type { RawRecord } from '#sdk';
import type { Bodies } from '../persons/index.ts';
import { anyOf, list, type Sql } from '../sql.ts';

/** A record as it is published. */
export interface PublishedRecord {
  record: RawRecord;
  parent: string | null;
  key: string | null;
  seenAt: string;
}

interface Kind {
  brick: string;
  kind: string;
}

interface Row {
  external_id: string;
  parent: string | null;
  key: string | null;
  published_hash: string;
  body: Uint8Array;
  seen_at: string;
}

// A cross join, so that SQLite begins with the records: there are many more revisions.
const PUBLISHED = `select r.external_id, r.parent, r.key, r.published_hash, v.body, v.seen_at
  from records r cross join revisions v
  where v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id and v.seq = r.published_seq
  and r.brick = ? and r.kind = ? and r.published_alive = 1`;

/** Published records with these ids, by id as text. */
export async function loadById(
  sql: Sql,
  { brick, kind }: Kind,
  ids: readonly string[],
  bodies: Bodies,
): Promise<PublishedRecord[]> {
  if (ids.length === 0) return [];
  const text = `${PUBLISHED} and ${anyOf(sql.dialect, 'r.external_id')}`;
  return toPublished(sql, { brick, kind }, await sql.all<Row>(text, [brick, kind, list(ids)]), bodies);
}

/** Published records whose parent is one of these, by parent, each list by id as text. */
export async function loadByParent(
  sql: Sql,
  { brick, kind }: Kind,
  parents: readonly string[],
  bodies: Bodies,
): Promise<Map<string, RawRecord[]>> {
  if (parents.length === 0) return new Map();
  // Asked straight, SQLite prefers a walk through the whole kind to the index of parents.
  const byParent = sql.dialect === 'sqlite' ? 'indexed by records_parent' : '';
  const rows = await sql.all<Pick<Row, 'external_id' | 'published_hash'> & { parent: string }>(
    `select external_id, parent, published_hash from records ${byParent}
      where brick = ? and kind = ? and ${anyOf(sql.dialect, 'parent')} and parent is not null and published_alive = 1`,
    [brick, kind, list(parents)],
  );
  // What was stored a moment ago is known: only the rest is fetched.
  const kept = new Map<string, RawRecord>();
  for (const { external_id: id, published_hash } of rows) {
    const body = bodies.cache?.find(published_hash);
    if (body) kept.set(id, { id, body });
  }
  const unknown = rows.filter(({ external_id }) => !kept.has(external_id));
  const fetched = await loadById(
    sql,
    { brick, kind },
    unknown.map(({ external_id }) => external_id),
    bodies,
  );
  for (const { record } of fetched) kept.set(record.id, record);
  const children = new Map<string, RawRecord[]>();
  for (const { external_id: id, parent } of rows.sort(byExternalId)) {
    const record = kept.get(id);
    if (!record) continue;
    const known = children.get(parent);
    if (known) known.push(record);
    else children.set(parent, [record]);
  }
  return children;
}

/** All published records of a kind, by id as text. */
export async function loadWholeKind(sql: Sql, { brick, kind }: Kind, bodies: Bodies): Promise<RawRecord[]> {
  const published = await toPublished(sql, { brick, kind }, await sql.all<Row>(PUBLISHED, [brick, kind]), bodies);
  return published.map(({ record }) => record);
}

/** Sorted here: SQLite would carry the bodies through its sorter. */
async function toPublished(sql: Sql, kind: Kind, rows: Row[], bodies: Bodies): Promise<PublishedRecord[]> {
  rows.sort(byExternalId);
  const stored = rows.map(({ external_id: id, published_hash: hash, body }) => ({ ...kind, id, hash, body }));
  const opened = await bodies.open(sql, stored);
  return rows.map(({ external_id, parent, key, seen_at }, index) => ({
    record: { id: external_id, body: opened[index] ?? {} },
    parent,
    key,
    seenAt: seen_at,
  }));
}

function byExternalId(a: { external_id: string }, b: { external_id: string }): number {
  return a.external_id < b.external_id ? -1 : 1;
}
