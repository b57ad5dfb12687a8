import type { JsonObject } from '#sdk';
import type { ChangePage, HistoryReader, RecordChange } from '../history.ts';
import type { Bodies } from '../persons/index.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { recordChange } from './field-changes.ts';

/** Records that are looked at in one step. */
const STEP = 200;
/** Records that are looked at for one page: most that moved have moved back when there are more. */
const MOST_LOOKED_AT = 5_000;

type Asked = Parameters<HistoryReader['changesBetween']>[0];

/** What was published otherwise at one time than at another. What moved and moved back is the same. */
interface Reading {
  sql: Sql;
  bodies: Bodies;
}

export async function changesBetween(reading: Reading, { first, after, ...asked }: Asked): Promise<ChangePage> {
  const rows: RecordChange[] = [];
  let last = after ?? '';
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += STEP) {
    const ids = await movedIds(reading.sql, asked, last);
    const [before, now] = [
      await bodiesAt(reading, asked, ids, asked.from),
      await bodiesAt(reading, asked, ids, asked.to),
    ];
    for (const id of ids) {
      const [was, is] = [before.get(id) ?? null, now.get(id) ?? null];
      last = id;
      const change = was || is ? recordChange(asked.kind, id, was, is) : null;
      if (change) rows.push(change);
      if (rows.length === first) return { rows, hasNext: true, next: last };
    }
    if (ids.length < STEP) return { rows, hasNext: false, next: null };
  }
  return { rows, hasNext: true, next: last };
}

type Window = Pick<Asked, 'brick' | 'kind' | 'from' | 'to'>;

/** Records of which anything was published in the window, by id as text. */
async function movedIds(sql: Sql, { brick, kind, from, to }: Window, after: string): Promise<string[]> {
  const window = [brick, kind, after, from, to];
  const moved = `select distinct external_id from revisions where brick = ? and kind = ? and external_id > ?
    and state = 'published' and published_at > ? and published_at <= ?`;
  const [news] = await sql.all<{ creates: number }>(
    'select sum(creates) as creates from publications where brick = ? and kind = ? and at > ? and at <= ?',
    [brick, kind, from, to],
  );
  // What changed or went has an index of its own; what is new is looked for only where there is any.
  const only = Number(news?.creates ?? 0) > 0 ? '' : `and change in ('update', 'delete')`;
  const rows = await sql.all<{ external_id: string }>(`${moved} ${only} order by external_id limit ?`, [
    ...window,
    STEP,
  ]);
  return rows.map(({ external_id }) => external_id);
}

/** What was published of these records at a time. */
async function bodiesAt(
  { sql, bodies }: Reading,
  { brick, kind }: Window,
  ids: readonly string[],
  at: string,
): Promise<Map<string, JsonObject>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.all<{ external_id: string; body: Uint8Array | null }>(
    `select v.external_id, v.body from revisions v where v.brick = ? and v.kind = ?
      and ${anyOf(sql.dialect, 'v.external_id')} and v.seq = (
        select max(w.seq) from revisions w where w.brick = v.brick and w.kind = v.kind
          and w.external_id = v.external_id and w.state = 'published' and w.published_at <= ?)`,
    [brick, kind, list(ids), at],
  );
  const stored = rows.map(({ external_id: id, body }) => ({ brick, kind, id, body }));
  const opened = await bodies.openNullable(sql, stored);
  return new Map(stored.flatMap(({ id }, index) => (opened[index] ? [[id, opened[index]]] : [])));
}
