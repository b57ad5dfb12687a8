import type { JsonObject, JsonValue } from '#sdk';
import type { LeasedMessage, MessageWriter } from '../message.ts';
import { openMessages, type PersonKeys } from '../persons/index.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { MESSAGE_COLUMNS, toMessageRow, type StoredMessage } from './message-rows.ts';

type Wish = Parameters<MessageWriter['lease']>[0];
type Taken = StoredMessage & { payload: string };

/** Gives a relay what may be sent now. */
export async function lease(sql: Sql, keys: PersonKeys, wish: Wish): Promise<LeasedMessage[]> {
  const taken: Taken[] = [];
  for (const brick of wish.bricks) {
    const room = Math.min(wish.limit - taken.length, wish.perBrick - (await leasedOf(sql, brick, wish.at)));
    if (room > 0) taken.push(...(await ready(sql, brick, wish.at, room)));
  }
  if (taken.length === 0) return [];
  await sql.run(
    `update messages set relay = ?, lease_until = ?, attempts = attempts + 1
      where ${anyOf(sql.dialect, 'seq', 'integer')}`,
    [wish.relay, wish.until, list(taken.map(({ seq }) => seq))],
  );
  const triedBefore = taken.filter(({ attempts }) => attempts > 0).map(({ id }) => id);
  const steps = triedBefore.length > 0 ? await stepsOf(sql, triedBefore) : new Map<string, Record<string, JsonValue>>();
  const said = await openMessages(
    sql,
    keys,
    taken.map(({ id, payload }) => ({ message: id, text: payload })),
  );
  return taken.map(({ payload: _, ...row }, index) => ({
    ...toMessageRow({ ...row, attempts: row.attempts + 1 }),
    payload: JSON.parse(said[index] ?? '{}') as JsonObject,
    steps: steps.get(row.id) ?? {},
  }));
}

async function leasedOf(sql: Sql, brick: string, at: string): Promise<number> {
  const [row] = await sql.all<{ leased: number }>(
    `select cast(count(*) as integer) as leased from messages
      where brick = ? and relay is not null and lease_until > ?`,
    [brick, at],
  );
  return row?.leased ?? 0;
}

/** A lease that has ended is no obstacle: whoever had it is refused from now on. */
function ready(sql: Sql, brick: string, at: string, limit: number): Promise<Taken[]> {
  return sql.all<Taken>(
    `select ${MESSAGE_COLUMNS}, payload from messages
      where brick = ? and turn = 1 and state = 'queued' and next_at <= ? and (lease_until is null or lease_until <= ?)
      order by next_at, seq limit ? ${sql.dialect === 'postgres' ? 'for update skip locked' : ''}`,
    [brick, at, at, limit],
  );
}

async function stepsOf(sql: Sql, messages: readonly string[]): Promise<Map<string, Record<string, JsonValue>>> {
  const rows = await sql.all<{ message: string; name: string; result: string }>(
    `select message, name, result from message_steps where ${anyOf(sql.dialect, 'message')}`,
    [list(messages)],
  );
  const steps = new Map<string, Record<string, JsonValue>>();
  for (const { message, name, result } of rows)
    steps.set(message, { ...steps.get(message), [name]: JSON.parse(result) as JsonValue });
  return steps;
}

export async function extend(
  sql: Sql,
  { relay, ids, until }: Parameters<MessageWriter['extend']>[0],
): Promise<string[]> {
  const rows = await sql.all<{ id: string }>(
    `update messages set lease_until = ? where relay = ? and ${anyOf(sql.dialect, 'id')} returning id`,
    [until, relay, list(ids)],
  );
  return rows.map(({ id }) => id);
}

export async function keepStep(
  sql: Sql,
  { relay, id, name, result }: Parameters<MessageWriter['keepStep']>[0],
): Promise<boolean> {
  const kept = await sql.run(
    `insert into message_steps (message, name, result)
      select id, ${typed(sql)}, ${typed(sql)} from messages where id = ? and relay = ?
      on conflict (message, name) do update set result = excluded.result`,
    [name, JSON.stringify(result), id, relay],
  );
  return kept > 0;
}

function typed({ dialect }: Sql): string {
  return dialect === 'sqlite' ? '?' : '?::text';
}

/** For when all relays are known to be gone. Tries that were under way count as tries. */
export async function releaseLeases(sql: Sql): Promise<void> {
  await sql.run('update messages set relay = null, lease_until = null where relay is not null', []);
}
