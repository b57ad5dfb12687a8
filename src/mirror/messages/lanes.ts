import { inParts } from '../bulk.ts';
import { anyOf, list, listRows, type Sql } from '../sql.ts';

/** Lanes of a brick in which some message is first: what comes into them has to wait. */
export async function takenLanes(sql: Sql, brick: string, lanes: readonly string[]): Promise<Set<string>> {
  const taken = new Set<string>();
  for (const part of inParts(lanes)) {
    const text = `select lane from messages where brick = ? and turn = 1 and ${anyOf(sql.dialect, 'lane')}`;
    for (const { lane } of await sql.all<{ lane: string }>(text, [brick, list(part)])) taken.add(lane);
  }
  return taken;
}

/** Lanes that lost their first message: whoever waited longest is the first now. */
export async function moveUp(sql: Sql, brick: string, lanes: readonly string[]): Promise<void> {
  for (const part of inParts(lanes)) {
    await sql.run(
      `update messages set turn = 1 where turn = 0 and seq in (
        select (select m.seq from messages m where m.brick = ? and m.lane = listed.value and m.turn = 0
          order by m.seq limit 1)
        from ${listRows(sql.dialect)} where not exists (
          select 1 from messages h where h.brick = ? and h.lane = listed.value and h.turn = 1))`,
      // The list stands between the two, in the text as in the parameters.
      [brick, list(part), brick],
    );
  }
}

/** Puts a message back where it stood; behind one that a relay has in its hands just now. */
export async function standAgain(
  sql: Sql,
  { brick, lane, seq, at }: { brick: string; lane: string; seq: number; at: string },
): Promise<void> {
  await sql.run(
    `update messages set turn = 0 where brick = ? and lane = ? and turn = 1 and seq <> ?
      and (lease_until is null or lease_until <= ?)`,
    [brick, lane, seq, at],
  );
  await sql.run('update messages set turn = 0 where seq = ?', [seq]);
  await moveUp(sql, brick, [lane]);
}
