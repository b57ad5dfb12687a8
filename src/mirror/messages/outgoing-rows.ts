import { bulkInsert, inParts, type BulkInsert } from '../bulk.ts';
import type { NewHold } from '../hold.ts';
import type { MessageOrder } from '../message.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { removeOverlays, type Touched } from './overlay-rows.ts';

const outgoing: BulkInsert = {
  table: 'outgoing',
  columns: ['message', 'brick', 'command', 'at', 'records', 'hold_id', 'about', 'said', 'fields'],
};

/** Messages of an order that wait in a hold. */
export function heldIn({ outgoing: judged }: Pick<MessageOrder, 'outgoing'>): Set<string> {
  return new Set(judged?.judged.flatMap(({ message, hold }) => (hold === null ? [] : message)));
}

/** Keeps what was judged of an order. One brick, command and origin has one open hold: what comes later joins it. */
export async function insertOutgoing(sql: Sql, { outgoing: order, at }: MessageOrder): Promise<void> {
  if (!order) return;
  const ids = new Map<string, string>();
  for (const hold of order.holds) ids.set(hold.id, await openHold(sql, hold));
  await bulkInsert(
    sql,
    outgoing,
    order.judged.map(({ message, brick, command, records, hold, about, said, fields }) => [
      ...[message, brick, command, at, records, hold === null ? null : (ids.get(hold) ?? hold), about, said],
      JSON.stringify(fields),
    ]),
  );
  for (const id of ids.values()) await recountOutgoing(sql, id);
}

async function openHold(sql: Sql, hold: NewHold): Promise<string> {
  const [open] = await sql.all<{ id: string }>(
    `select id from holds where brick = ? and kind = ? and run = ? and direction = 'outgoing' and state = 'open'`,
    [hold.brick, hold.kind, hold.run],
  );
  if (open) {
    await sql.run('update holds set reasons = ? where id = ?', [JSON.stringify(hold.reasons), open.id]);
    return open.id;
  }
  await sql.run(
    `insert into holds (id, brick, kind, run, opened_at, state, creates, updates, deletes, reasons, sample, direction)
      values (?, ?, ?, ?, ?, 'open', 0, ?, 0, ?, ?, 'outgoing')`,
    [
      ...[hold.id, hold.brick, hold.kind, hold.run, hold.openedAt, hold.updates],
      ...[JSON.stringify(hold.reasons), JSON.stringify(hold.sample)],
    ],
  );
  return hold.id;
}

const SAMPLE_SIZE = 10;

/** How many records wait in it, and which ones; an open one in which nothing waits is superseded. */
export async function recountOutgoing(sql: Sql, id: string): Promise<void> {
  const held = `from outgoing o join messages m on m.id = o.message where o.hold_id = ? and m.state = 'held'`;
  const [count] = await sql.all<{ waiting: number }>(
    `select cast(count(distinct o.about) as integer) as waiting ${held}`,
    [id],
  );
  const waiting = count?.waiting ?? 0;
  await sql.run('update holds set updates = ? where id = ?', [waiting, id]);
  const text = `select distinct o.about ${held} order by o.about limit ${SAMPLE_SIZE}`;
  const sample = (await sql.all<{ about: string }>(text, [id])).map(({ about }) => about);
  // Of one that is decided the sample stays: it shows what it was about.
  if (sample.length > 0) await sql.run('update holds set sample = ? where id = ?', [JSON.stringify(sample), id]);
  else await sql.run(`update holds set state = 'superseded' where id = ? and state = 'open'`, [id]);
}

/** What a flow does not want to say any more is never sent. */
export async function withdraw(sql: Sql, messages: readonly string[]): Promise<Touched[]> {
  const holds = new Set<string>();
  const gone: string[] = [];
  for (const part of inParts(messages)) {
    const rows = await sql.all<{ id: string }>(
      `update messages set state = 'superseded' where state = 'held' and ${anyOf(sql.dialect, 'id')} returning id`,
      [list(part)],
    );
    gone.push(...rows.map(({ id }) => id));
    const text = `select distinct hold_id from outgoing where hold_id is not null and ${anyOf(sql.dialect, 'message')}`;
    for (const { hold_id } of await sql.all<{ hold_id: string }>(text, [list(part)])) holds.add(hold_id);
  }
  const touched = await removeOverlays(sql, gone);
  for (const id of holds) await recountOutgoing(sql, id);
  return touched;
}
