import { inParts } from '../bulk.ts';
import type { MessageFailure } from '../message.ts';
import { moveUp } from '../messages/index.ts';
import type { Touched } from '../messages/index.ts';
import type { CutOver, CutOverOutcome } from '../move.ts';
import { anyOf, list, type Sql } from '../sql.ts';

interface Waiting {
  id: string;
  command: string;
  lane: string;
}

/** One brick takes the place of another: what waits for the one goes to the other, and the hub remembers who plays what. */
export async function cutOver(
  sql: Sql,
  order: CutOver,
): Promise<{ outcome: CutOverOutcome; touched: readonly Touched[] }> {
  const { source, target, at } = order;
  const [move] = await sql.all(`select 1 as one from moves where id = ? and state in ('applied', 'partial')`, [
    order.move,
  ]);
  if (!move) return { outcome: { outcome: 'not-applied' }, touched: [] };
  const leased = await sql.all(
    'select 1 as one from messages where brick = ? and relay is not null and lease_until > ?',
    [source, at],
  );
  if (leased.length > 0) return { outcome: { outcome: 'busy', messages: leased.length }, touched: [] };
  const { moved, touched, refused } = await retarget(sql, order);
  await sql.run('update reservations set owner = ? where owner = ?', [target, source]);
  await sql.run('update edits set brick = ? where brick = ?', [target, source]);
  await followFromHere(sql, order);
  await sql.run(`update moves set state = 'cut-over', stand = ?, cut_over_at = ? where id = ?`, [
    ...[JSON.stringify(order.stand), at, order.move],
  ]);
  return { outcome: { outcome: 'done', messages: moved, refused }, touched };
}

/** Messages that the old brick does not have go to the new one, from their beginning; what it cannot do is for a person. */
async function retarget(
  sql: Sql,
  { source, target, commands, at }: CutOver,
): Promise<{ moved: number; refused: number; touched: Touched[] }> {
  const waiting = await sql.all<Waiting>(
    `update messages set brick = ?, relay = null, lease_until = null,
      attempts = case when state = 'queued' then 0 else attempts end,
      next_at = case when state = 'queued' then ? else next_at end
      where brick = ? and state in ('queued', 'dead') returning id, command, lane`,
    [target, at, source],
  );
  const ids = waiting.map(({ id }) => id);
  const touched: Touched[] = [];
  for (const part of inParts(ids)) {
    await sql.run(`delete from message_steps where ${anyOf(sql.dialect, 'message')}`, [list(part)]);
    const rows = await sql.all<{ type: string; hub_id: string; message: string; creates: number }>(
      `update overlays set brick = ? where brick = ? and ${anyOf(sql.dialect, 'message')}
        returning type, hub_id, message, creates`,
      [target, source, list(part)],
    );
    for (const { hub_id: hubId, creates, ...row } of rows)
      for (const brick of [source, target]) touched.push({ ...row, brick, hubId, creates: creates === 1 });
  }
  const unknown = waiting.filter(({ command }) => !commands.includes(command));
  await refuse(sql, { target, at }, unknown);
  return { moved: waiting.length, refused: unknown.length, touched };
}

async function refuse(
  sql: Sql,
  { target, at }: Pick<CutOver, 'target' | 'at'>,
  unknown: readonly Waiting[],
): Promise<void> {
  for (const [command, ofCommand] of Map.groupBy(unknown, (one) => one.command)) {
    const failure: MessageFailure = {
      code: 'COMMAND_UNKNOWN_TO_BRICK',
      message: `The brick ${target}, which has taken the place of the one that this was meant for, cannot do ${command}.`,
      remedy: 'Do by hand what it says and discard it; or redrive it once the connector can.',
      detail: null,
      at,
    };
    for (const part of inParts(ofCommand.map(({ id }) => id))) {
      await sql.run(
        `update messages set state = 'dead', next_at = null, failure = ?,
          turn = case when creates = 1 then turn else null end
          where ${anyOf(sql.dialect, 'id')} and state = 'queued'`,
        [JSON.stringify(failure), list(part)],
      );
      await sql.run(`update overlays set active = 0 where ${anyOf(sql.dialect, 'message')}`, [list(part)]);
    }
  }
  await moveUp(sql, target, [...new Set(unknown.map(({ lane }) => lane))]);
}

/** What the target's first read brought did not happen in it. */
async function followFromHere(sql: Sql, { cursors }: CutOver): Promise<void> {
  const [row] = await sql.all<{ last: number | string | null }>('select max(seq) as last from changes', []);
  for (const name of cursors) {
    await sql.run('insert into cursors (name, seq) values (?, ?) on conflict (name) do update set seq = excluded.seq', [
      name,
      Number(row?.last ?? 0),
    ]);
  }
}
