import { bulkInsert } from '../bulk.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { MESSAGE_ROOT } from '../facets/affected-roots.ts';
import type { MessageOrder, MessageReceipt, NewMessage, Reservation } from '../message.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';
import { availableNow, type Pieces } from './stock-facets.ts';

type Lacking = Extract<MessageReceipt, { outcome: 'sold-out' }>['lacking'];
type Tables = ReadonlyMap<string, FacetTable>;

const RETURNING = 'returning variant, owner';
const ORDER_LANE = 'Order:';
/** An owner that was never seen to know an order has counted its pieces by then, or never will. */
const FORGOTTEN_MS = 7 * 86_400_000;

/** Variants of which there is less than what is wanted, once what others have set aside is counted. */
export async function lackingOf(sql: Sql, tables: Tables, reservations: readonly Reservation[]): Promise<Lacking> {
  const lacking: Lacking = [];
  const wanted = Map.groupBy(reservations, ({ variant, owner }) => JSON.stringify([owner, variant]));
  for (const same of wanted.values()) {
    const [first] = same;
    if (!first || first.available === null) continue;
    const { variant, owner } = first;
    const [row] = await sql.all<{ reserved: number }>(
      `select cast(coalesce(sum(quantity), 0) as integer) as reserved from reservations
        where variant = ? and owner = ?`,
      [variant, owner],
    );
    // Looked at second: a new count is shown before what it counts is released, so that nothing is sold twice.
    const now = (await availableNow(sql, tables, { variant, owner })) ?? first.available;
    const available = Math.max(0, Math.min(first.available, now) - (row?.reserved ?? 0));
    const quantity = same.reduce((sum, one) => sum + one.quantity, 0);
    if (quantity > available) lacking.push({ variant, wanted: quantity, available });
  }
  return lacking;
}

/** Sets pieces aside for the message by which the brick will learn of them. */
export async function reserve(sql: Sql, { messages, reservations }: MessageOrder): Promise<readonly Pieces[]> {
  const message = messages.find(({ creates }) => creates) ?? messages[0];
  if (!message || reservations.length === 0) return [];
  await bulkInsert(
    sql,
    { table: 'reservations', columns: ['message', 'n', 'variant', 'owner', 'quantity'] },
    reservations.map(({ variant, owner, quantity }, n) => [message.id, n, variant, owner, quantity]),
  );
  return reservations;
}

export async function release(sql: Sql, messages: readonly string[]): Promise<Pieces[]> {
  const text = `delete from reservations where ${anyOf(sql.dialect, 'message')} ${RETURNING}`;
  return sql.all<Pieces>(text, [list(messages)]);
}

/** What is cancelled before the brick has it takes nothing off anywhere. */
export async function releaseCancelled(sql: Sql, order: readonly NewMessage[]): Promise<Pieces[]> {
  const released: Pieces[] = [];
  for (const { brick, lane, command, payload } of order) {
    if (command !== 'setOrderStatus' || payload['status'] !== 'CANCELLED' || !lane.startsWith(ORDER_LANE)) continue;
    const rows = await sql.all<Pieces>(
      `delete from reservations where message in (select id from messages where brick = ? and lane = ? and creates = 1
        and state in ('queued', 'dead')) ${RETURNING}`,
      [brick, lane],
    );
    released.push(...rows);
  }
  return released;
}

/**
 * The owner of stock has counted anew: what it knew before it began to is in its numbers. It knows its own orders when
 * they are delivered, those of another brick when it shows them.
 */
export async function releaseCounted(
  sql: Sql,
  tables: Tables,
  { owner, before }: { owner: string; before: string },
): Promise<Pieces[]> {
  const forgotten = new Date(Date.parse(before) - FORGOTTEN_MS).toISOString();
  const shown = shownByOwner(tables, { owner, before });
  const cancelled = cancelledIn(tables);
  return sql.all<Pieces>(
    `delete from reservations where owner = ? and exists (select 1 from messages m where m.id = reservations.message
      and m.state = 'delivered' and m.delivered_at < ?
      and (m.brick = ? or m.delivered_at < ? or ${shown.text} or ${cancelled})) ${RETURNING}`,
    [owner, before, owner, forgotten, ...shown.params],
  );
}

const NEVER = '1 = 0';
/** The hub id in `Order:order_x`. */
const ORDER_ID = `substr(m.lane, ${ORDER_LANE.length + 1})`;

/** What the hub itself told the owner after that is shown at once, and counted by its next run. */
function shownByOwner(
  tables: Tables,
  { owner, before }: { owner: string; before: string },
): { text: string; params: Param[] } {
  const orders = tables.get('FulfilmentOrder');
  if (!orders) return { text: NEVER, params: [] };
  return {
    text: `(exists (select 1 from ${orders.name} f where f.brick = ? and f.hub_id = ${ORDER_ID} and f.root_kind <> ?)
      and not exists (select 1 from messages o where o.brick = ? and o.lane = m.lane and o.state = 'delivered'
        and o.delivered_at >= ?))`,
    params: [owner, MESSAGE_ROOT, owner, before],
  };
}

/** An order that the owner never knew, and never will. */
function cancelledIn(tables: Tables): string {
  const orders = tables.get('Order');
  if (!orders?.columns.some(([column]) => column === 'status')) return NEVER;
  return `exists (select 1 from ${orders.name} s where s.brick = m.brick and s.hub_id = ${ORDER_ID}
    and s.status = 'CANCELLED')`;
}
