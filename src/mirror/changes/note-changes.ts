import { bulkInsert } from '../bulk.ts';
import type { FacetType } from '../facet-type.ts';
import type { Sql } from '../sql.ts';

/** What moved in one facet table. */
export interface Moved {
  type: FacetType;
  created: readonly string[];
  updated: readonly string[];
  removed: readonly string[];
}

const log = { table: 'changes', columns: ['at', 'brick', 'type', 'entity', 'hub_id', 'change'] };
const DAY = 86_400_000;
/** A client that was away for longer asks anew. */
const KEPT_DAYS = 14;

/** Call once a transaction: on PostgreSQL, others that note wait until it is on disk, so that nothing is passed by. */
export async function noteChanges(sql: Sql, brick: string, moved: readonly Moved[], at: string): Promise<void> {
  const rows = moved.flatMap(({ type, created, updated, removed }) => {
    const row = (change: string) => (hubId: string) => [at, brick, type.name, type.entity ?? type.name, hubId, change];
    return [...created.map(row('created')), ...updated.map(row('updated')), ...removed.map(row('removed'))];
  });
  if (rows.length === 0) return;
  if (sql.dialect === 'postgres')
    await sql.all('select pg_advisory_xact_lock(hashtext(?), hashtext(?))', ['mortar', '#changes']);
  await bulkInsert(sql, log, rows);
}

/** Lets go of what is too old; remembers up to where. */
export async function pruneChanges(sql: Sql, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY).toISOString();
  const [last] = await sql.all<{ seq: number | string | null }>('select max(seq) as seq from changes where at < ?', [
    before,
  ]);
  if (last?.seq === null || last?.seq === undefined) return;
  await sql.run('delete from changes where seq <= ?', [Number(last.seq)]);
  await sql.run(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    ['changes-pruned', String(last.seq)],
  );
}
