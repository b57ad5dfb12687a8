import type { CommandName } from '#sdk';
import type { MessageFailure, MessageRow, MessageState } from '../message.ts';
import { inParts } from '../bulk.ts';
import { anyOf, list, type Sql } from '../sql.ts';

/** A message as it is stored, without its payload and without what only relays need. */
export interface StoredMessage {
  seq: number;
  id: string;
  brick: string;
  command: string;
  lane: string;
  state: MessageState;
  attempts: number;
  next_at: string | null;
  failure: string | null;
  created_at: string;
  created_by: string;
  delivered_at: string | null;
  confirmed_at: string | null;
  origin: string;
  reason: string | null;
}

export const MESSAGE_COLUMNS = `seq, id, brick, command, lane, state, attempts, next_at, failure, created_at, created_by,
  delivered_at, confirmed_at, origin, reason`;

export function toMessageRow(row: StoredMessage): MessageRow {
  return {
    id: row.id,
    seq: row.seq,
    brick: row.brick,
    command: row.command as CommandName,
    lane: row.lane,
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as MessageFailure),
    createdAt: row.created_at,
    createdBy: row.created_by,
    deliveredAt: row.delivered_at,
    confirmedAt: row.confirmed_at,
    origin: row.origin,
    reason: row.reason,
  };
}

/** Messages with these ids, in the order in which they were taken. */
export async function messagesById(sql: Sql, ids: readonly string[]): Promise<MessageRow[]> {
  const rows: StoredMessage[] = [];
  for (const part of inParts(ids)) {
    const text = `select ${MESSAGE_COLUMNS} from messages where ${anyOf(sql.dialect, 'id')}`;
    rows.push(...(await sql.all<StoredMessage>(text, [list(part)])));
  }
  return rows.sort((a, b) => a.seq - b.seq).map(toMessageRow);
}
