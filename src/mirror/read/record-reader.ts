import type { RawRecord } from '#sdk';
import { unpackBody } from '../body.ts';
import { READ_BACK, type Change, type PendingChange, type StreamCounts } from '../contract.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';

interface Stream {
  brick: string;
  kind: string;
}

interface PendingRow {
  external_id: string;
  change: Change;
  before: Uint8Array | null;
  after: Uint8Array | null;
}

/** Latest records of a stream, published or not, tombstones left out. */
export async function latest(sql: Sql, stream: Stream, after: string | null, limit: number): Promise<RawRecord[]> {
  const rows = await sql.all<{ external_id: string; body: Uint8Array }>(
    `select r.external_id, v.body from records r join revisions v
      on v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id and v.seq = r.head_seq
      where r.brick = ? and r.kind = ? and r.head_deleted = 0 ${after === null ? '' : 'and r.external_id > ?'}
      order by r.external_id limit ?`,
    keyset(stream, after, limit),
  );
  return rows.map(({ external_id, body }) => ({ id: external_id, body: unpackBody(body) }));
}

/** Latest records with these ids, tombstones left out. */
export async function latestByIds(sql: Sql, { brick, kind }: Stream, ids: readonly string[]): Promise<RawRecord[]> {
  if (ids.length === 0) return [];
  // A cross join, so that SQLite begins with the records: there are many more revisions.
  const rows = await sql.all<{ external_id: string; body: Uint8Array }>(
    `select r.external_id, v.body from records r cross join revisions v
      where v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id and v.seq = r.head_seq
      and r.brick = ? and r.kind = ? and r.head_deleted = 0 and ${anyOf(sql.dialect, 'r.external_id')}
      order by r.external_id`,
    [brick, kind, list(ids)],
  );
  return rows.map(({ external_id, body }) => ({ id: external_id, body: unpackBody(body) }));
}

export async function latestIds(sql: Sql, stream: Stream, after: string | null, limit: number): Promise<string[]> {
  const rows = await sql.all<{ external_id: string }>(
    `select external_id from records where brick = ? and kind = ? and head_deleted = 0
      ${after === null ? '' : 'and external_id > ?'} order by external_id limit ?`,
    keyset(stream, after, limit),
  );
  return rows.map(({ external_id }) => external_id);
}

/** Those of the ids that the mirror does not hold, in their order. */
export async function missing(sql: Sql, { brick, kind }: Stream, ids: readonly string[]): Promise<string[]> {
  const rows = await sql.all<{ external_id: string }>(
    `select external_id from records where brick = ? and kind = ? and head_deleted = 0
      and ${anyOf(sql.dialect, 'external_id')}`,
    [brick, kind, list(ids)],
  );
  const held = new Set(rows.map(({ external_id }) => external_id));
  return ids.filter((id) => !held.has(id));
}

/** What was read and is not yet judged: the newest word on each record. */
export async function pending(sql: Sql, stream: Stream, after: string | null, limit: number): Promise<PendingChange[]> {
  const rows = await sql.all<PendingRow>(
    `select v.external_id, v.change, p.body as before, v.body as after from revisions v
      join records r on r.brick = v.brick and r.kind = v.kind and r.external_id = v.external_id and r.head_seq = v.seq
      left join revisions p
        on p.brick = r.brick and p.kind = r.kind and p.external_id = r.external_id and p.seq = r.published_seq
      where v.brick = ? and v.kind = ? and v.state = 'read' ${after === null ? '' : 'and v.external_id > ?'}
      order by v.external_id limit ?`,
    keyset(stream, after, limit),
  );
  return rows.map(({ external_id, change, before, after }) => ({
    id: external_id,
    change,
    before: before && unpackBody(before),
    after: after && unpackBody(after),
  }));
}

/** What is published of a stream, and how many records changed since; what a first read published does not count. */
export async function counts(sql: Sql, { brick, kind }: Stream, since: string): Promise<StreamCounts> {
  const [alive] = await sql.all<{ total: number }>(
    `select cast(count(*) as integer) as total from records where brick = ? and kind = ? and published_alive = 1`,
    [brick, kind],
  );
  const recent = await sql.all<{ change: string; total: number }>(
    `select v.change, cast(count(distinct v.external_id) as integer) as total from revisions v
      join streams s on s.brick = v.brick and s.kind = v.kind
      where v.brick = ? and v.kind = ? and v.state = 'published' and v.change in ('update', 'delete')
      and v.published_at >= ? and v.published_at > s.first_read_at
      and v.run not like ? group by v.change`,
    [brick, kind, since, `${READ_BACK}%`],
  );
  const total = (change: string): number => recent.find((row) => row.change === change)?.total ?? 0;
  return { published: alive?.total ?? 0, recent: { update: total('update'), delete: total('delete') } };
}

function keyset({ brick, kind }: Stream, after: string | null, limit: number): Param[] {
  return after === null ? [brick, kind, limit] : [brick, kind, after, limit];
}
