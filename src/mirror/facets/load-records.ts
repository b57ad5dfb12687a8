import type { RawRecord } from '#sdk';
import type { BodyCache } from '../body-cache.ts';
import { anyOf, list, type Sql } from '../sql.ts';

/** A record as it is published. */
export interface PublishedRecord {
  record: RawRecord;
  parent: string | null;
  key: string | null;
  seenAt: string;
}

interface Row {
  external_id: string;
  parent: string | null;
  key: string | null;
  published_hash: string;
  body: Uint8Array;
  seen_at: string;
}

const PUBLISHED = `select r.external_id, r.parent, r.key, r.published_hash, v.body, v.seen_at from records r
  join revisions v on v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id and v.seq = r.published_seq
  where r.brick = ? and r.kind = ? and r.published_alive = 1`;

/** Published records of a kind whose id, or whose parent, is one of the values; ordered by id as text. */
export async function loadPublished(
  sql: Sql,
  from: { brick: string; kind: string; by: 'external_id' | 'parent' },
  values: readonly string[],
  cache: BodyCache,
): Promise<PublishedRecord[]> {
  if (values.length === 0) return [];
  const text = `${PUBLISHED} and ${anyOf(sql.dialect, `r.${from.by}`)} order by r.external_id`;
  return (await sql.all<Row>(text, [from.brick, from.kind, list(values)])).map((row) => toPublished(row, cache));
}

/** All published records of a kind, ordered by id as text. */
export async function loadWholeKind(sql: Sql, brick: string, kind: string, cache: BodyCache): Promise<RawRecord[]> {
  const rows = await sql.all<Row>(`${PUBLISHED} order by r.external_id`, [brick, kind]);
  return rows.map((row) => toPublished(row, cache).record);
}

function toPublished(row: Row, cache: BodyCache): PublishedRecord {
  const { external_id, parent, key, published_hash, body, seen_at } = row;
  return { record: { id: external_id, body: cache.parse(published_hash, body) }, parent, key, seenAt: seen_at };
}
