import type { ChangePage, HistoryReader } from '../history.ts';
import { outgoingChanges } from '../messages/index.ts';
import { invalid } from '../mirror-error.ts';
import type { Bodies } from '../persons/index.ts';
import type { Sql } from '../sql.ts';
import { recordChange } from './field-changes.ts';

/**
 * What a hold would change: the newest word that it has on each record, beside what was published before it. One id each,
 * also of what has moved on since.
 */
export async function holdChanges(
  { sql, bodies }: { sql: Sql; bodies: Bodies },
  id: string,
  { first, after }: Parameters<HistoryReader['holdChanges']>[1],
): Promise<ChangePage> {
  const [found] = await sql.all<{ brick: string; kind: string; direction: string }>(
    'select brick, kind, direction from holds where id = ?',
    [id],
  );
  if (!found) throw invalid('HOLD_UNKNOWN', 'There is no such hold.', 'Look at `holds`.');
  const { direction, ...hold } = found;
  if (direction === 'outgoing') return outgoingChanges(sql, id, { first, ...(after === undefined ? {} : { after }) });
  const rows = await sql.all<{ external_id: string; after: Uint8Array | null; before: Uint8Array | null }>(
    `select v.external_id, v.body as after, p.body as before from revisions v
      left join revisions p on p.brick = v.brick and p.kind = v.kind and p.external_id = v.external_id
        and p.seq = (select max(w.seq) from revisions w where w.brick = v.brick and w.kind = v.kind
          and w.external_id = v.external_id and w.seq < v.seq and w.state = 'published'
          and (w.hold_id is null or w.hold_id <> v.hold_id))
      where v.hold_id = ? and v.external_id > ? and not exists (
        select 1 from revisions n where n.brick = v.brick and n.kind = v.kind and n.external_id = v.external_id
          and n.hold_id = v.hold_id and n.seq > v.seq)
      order by v.external_id limit ?`,
    [id, after ?? '', first + 1],
  );
  const page = rows.slice(0, first);
  const opened = await bodies.openNullable(
    sql,
    page.flatMap(({ external_id: id, before, after }) => [before, after].map((body) => ({ ...hold, id, body }))),
  );
  const shown = page.flatMap(({ external_id }, index) => {
    const [was = null, is = null] = opened.slice(index * 2, index * 2 + 2);
    return recordChange(hold.kind, external_id, was, is) ?? [];
  });
  const hasNext = rows.length > first;
  return { rows: shown, hasNext, next: hasNext ? (rows[first - 1]?.external_id ?? null) : null };
}
