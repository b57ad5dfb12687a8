import { bulkInsert, inParts, type BulkInsert } from '../bulk.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { insertEdit } from '../edits/index.ts';
import type { MessageOrder, MessageReceipt, MessageRow, NewMessage } from '../message.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';
import { keepKey, knownOrder } from './command-keys.ts';
import { moveUp, takenLanes } from './lanes.ts';
import { toMessageRow } from './message-rows.ts';
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
export async function enqueue(sql: Sql, tables: ReadonlyMap<string, FacetTable>, order: MessageOrder): Promise<Taken> {
  if (order.cursor && !(await moveCursor(sql, order.cursor))) return nothing({ outcome: 'overtaken' });
  const known = await knownOrder(sql, order);
  if (known) return nothing(known);
  const lacking = order.oversell === 'accept' ? [] : await lackingOf(sql, tables, order.reservations);
  if (lacking.length > 0) return nothing({ outcome: 'sold-out', lacking });
  const { touched, released } = await supersede(sql, order.messages);
  const rows = await insertMessages(sql, order);
  touched.push(...(await insertOverlays(sql, order.messages, rows)));
  const stock = [...released, ...(await releaseCancelled(sql, order.messages)), ...(await reserve(sql, order))];
  await keepKey(sql, order);
  await insertEdit(sql, order);
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

async function insertMessages(sql: Sql, { at, by, messages: order }: MessageOrder): Promise<MessageRow[]> {
  const superseded = overtaken(order);
  const taken = new Map<string, Set<string>>();
  for (const [brick, ofBrick] of Map.groupBy(order, (message) => message.brick))
    taken.set(brick, await takenLanes(sql, brick, [...new Set(ofBrick.map(({ lane }) => lane))]));
  const rows = order.map((message): Param[] => {
    const { id, brick, command, lane, replaces, creates, origin, payload } = message;
    const base = [id, brick, command, lane, replaces, creates ? 1 : 0, origin];
    const rest = [at, by, JSON.stringify(payload)];
    if (superseded.has(id)) return [...base, 'superseded', null, 0, null, ...rest];
    const first = taken.get(brick)?.has(lane) === false;
    taken.get(brick)?.add(lane);
    return [...base, 'queued', first ? 1 : 0, 0, at, ...rest];
  });
  await bulkInsert(sql, messages, rows);
  const seqs = await seqsOf(sql, order);
  return order.map((message) => {
    const gone = superseded.has(message.id);
    return toMessageRow({
      ...message,
      ...{ seq: seqs.get(message.id) ?? 0, state: gone ? 'superseded' : 'queued', attempts: 0 },
      ...{ next_at: gone ? null : at, failure: null, created_at: at, created_by: by, delivered_at: null },
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

async function insertOverlays(sql: Sql, order: readonly NewMessage[], rows: readonly MessageRow[]): Promise<Touched[]> {
  const touched: Touched[] = [];
  const inserted: Param[][] = [];
  for (const [index, { id, brick, overlays }] of order.entries()) {
    const row = rows[index];
    if (row?.state !== 'queued') continue;
    for (const [n, { type, hubId, patch, creates }] of overlays.entries()) {
      touched.push({ brick, type, hubId, message: id, creates });
      inserted.push([brick, type, hubId, row.seq, n, id, creates ? 1 : 0, 1, JSON.stringify(patch)]);
    }
  }
  await bulkInsert(sql, overlays, inserted);
  return touched;
}
