import type { RawRecord } from '#sdk';
import type { Bodies } from '../persons/index.ts';
import { READ_BACK, type Change, type PendingChange, type StreamCounts, type Surprises } from '../contract.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';

interface Stream {
  brick: string;
  kind: string;
}

/** What reads bodies. */
interface Reading {
  sql: Sql;
  bodies: Bodies;
}

interface LatestRow {
  external_id: string;
  body: Uint8Array;
}

interface PendingRow {
  external_id: string;
  change: Change;
  before: Uint8Array | null;
  after: Uint8Array | null;
  baseline: Uint8Array | null;
  still: number;
  echo: number;
  vouched: number;
}

/** Latest records of a stream, published or not, tombstones left out. */
export async function latest(
  reading: Reading,
  stream: Stream,
  after: string | null,
  limit: number,
): Promise<RawRecord[]> {
  const rows = await reading.sql.all<LatestRow>(
    `select r.external_id, v.body from records r join revisions v
      on v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id and v.seq = r.head_seq
      where r.brick = ? and r.kind = ? and r.head_deleted = 0 ${after === null ? '' : 'and r.external_id > ?'}
      order by r.external_id limit ?`,
    keyset(stream, after, limit),
  );
  return opened(reading, stream, rows);
}

/** Latest records with these ids, tombstones left out. */
export async function latestByIds(reading: Reading, stream: Stream, ids: readonly string[]): Promise<RawRecord[]> {
  if (ids.length === 0) return [];
  const { sql } = reading;
  // A cross join, so that SQLite begins with the records: there are many more revisions.
  const rows = await sql.all<LatestRow>(
    `select r.external_id, v.body from records r cross join revisions v
      where v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id and v.seq = r.head_seq
      and r.brick = ? and r.kind = ? and r.head_deleted = 0 and ${anyOf(sql.dialect, 'r.external_id')}
      order by r.external_id`,
    [stream.brick, stream.kind, list(ids)],
  );
  return opened(reading, stream, rows);
}

async function opened({ sql, bodies }: Reading, stream: Stream, rows: readonly LatestRow[]): Promise<RawRecord[]> {
  await bodies.keys.refresh(sql);
  const stored = rows.map(({ external_id: id, body }) => ({ ...stream, id, body }));
  const all = await bodies.open(sql, stored);
  return stored.map(({ id }, index) => ({ id, body: all[index] ?? {} }));
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

/** The newest published revision from before the window, or that somebody has vouched for since; else the oldest. */
const BASELINE = `select coalesce(
    max(case when w.published_at < ? or w.hold_id is not null or w.run like ? then w.seq end), min(w.seq))
  from revisions w where w.brick = r.brick and w.kind = r.kind and w.external_id = r.external_id
    and w.state = 'published' and w.seq <= r.published_seq`;

/** What was read and is not yet judged: the newest word on each record. */
export async function pending(
  { sql, bodies }: Reading,
  stream: Stream,
  { after, limit, since }: { after: string | null; limit: number; since: string },
): Promise<PendingChange[]> {
  const rows = await sql.all<PendingRow>(
    `select v.external_id, v.change, p.body as before, v.body as after, b.body as baseline,
        case when b.seq <> r.published_seq then 0 else 1 end as still,
        case when w.at >= p.published_at then 1 else 0 end as echo,
        case when d.decision = 'accepted' then 1 else 0 end as vouched from revisions v
      join records r on r.brick = v.brick and r.kind = v.kind and r.external_id = v.external_id and r.head_seq = v.seq
      left join revisions p
        on p.brick = r.brick and p.kind = r.kind and p.external_id = r.external_id and p.seq = r.published_seq
      left join revisions b
        on b.brick = r.brick and b.kind = r.kind and b.external_id = r.external_id and b.seq = (${BASELINE})
      left join written_records w on w.brick = v.brick and w.kind = v.kind and w.external_id = v.external_id
      left join decided_words d
        on d.brick = v.brick and d.kind = v.kind and d.external_id = v.external_id and d.hash = v.hash
      where v.brick = ? and v.kind = ? and v.state = 'read' ${after === null ? '' : 'and v.external_id > ?'}
      order by v.external_id limit ?`,
    [since, `${READ_BACK}%`, ...keyset(stream, after, limit)],
  );
  const opened = await bodies.openNullable(
    sql,
    rows.flatMap(({ external_id: id, before, after, baseline }) =>
      [before, after, baseline].map((body) => ({ ...stream, id, body })),
    ),
  );
  return rows.map(({ external_id, change, still, echo, vouched }, index) => {
    const [before = null, after = null, baseline = null] = opened.slice(index * 3, index * 3 + 3);
    const marks = { ...(echo === 1 && { isEcho: true }), ...(vouched === 1 && { isVouched: true }) };
    return { id: external_id, change, before, after, ...(still === 1 ? {} : { baseline }), ...marks };
  });
}

/** What is published of a stream, and how many records changed since; what a first read published does not count. */
export async function counts(
  sql: Sql,
  { brick, kind }: Stream,
  since: string,
  longer: readonly string[] = [],
): Promise<StreamCounts> {
  const [alive] = await sql.all<{ total: number }>(
    `select cast(count(*) as integer) as total from records where brick = ? and kind = ? and published_alive = 1`,
    [brick, kind],
  );
  const recent = await sql.all<{ change: string; total: number }>(
    `select v.change, cast(count(distinct v.external_id) as integer) as total from revisions v
      join streams s on s.brick = v.brick and s.kind = v.kind
      where v.brick = ? and v.kind = ? and v.state = 'published' and v.change in ('update', 'delete')
      and v.published_at >= ? and v.published_at > s.first_read_at
      and v.hold_id is null and v.run not like ? group by v.change`,
    [brick, kind, since, `${READ_BACK}%`],
  );
  const total = (change: string): number => recent.find((row) => row.change === change)?.total ?? 0;
  const { echoes: _ours, rewrites, ...strange } = await surprises(sql, { brick, kind }, since);
  const update = Math.min(total('update'), rewrites);
  const earlier: NonNullable<StreamCounts['longer']> = [];
  for (const from of longer) {
    const { echoes: _ours, rewrites: _all, ...more } = await surprises(sql, { brick, kind }, from);
    earlier.push({ delete: await deletedSince(sql, { brick, kind }, from), ...more });
  }
  const recentCounts = { update, delete: total('delete'), ...strange };
  return { published: alive?.total ?? 0, recent: recentCounts, ...(longer.length > 0 && { longer: earlier }) };
}

async function deletedSince(sql: Sql, { brick, kind }: Stream, since: string): Promise<number> {
  const [row] = await sql.all<{ total: number }>(
    `select cast(count(distinct v.external_id) as integer) as total from revisions v
      join streams s on s.brick = v.brick and s.kind = v.kind
      where v.brick = ? and v.kind = ? and v.state = 'published' and v.change = 'delete' and v.published_at >= ?
      and v.published_at > s.first_read_at and v.hold_id is null and v.run not like ?`,
    [brick, kind, since, `${READ_BACK}%`],
  );
  return row?.total ?? 0;
}

/** What was published of updates since then, newest first, each with what was published before it. */
export async function recentUpdates(
  { sql, bodies }: Reading,
  stream: Stream,
  { since, first }: { since: string; first: number },
): Promise<PendingChange[]> {
  const rows = await sql.all<{ external_id: string; after: Uint8Array | null; before: Uint8Array | null }>(
    `select v.external_id, v.body as after, p.body as before from revisions v join revisions p
      on p.brick = v.brick and p.kind = v.kind and p.external_id = v.external_id and p.seq = v.seq - 1
      where v.brick = ? and v.kind = ? and v.state = 'published' and v.change = 'update' and v.published_at >= ?
      and v.hold_id is null and v.run not like ? order by v.published_at desc limit ?`,
    [stream.brick, stream.kind, since, `${READ_BACK}%`, first],
  );
  const opened = await bodies.openNullable(
    sql,
    rows.flatMap(({ external_id: id, before, after }) => [before, after].map((body) => ({ ...stream, id, body }))),
  );
  return rows.map(({ external_id: id }, index) => {
    const [before = null, after = null] = opened.slice(index * 2, index * 2 + 2);
    return { id, change: 'update', before, after };
  });
}

export async function untoldEchoes(sql: Sql, brick: string): Promise<number> {
  const [row] = await sql.all<{ total: number }>(
    `select cast(count(distinct o.hub_id) as integer) as total from overlays o join messages m on m.id = o.message
      where m.brick = ? and m.state = 'delivered' and m.confirmed_at is null
      and not exists (select 1 from written_records w where w.message = m.id)`,
    [brick],
  );
  return row?.total ?? 0;
}

async function surprises(sql: Sql, { brick, kind }: Stream, since: string): Promise<Surprises> {
  const names = ['echoes', 'prices', 'identities', 'reshaped', 'discounts', 'sales', 'texts', 'rewrites'] as const;
  const [row] = await sql.all<Surprises>(
    `select ${names.map((name) => `cast(coalesce(sum(${name}), 0) as integer) as ${name}`).join(', ')}
      from publications where brick = ? and kind = ? and at >= ?`,
    [brick, kind, since],
  );
  return row ?? { echoes: 0, prices: 0, identities: 0, reshaped: 0, discounts: 0, sales: 0, texts: 0, rewrites: 0 };
}

function keyset({ brick, kind }: Stream, after: string | null, limit: number): Param[] {
  return after === null ? [brick, kind, limit] : [brick, kind, after, limit];
}
