import { bulkInsert, type BulkInsert } from '../bulk.ts';
import type { MessageOutcome, MessageWriter } from '../message.ts';
import type { Sql } from '../sql.ts';
import { moveUp, standAgain } from './lanes.ts';
import { layOverlays, removeOverlays, type Touched } from './overlay-rows.ts';
import { release } from './reservations.ts';
import type { Pieces } from './stock-facets.ts';

/** What came of a decision: whether it was taken, and the facets that show something else from now on. */
export interface Settled {
  done: boolean;
  touched: readonly Touched[];
  /** What is not set aside any more. */
  released?: readonly Pieces[];
}

const REFUSED: Settled = { done: false, touched: [] };
const FREE = 'relay = null, lease_until = null';

interface Place {
  seq: number;
  id: string;
  brick: string;
  lane: string;
  command: string;
  creates: number;
  replaces: string | null;
}

const PLACE = 'seq, id, brick, lane, command, creates, replaces';

/** Ends a try. What the message created is bound by whoever calls. */
export async function settle(
  sql: Sql,
  end: { relay: string; id: string; at: string } & MessageOutcome,
): Promise<Settled> {
  if (end.outcome === 'delivered') return delivered(sql, end);
  const [message] = await sql.all<Place>(`select ${PLACE} from messages where id = ? and relay = ?`, [
    end.id,
    end.relay,
  ]);
  if (!message) return REFUSED;
  if (end.outcome === 'again') {
    const text = `update messages set ${FREE}, next_at = ?, failure = ? where seq = ?`;
    await sql.run(text, [end.nextAt, JSON.stringify(end.failure), message.seq]);
    return { done: true, touched: [] };
  }
  // What creates stays first of its lane: without it there is nothing that the others could change.
  await sql.run(`update messages set ${FREE}, state = 'dead', next_at = null, failure = ?, turn = ? where seq = ?`, [
    JSON.stringify(end.failure),
    message.creates === 1 ? 1 : null,
    message.seq,
  ]);
  await moveUp(sql, message.brick, [message.lane]);
  return { done: true, touched: await layOverlays(sql, message.id, false) };
}

type Delivered = { relay: string; id: string; at: string } & Extract<MessageOutcome, { outcome: 'delivered' }>;

const written: BulkInsert = {
  table: 'written_records',
  columns: ['brick', 'kind', 'external_id', 'at', 'message'],
  tail: 'on conflict (brick, kind, external_id) do update set at = excluded.at, message = excluded.message',
};

/** The way of nearly all: in as few questions as it can be. */
async function delivered(sql: Sql, { relay, id, at, touched = [] }: Delivered): Promise<Settled> {
  const [message] = await sql.all<Place>(
    `update messages set ${FREE}, state = 'delivered', turn = null, next_at = null, delivered_at = ?, failure = null
      where id = ? and relay = ? returning ${PLACE}`,
    [at, id, relay],
  );
  if (!message) return REFUSED;
  await sql.run('delete from message_steps where message = ?', [message.id]);
  const records = new Map(
    touched.flatMap(({ kind, ids }) => ids.map((one) => [`${kind}\n${one}`, [kind, one]] as const)),
  );
  const rows = [...records.values()].map(([kind = '', one = '']) => [message.brick, kind, one, at, id]);
  await bulkInsert(sql, written, rows);
  await moveUp(sql, message.brick, [message.lane]);
  return { done: true, touched: [] };
}

/** Tries a dead message again; unless a newer one has said another value meanwhile, which an old one must not undo. */
export async function redrive(sql: Sql, order: Parameters<MessageWriter['redrive']>[0]): Promise<Settled> {
  const [message] = await sql.all<Place>(`select ${PLACE} from messages where id = ? and state = 'dead'`, [order.id]);
  return message ? stand(sql, message, order) : REFUSED;
}

/** Sends what waited for a person; the same goes for what was said since. Resolves with the facets that change. */
export async function sendHeld(sql: Sql, order: Parameters<MessageWriter['redrive']>[0]): Promise<readonly Touched[]> {
  const [message] = await sql.all<Place>(`select ${PLACE} from messages where id = ? and state = 'held'`, [order.id]);
  return message ? (await stand(sql, message, order)).touched : [];
}

async function stand(sql: Sql, message: Place, { by, at }: { by: string; at: string }): Promise<Settled> {
  const { seq, id, brick, lane } = message;
  const decided = async (state: string, next: string | null): Promise<unknown> =>
    sql.run(`update messages set state = ?, next_at = ?, decided_by = ?, decided_at = ? where seq = ?`, [
      ...[state, next, by, at, seq],
    ]);
  if (await isOutdated(sql, message)) {
    await decided('superseded', null);
    const released = await release(sql, [id]);
    return { done: true, touched: await removeOverlays(sql, [id]), released };
  }
  await decided('queued', at);
  await standAgain(sql, { brick, lane, seq, at });
  return { done: true, touched: await layOverlays(sql, id, true) };
}

/** What says no value by name is told by its command: a later one of the same entity was meant for what is there now. */
async function isOutdated(sql: Sql, { seq, brick, lane, command, creates, replaces }: Place): Promise<boolean> {
  if (creates === 1) return false;
  if (replaces === null) {
    const later = await sql.all(
      `select 1 as one from messages where lane = ? and seq > ? and brick = ? and command = ?
        and state in ('queued', 'delivered') limit 1`,
      [lane, seq, brick, command],
    );
    return later.length > 0;
  }
  const newer = await sql.all(
    `select 1 as one from messages where brick = ? and replaces = ? and replaces is not null and seq > ?
      and state in ('queued', 'delivered') limit 1`,
    [brick, replaces, seq],
  );
  return newer.length > 0;
}

export async function discard(
  sql: Sql,
  { id, by, reason, at }: Parameters<MessageWriter['discard']>[0],
): Promise<Settled> {
  const [message] = await sql.all<Place>(
    `update messages set ${FREE}, state = 'discarded', turn = null, next_at = null, reason = ?, decided_by = ?,
      decided_at = ? where id = ? and state in ('queued', 'dead') and (lease_until is null or lease_until <= ?)
      returning ${PLACE}`,
    [reason, by, at, id, at],
  );
  if (!message) return REFUSED;
  await sql.run('delete from message_steps where message = ?', [id]);
  const released = await release(sql, [id]);
  await moveUp(sql, message.brick, [message.lane]);
  return { done: true, touched: await removeOverlays(sql, [id]), released };
}
