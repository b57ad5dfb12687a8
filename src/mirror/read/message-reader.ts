import type { MessageFilter, MessageReader, MessageRow } from '../message.ts';
import { MESSAGE_COLUMNS, toMessageRow, type StoredMessage } from '../messages/index.ts';
import { invalid } from '../mirror-error.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';
import { presentIds } from './binding-reader.ts';

/** Newest first; `after` is the id of the last message of the page before. */
export async function messages(sql: Sql, filter: MessageFilter): Promise<{ rows: MessageRow[]; hasNext: boolean }> {
  const conditions: string[] = [];
  const params: Param[] = [];
  const add = (text: string, param: Param): void => {
    conditions.push(text);
    params.push(param);
  };
  if (filter.ids) add(anyOf(sql.dialect, 'id'), list(filter.ids));
  for (const column of ['state', 'brick', 'lane', 'origin'] as const) {
    const wanted = filter[column];
    if (wanted !== undefined) add(`${column} = ?`, wanted);
  }
  if (filter.after !== undefined) add('seq < ?', await seqOf(sql, filter.after));
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  const rows = await sql.all<StoredMessage>(
    `select ${MESSAGE_COLUMNS} from messages ${where} order by seq desc limit ?`,
    [...params, filter.first + 1],
  );
  return { rows: rows.slice(0, filter.first).map(toMessageRow), hasNext: rows.length > filter.first };
}

async function seqOf(sql: Sql, id: string): Promise<number> {
  const [row] = await sql.all<{ seq: number }>('select seq from messages where id = ?', [id]);
  if (row) return row.seq;
  throw invalid('INVALID_CURSOR', 'There is no such message to go on after.', 'Start again without a cursor.');
}

/** How many there are, by brick and state. What was confirmed is over and only adds up, so it is not counted. */
export async function messageCounts(sql: Sql, origin?: string): ReturnType<MessageReader['messageCounts']> {
  const counted = 'select brick, state, cast(count(*) as integer) as count, min(created_at) as oldest from messages';
  type Count = Awaited<ReturnType<MessageReader['messageCounts']>>[number];
  if (origin !== undefined)
    return sql.all<Count>(`${counted} where origin = ? group by brick, state order by brick, state`, [origin]);
  return sql.all<Count>(
    `${counted} where state in ('queued', 'dead', 'discarded', 'superseded', 'held') group by brick, state
      union all ${counted} where state = 'delivered' and confirmed_at is null group by brick, state
      order by brick, state`,
    [],
  );
}

/** Messages that lie over what a brick says of these entities, by the id asked for. */
export async function pendingMessages(
  sql: Sql,
  type: string,
  brick: string,
  hubIds: readonly string[],
): Promise<Map<string, MessageRow[]>> {
  if (hubIds.length === 0) return new Map();
  const present = await presentIds(sql, hubIds);
  const ids = hubIds.map((id) => present.get(id) ?? id);
  const columns = MESSAGE_COLUMNS.split(',').map((column) => `m.${column.trim()}`);
  const rows = await sql.all<StoredMessage & { hub_id: string }>(
    `select distinct o.hub_id, ${columns.join(', ')} from overlays o join messages m on m.id = o.message
      where o.brick = ? and o.type = ? and ${anyOf(sql.dialect, 'o.hub_id')} and (o.active = 1 or o.creates = 1)
      order by m.seq`,
    [brick, type, list(ids)],
  );
  const byId = Map.groupBy(rows, ({ hub_id }) => hub_id);
  return new Map(
    hubIds.flatMap((id) => {
      const found = byId.get(present.get(id) ?? id);
      return found ? [[id, found.map(toMessageRow)] as const] : [];
    }),
  );
}

/** Pieces set aside, by variant. */
export async function reserved(sql: Sql, variants: readonly string[]): Promise<Map<string, number>> {
  if (variants.length === 0) return new Map();
  const present = await presentIds(sql, variants);
  const rows = await sql.all<{ variant: string; quantity: number }>(
    `select variant, cast(sum(quantity) as integer) as quantity from reservations
      where ${anyOf(sql.dialect, 'variant')} group by variant`,
    [list(variants.map((id) => present.get(id) ?? id))],
  );
  const byId = new Map(rows.map(({ variant, quantity }) => [variant, quantity]));
  return new Map(
    variants.flatMap((id) => {
      const quantity = byId.get(present.get(id) ?? id);
      return quantity === undefined ? [] : [[id, quantity] as const];
    }),
  );
}
