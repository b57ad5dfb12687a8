import type { JournalPosition } from '../journal.ts';
import type { Sql } from '../sql.ts';
import { BIND, setPosition } from './position.ts';

/** In `meta`, until the hub that opens the database has shown what came with the journal. */
export const REPLAYED = 'journal-replayed';

/**
 * A restored hub cannot know what was tried after its last word: each undelivered message counts as tried, so that its
 * connector looks for what an earlier try has left, and nobody takes it back as never sent.
 */
export async function settleReplayed(sql: Sql, next: JournalPosition | null): Promise<number> {
  await sql.run(
    `update messages set relay = null, lease_until = null,
      attempts = case when state in ('queued', 'dead') and attempts = 0 then 1 else attempts end`,
    [],
  );
  // What the brick had shown by then, this mirror has not read: it is shown from the message until it has.
  await sql.run(
    `update messages set confirmed_at = null where confirmed_at is not null
      and exists (select 1 from overlays where overlays.message = messages.id)`,
    [],
  );
  await reorderLanes(sql);
  if (sql.dialect === 'postgres') await moveSequences(sql);
  const tables = new Set((await sql.kysely.introspection.getTables()).map(({ name }) => name));
  if (tables.has('journal')) await sql.run('delete from journal where kind <> ?', [BIND]);
  if (next) await setPosition(sql, next);
  await sql.run(
    `insert into meta (name, value) values (?, '1') on conflict (name) do update set value = excluded.value`,
    [REPLAYED],
  );
  const [row] = await sql.all<{ count: number }>(
    `select cast(count(*) as integer) as count from messages where state = 'queued'`,
    [],
  );
  return row?.count ?? 0;
}

/** Of what waits in a lane, the one that was taken first is first; what creates and is dead waits for a person there. */
async function reorderLanes(sql: Sql): Promise<void> {
  const waits = `(state = 'queued' or (state = 'dead' and creates = 1))`;
  await sql.run(`update messages set turn = case when ${waits} then 0 else null end`, []);
  await sql.run(
    `update messages set turn = 1 where seq in (select min(seq) from messages where turn = 0 group by brick, lane)`,
    [],
  );
}

/** Rows that came with their numbers have not moved the counters. */
async function moveSequences(sql: Sql): Promise<void> {
  for (const table of ['messages', 'edits'])
    await sql.all(
      `select setval(pg_get_serial_sequence('${table}', 'seq'), greatest(coalesce(max(seq), 0), 1)) from ${table}`,
      [],
    );
}
