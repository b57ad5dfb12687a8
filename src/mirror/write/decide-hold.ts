import { inParts } from '../bulk.ts';
import type { Change, HoldDecision, HoldOrder, HoldOutcome, HoldRow } from '../contract.ts';
import { toHold } from '../read/history-reader.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import type { Dependency } from './dependencies.ts';
import { markDue } from './due-roots.ts';
import { notePublication } from './publications.ts';
import { countHeld } from './publish.ts';
import { bumpVersion } from './streams.ts';

interface Held {
  external_id: string;
  change: Change;
  old_parent: string | null;
  new_parent: string | null;
}

/** Revisions of a hold that are still the newest of their records, as `v`. */
const NEWEST = `from revisions v join records r on r.brick = v.brick and r.kind = v.kind
  and r.external_id = v.external_id and r.head_seq = v.seq where v.hold_id = ?`;

export async function findHold(sql: Sql, id: string): Promise<HoldRow | null> {
  const row = await sql.kysely.selectFrom('holds').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toHold(row) : null;
}

/** Decides; of two who decide at once the second one finds it decided. What is accepted becomes due. */
export async function decideHold(
  sql: Sql,
  order: HoldOrder,
  dependencies: readonly Dependency[],
): Promise<HoldOutcome> {
  const hold = await findHold(sql, order.id);
  if (!hold) return { outcome: 'unknown' };
  if (hold.state !== (order.decide === 'reopen' ? 'rejected' : 'open')) return { outcome: 'decided', hold };
  if (order.decide === 'accept') return accept(sql, hold, order, dependencies);
  return order.decide === 'reject' ? reject(sql, hold, order) : reopen(sql, hold, order);
}

async function accept(
  sql: Sql,
  hold: HoldRow,
  order: HoldOrder,
  dependencies: readonly Dependency[],
): Promise<HoldOutcome> {
  const { brick, kind } = hold;
  const all = await sql.all<Held>(
    `select v.external_id, v.change, r.parent as old_parent, v.parent as new_parent ${NEWEST} and v.state = 'held'`,
    [hold.id],
  );
  const known = new Set(all.map(({ external_id }) => external_id));
  const foreign = [...new Set(order.select ?? [])].filter((id) => !known.has(id));
  if (foreign.length > 0) return { outcome: 'not-held', ids: foreign };
  const selected = new Set(order.select ?? known);
  const chosen = all.filter(({ external_id }) => selected.has(external_id));
  const ids = chosen.map(({ external_id }) => external_id);
  for (const part of inParts(ids)) await publishHeld(sql, hold, part, order.at);
  if (chosen.length > 0) {
    await bumpVersion(sql, { brick, kind });
    await notePublication(
      sql,
      { brick, kind, at: order.at },
      chosen.map(({ change }) => change),
    );
    const parents = new Set(
      chosen.flatMap(({ old_parent, new_parent }) => [old_parent ?? [], new_parent ?? []].flat()),
    );
    await markDue(sql, dependencies, { brick, ids, parents: [...parents] });
  }
  const state = chosen.length === all.length ? 'accepted' : 'open';
  return decided(sql, hold, order, { state, decision: 'accepted', records: ids.length });
}

/** The newest revision is believed; what was held of the same record before it was believed on the way. */
async function publishHeld(sql: Sql, { id, brick, kind }: HoldRow, ids: readonly string[], at: string): Promise<void> {
  const these = anyOf(sql.dialect, 'v.external_id');
  await sql.run(
    `update records set published_seq = v.seq, published_hash = v.hash,
      published_alive = case when v.body is null then 0 else 1 end, parent = v.parent, key = v.key
      from revisions v where v.hold_id = ? and v.state = 'held' and v.brick = records.brick and v.kind = records.kind
      and v.external_id = records.external_id and v.seq = records.head_seq
      and records.brick = ? and records.kind = ? and ${these}`,
    [id, brick, kind, list(ids)],
  );
  await sql.run(
    `update revisions set state = 'published', published_at = ?
      where hold_id = ? and state = 'held' and ${anyOf(sql.dialect, 'external_id')}`,
    [at, id, list(ids)],
  );
}

async function reject(sql: Sql, hold: HoldRow, order: HoldOrder): Promise<HoldOutcome> {
  const [newest] = await sql.all<{ count: number }>(`select count(*) as count ${NEWEST} and v.state = 'held'`, [
    hold.id,
  ]);
  await sql.run(`update revisions set state = 'rejected' where hold_id = ? and state = 'held'`, [hold.id]);
  const records = Number(newest?.count ?? 0);
  return decided(sql, hold, order, { state: 'rejected', decision: 'rejected', records });
}

/** What the brick still says is held again: in the hold that is open meanwhile, if there is one. */
async function reopen(sql: Sql, hold: HoldRow, order: HoldOrder): Promise<HoldOutcome> {
  const { brick, kind } = hold;
  const [open] = await sql.all<{ id: string }>(`select id from holds where brick = ? and kind = ? and state = 'open'`, [
    brick,
    kind,
  ]);
  const records = await sql.run(
    `update revisions set state = 'held', hold_id = ? where hold_id = ? and state = 'rejected' and exists (
      select 1 from records r where r.brick = revisions.brick and r.kind = revisions.kind
        and r.external_id = revisions.external_id and r.head_seq = revisions.seq)`,
    [open?.id ?? hold.id, hold.id],
  );
  if (open) await recount(sql, open.id);
  const state = open || records === 0 ? 'superseded' : 'open';
  return decided(sql, hold, order, { state, decision: 'reopened', records });
}

async function decided(
  sql: Sql,
  hold: HoldRow,
  { by, at, reason }: HoldOrder,
  { state, ...made }: { state: HoldRow['state'] } & Pick<HoldDecision, 'decision' | 'records'>,
): Promise<HoldOutcome> {
  const decisions: HoldDecision[] = [...hold.decisions, { ...made, by, at, reason }];
  await sql.run('update holds set state = ?, decisions = ? where id = ?', [state, JSON.stringify(decisions), hold.id]);
  if (state === 'open') await recount(sql, hold.id);
  const now = await findHold(sql, hold.id);
  return { outcome: 'done', hold: now ?? { ...hold, state, decisions }, records: made.records };
}

async function recount(sql: Sql, id: string): Promise<void> {
  const count = await countHeld(sql, id);
  const counts = [count('create'), count('update'), count('delete')];
  await sql.run('update holds set creates = ?, updates = ?, deletes = ? where id = ?', [...counts, id]);
}
