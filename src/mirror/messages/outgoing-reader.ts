import type { ChangePage, FieldChange } from '../history.ts';
import { inParts } from '../bulk.ts';
import type { HeldMessage, OutgoingReader } from '../outgoing.ts';
import { anyOf, list, type Sql } from '../sql.ts';

export function outgoingReader(sql: Sql): OutgoingReader {
  return {
    async outgoingCount(brick, command, since) {
      const [row] = await sql.all<{ records: number }>(
        `select cast(coalesce(sum(records), 0) as integer) as records from outgoing
          where brick = ? and command = ? and at >= ? and hold_id is null`,
        [brick, command, since],
      );
      return row?.records ?? 0;
    },
    heldMessages: (brick, origin) =>
      sql.all<HeldMessage>(
        `select o.message, o.command, o.about, o.said from messages m join outgoing o on o.message = m.id
          where m.brick = ? and m.origin = ? and m.state = 'held' order by m.seq`,
        [brick, origin],
      ),
    async rejectedWords(brick, said) {
      const found = new Set<string>();
      for (const part of inParts(said)) {
        const rows = await sql.all<{ said: string }>(
          `select distinct o.said from outgoing o join messages m on m.id = o.message
            where o.brick = ? and o.hold_id is not null and m.state = 'discarded' and ${anyOf(sql.dialect, 'o.said')}
              and not exists (select 1 from messages n where n.brick = m.brick and n.seq > m.seq
                and n.replaces = m.replaces and n.state in ('queued', 'delivered', 'held'))`,
          [brick, list(part)],
        );
        for (const row of rows) found.add(row.said);
      }
      return found;
    },
  };
}

/** What an outgoing hold would write, by hub id. */
export async function outgoingChanges(
  sql: Sql,
  hold: string,
  { first, after }: { first: number; after?: string },
): Promise<ChangePage> {
  const rows = await sql.all<{ about: string; fields: string }>(
    `select o.about, o.fields from outgoing o where o.hold_id = ? and o.about > ? and not exists (
        select 1 from outgoing n join messages nm on nm.id = n.message join messages om on om.id = o.message
        where n.hold_id = o.hold_id and n.about = o.about and nm.seq > om.seq)
      order by o.about limit ?`,
    [hold, after ?? '', first + 1],
  );
  const page = rows.slice(0, first).map(({ about: id, fields }) => {
    return { id, change: 'updated' as const, fields: JSON.parse(fields) as FieldChange[], more: 0 };
  });
  const hasNext = rows.length > first;
  return { rows: page, hasNext, next: hasNext ? (rows[first - 1]?.about ?? null) : null };
}
