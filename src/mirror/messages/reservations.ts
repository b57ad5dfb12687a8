import { bulkInsert } from '../bulk.ts';
import type { MessageOrder, MessageReceipt, Reservation } from '../message.ts';
import { anyOf, list, type Sql } from '../sql.ts';

type Lacking = Extract<MessageReceipt, { outcome: 'sold-out' }>['lacking'];

/** Variants of which there is less than what is wanted, once what others have set aside is counted. */
export async function lackingOf(sql: Sql, reservations: readonly Reservation[]): Promise<Lacking> {
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
    const available = Math.max(0, first.available - (row?.reserved ?? 0));
    const quantity = same.reduce((sum, one) => sum + one.quantity, 0);
    if (quantity > available) lacking.push({ variant, wanted: quantity, available });
  }
  return lacking;
}

/** Sets pieces aside for the message by which the brick will learn of them. */
export async function reserve(sql: Sql, { messages, reservations }: MessageOrder): Promise<void> {
  const message = messages.find(({ creates }) => creates) ?? messages[0];
  if (!message || reservations.length === 0) return;
  await bulkInsert(
    sql,
    { table: 'reservations', columns: ['message', 'n', 'variant', 'owner', 'quantity'] },
    reservations.map(({ variant, owner, quantity }, n) => [message.id, n, variant, owner, quantity]),
  );
}

export async function release(sql: Sql, messages: readonly string[]): Promise<void> {
  await sql.run(`delete from reservations where ${anyOf(sql.dialect, 'message')}`, [list(messages)]);
}

/** The owner of stock has counted anew: what was delivered before it began to is in its numbers. */
export async function releaseCounted(sql: Sql, owner: string, before: string): Promise<void> {
  await sql.run(
    `delete from reservations where owner = ? and exists (select 1 from messages m where m.id = reservations.message
      and m.state = 'delivered' and m.delivered_at < ?)`,
    [owner, before],
  );
}
