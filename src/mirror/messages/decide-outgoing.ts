import { inParts } from '../bulk.ts';
import type { HoldDecision, HoldOrder, HoldOutcome, HoldRow } from '../hold.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import type { Touched } from './overlay-rows.ts';
import { recountOutgoing } from './outgoing-rows.ts';
import { sendHeld } from './settle.ts';

interface Waiting {
  id: string;
  about: string;
}

/** Sends what waits in an outgoing hold, drops it, or lets it wait again. Resolves with the facets that change. */
export async function decideOutgoing(
  sql: Sql,
  hold: HoldRow,
  order: HoldOrder,
): Promise<{ outcome: HoldOutcome; touched: readonly Touched[] }> {
  if (hold.state !== (order.decide === 'reopen' ? 'rejected' : 'open'))
    return { outcome: { outcome: 'decided', hold }, touched: [] };
  const state = order.decide === 'reopen' ? 'discarded' : 'held';
  const waiting = await sql.all<Waiting>(
    `select m.id, o.about from outgoing o join messages m on m.id = o.message
      where o.hold_id = ? and m.state = '${state}' order by m.seq`,
    [hold.id],
  );
  const known = new Set(waiting.map(({ about }) => about));
  const foreign = [...new Set(order.select ?? [])].filter((about) => !known.has(about));
  if (foreign.length > 0) return { outcome: { outcome: 'not-held', ids: foreign }, touched: [] };
  const selected = new Set(order.select ?? known);
  const chosen = waiting.filter(({ about }) => selected.has(about));
  const ids = chosen.map(({ id }) => id);
  const touched: Touched[] = [];
  if (order.decide === 'accept') for (const id of ids) touched.push(...(await sendHeld(sql, { ...order, id })));
  if (order.decide === 'reject') await turn(sql, ids, { from: 'held', to: 'discarded' }, order);
  if (order.decide === 'reopen') await turn(sql, await unsaid(sql, ids), { from: 'discarded', to: 'held' }, order);
  const rest = chosen.length < waiting.length;
  const outcome = await decided(sql, hold, order, { rest, records: new Set(chosen.map(({ about }) => about)).size });
  return { outcome, touched };
}

async function turn(
  sql: Sql,
  ids: readonly string[],
  { from, to }: { from: string; to: string },
  { by, at, reason }: HoldOrder,
): Promise<void> {
  for (const part of inParts(ids))
    await sql.run(
      `update messages set state = ?, reason = ?, decided_by = ?, decided_at = ?
        where state = ? and ${anyOf(sql.dialect, 'id')}`,
      [to, to === 'held' ? null : reason, by, at, from, list(part)],
    );
}

/** Those of which nothing newer was said since they were rejected. */
async function unsaid(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const part of inParts(ids)) {
    const rows = await sql.all<{ id: string }>(
      `select m.id from messages m where ${anyOf(sql.dialect, 'm.id')} and not exists (select 1 from messages n
        where n.brick = m.brick and n.seq > m.seq and n.replaces = m.replaces and n.state <> 'superseded')`,
      [list(part)],
    );
    found.push(...rows.map(({ id }) => id));
  }
  return found;
}

const STATES = { accept: 'accepted', reject: 'rejected', reopen: 'open' } as const;
const DECISIONS = { accept: 'accepted', reject: 'rejected', reopen: 'reopened' } as const;

async function decided(
  sql: Sql,
  hold: HoldRow,
  { decide, by, at, reason }: HoldOrder,
  { rest, records }: { rest: boolean; records: number },
): Promise<HoldOutcome> {
  const decision: HoldDecision = { decision: DECISIONS[decide], records, by, at, reason };
  const decisions = [...hold.decisions, decision];
  const state = rest ? 'open' : STATES[decide];
  await sql.run('update holds set state = ?, decisions = ? where id = ?', [state, JSON.stringify(decisions), hold.id]);
  await (decide === 'reopen' ? joinOpen(sql, hold) : Promise.resolve());
  if (state === 'open') await recountOutgoing(sql, hold.id);
  const [row] = await sql.all<Pick<HoldRow, 'state' | 'updates'>>('select state, updates from holds where id = ?', [
    hold.id,
  ]);
  return { outcome: 'done', hold: { ...hold, ...row, decisions }, records };
}

/** What waits again waits in the hold that is open meanwhile, if there is one. */
async function joinOpen(sql: Sql, { id, brick, kind, run }: HoldRow): Promise<void> {
  const [open] = await sql.all<{ id: string }>(
    `select id from holds where brick = ? and kind = ? and run = ? and direction = 'outgoing' and state = 'open'
      and id <> ?`,
    [brick, kind, run, id],
  );
  if (!open) return;
  const waiting = `select id from messages where state = 'held'`;
  await sql.run(`update outgoing set hold_id = ? where hold_id = ? and message in (${waiting})`, [open.id, id]);
  await recountOutgoing(sql, open.id);
}
