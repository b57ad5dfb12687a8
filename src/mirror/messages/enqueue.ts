import { bulkInsert, inParts, type BulkInsert } from '../bulk.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { insertEdit } from '../edits/index.ts';
import { insertErasure, messageSealer, type PersonKeys } from '../persons/index.ts';
import type { MessageOrder, MessageReceipt, MessageRow, MessageState, NewMessage } from '../message.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';
import { keepKey, knownOrder } from './command-keys.ts';
import { moveUp, takenLanes } from './lanes.ts';
import { toMessageRow } from './message-rows.ts';
import { heldIn, insertOutgoing, withdraw } from './outgoing-rows.ts';
import { removeOverlays, type Touched } from './overlay-rows.ts';
import { lackingOf, release, releaseCancelled, reserve } from './reservations.ts';
import type { Pieces } from './stock-facets.ts';

const messages: BulkInsert = {
  table: 'messages',
  columns: [
    ...['id', 'brick', 'command', 'lane', 'replaces', 'creates', 'origin', 'state', 'turn', 'attempts', 'next_at'],
    ...['created_at', 'created_by', 'payload'],
  ],
};

const overlays: BulkInsert = {
  table: 'overlays',
  columns: ['brick', 'type', 'hub_id', 'seq', 'n', 'message', 'creates', 'active', 'patch'],
};

interface Taken {
  receipt: MessageReceipt;
  /** The facets that show something else from now on. */
  touched: readonly Touched[];
  /** What was set aside, and what is so no more. */
  stock: readonly Pieces[];
}

const nothing = (receipt: MessageReceipt): Taken => ({ receipt, touched: [], stock: [] });

/** Takes an order: all of it or nothing. */
export async function enqueue(
  sql: Sql,
  { tables, keys }: { tables: ReadonlyMap<string, FacetTable>; keys: PersonKeys },
  order: MessageOrder,
): Promise<Taken> {
  if (order.cursor && !(await moveCursor(sql, order.cursor))) return nothing({ outcome: 'overtaken' });
  const known = await knownOrder(sql, order);
  if (known) return nothing(known);
  const lacking = order.oversell === 'accept' ? [] : await lackingOf(sql, tables, order.reservations);
  if (lacking.length > 0) return nothing({ outcome: 'sold-out', lacking });
  const held = heldIn(order);
  const { touched, released } = await supersede(
    sql,
    order.messages.filter(({ id }) => !held.has(id)),
  );
  if (order.outgoing) touched.push(...(await withdraw(sql, order.outgoing.withdrawn)));
  const seal = await messageSealer(sql, keys, order.messages, order.at);
  const rows = await insertMessages(sql, order, seal);
  touched.push(...(await insertOverlays(sql, order.messages, rows, seal)));
  const stock = [...released, ...(await releaseCancelled(sql, order.messages)), ...(await reserve(sql, order))];
  await keepKey(sql, order);
  await insertEdit(sql, order);
  await insertOutgoing(sql, order);
  if (order.erasure) await insertErasure(sql, order.erasure);
  return { receipt: { outcome: 'queued', answer: order.answer, messages: rows }, touched, stock };
}

/** A flow never goes back: of two hubs that follow the same changes, the second one finds that it was done. */
async function moveCursor(sql: Sql, { name, seq }: { name: string; seq: number }): Promise<boolean> {
  const moved = await sql.run(
    `insert into cursors (name, seq) values (?, ?)
      on conflict (name) do update set seq = excluded.seq where excluded.seq > cursors.seq`,
    [name, seq],
  );
  return moved > 0;
}

/** What was not tried yet and says another value of the same thing need not be sent any more. */
async function supersede(sql: Sql, order: readonly NewMessage[]): Promise<{ touched: Touched[]; released: Pieces[] }> {
  const ids: string[] = [];
  for (const [brick, ofBrick] of Map.groupBy(order, (message) => message.brick)) {
    const words = [...new Set(ofBrick.flatMap(({ replaces }) => replaces ?? []))];
    for (const part of inParts(words)) {
      const rows = await sql.all<{ id: string; lane: string }>(
        `update messages set state = 'superseded', turn = null, next_at = null where brick = ?
          and ${anyOf(sql.dialect, 'replaces')} and replaces is not null and state = 'queued' and attempts = 0
          and creates = 0 returning id, lane`,
        [brick, list(part)],
      );
      await moveUp(sql, brick, [...new Set(rows.map(({ lane }) => lane))]);
      ids.push(...rows.map(({ id }) => id));
    }
  }
  const released: Pieces[] = [];
  for (const part of inParts(ids)) released.push(...(await release(sql, part)));
  return { touched: await removeOverlays(sql, ids), released };
}

/** Of messages in one order that say a value of the same thing, the last one counts. */
function overtaken(order: readonly NewMessage[]): Set<string> {
  const last = new Map<string, string>();
  const found = new Set<string>();
  for (const { id, brick, replaces, creates } of order) {
    if (replaces === null || creates) continue;
    const word = JSON.stringify([brick, replaces]);
    const before = last.get(word);
    if (before !== undefined) found.add(before);
    last.set(word, id);
  }
  return found;
}

/** What of a message is stored as it is, and what sealed. */
type Seal = Awaited<ReturnType<typeof messageSealer>>;

async function insertMessages(sql: Sql, whole: MessageOrder, seal: Seal): Promise<MessageRow[]> {
  const { at, by, messages: order } = whole;
  const held = heldIn(whole);
  const superseded = overtaken(order.filter(({ id }) => !held.has(id)));
  const stateOf = (id: string): MessageState => (held.has(id) ? 'held' : superseded.has(id) ? 'superseded' : 'queued');
  const taken = new Map<string, Set<string>>();
  for (const [brick, ofBrick] of Map.groupBy(order, (message) => message.brick))
    taken.set(brick, await takenLanes(sql, brick, [...new Set(ofBrick.map(({ lane }) => lane))]));
  const rows = order.map((message): Param[] => {
    const { id, brick, command, lane, replaces, creates, origin, payload } = message;
    const base = [id, brick, command, lane, replaces, creates ? 1 : 0, origin];
    const rest = [at, by, seal(id, JSON.stringify(payload))];
    const state = stateOf(id);
    if (state !== 'queued') return [...base, state, null, 0, null, ...rest];
    const first = taken.get(brick)?.has(lane) === false;
    taken.get(brick)?.add(lane);
    return [...base, 'queued', first ? 1 : 0, 0, at, ...rest];
  });
  await bulkInsert(sql, messages, rows);
  const seqs = await seqsOf(sql, order);
  return order.map((message) => {
    const state = stateOf(message.id);
    return toMessageRow({
      ...message,
      ...{ seq: seqs.get(message.id) ?? 0, state, attempts: 0 },
      ...{ next_at: state === 'queued' ? at : null, failure: null, created_at: at, created_by: by, delivered_at: null },
      ...{ confirmed_at: null, reason: null },
    });
  });
}

async function seqsOf(sql: Sql, order: readonly NewMessage[]): Promise<Map<string, number>> {
  const seqs = new Map<string, number>();
  for (const part of inParts(order)) {
    const text = `select id, seq from messages where ${anyOf(sql.dialect, 'id')}`;
    const rows = await sql.all<{ id: string; seq: number }>(text, [list(part.map(({ id }) => id))]);
    for (const { id, seq } of rows) seqs.set(id, seq);
  }
  return seqs;
}

async function insertOverlays(
  sql: Sql,
  order: readonly NewMessage[],
  rows: readonly MessageRow[],
  seal: Seal,
): Promise<Touched[]> {
  const touched: Touched[] = [];
  const inserted: Param[][] = [];
  for (const [index, { id, brick, overlays }] of order.entries()) {
    const row = rows[index];
    if (row?.state !== 'queued' && row?.state !== 'held') continue;
    // What waits for a person is not shown as if it were so.
    const active = row.state === 'queued';
    for (const [n, { type, hubId, patch, creates }] of overlays.entries()) {
      if (active) touched.push({ brick, type, hubId, message: id, creates });
      const laid = [creates ? 1 : 0, active ? 1 : 0, seal(id, JSON.stringify(patch))];
      inserted.push([brick, type, hubId, row.seq, n, id, ...laid]);
    }
  }
  await bulkInsert(sql, overlays, inserted);
  return touched;
}
