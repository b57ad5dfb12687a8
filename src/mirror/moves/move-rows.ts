import { bulkInsert, type BulkInsert } from '../bulk.ts';
import type { DrillRow, MoveWriter, NewMove } from '../move.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';

type Note = Parameters<MoveWriter['noteMove']>[0];

const items: BulkInsert = {
  table: 'move_items',
  columns: ['move', 'kind', 'id', 'state', 'target_id', 'attempts', 'failure', 'at'],
  tail: `on conflict (move, kind, id) do update set state = excluded.state, target_id = excluded.target_id,
    attempts = excluded.attempts, failure = excluded.failure, at = excluded.at`,
};

export async function createMove(sql: Sql, { id, way, source, target, hash, plan, at, by }: NewMove): Promise<void> {
  await sql.run(
    `insert into moves (id, way, source, target, hash, plan, state, created_at, created_by)
      values (?, ?, ?, ?, ?, ?, 'planned', ?, ?)`,
    [id, way, source, target, hash, JSON.stringify(plan), at, by],
  );
}

export async function noteMove(sql: Sql, { id, from, ...note }: Note): Promise<boolean> {
  const { progress, verified, rehearsed } = note;
  const values: [string, Param | undefined][] = [
    ['state', note.state],
    ['started_at', note.startedAt],
    ['ended_at', note.endedAt],
    ['progress', progress && JSON.stringify(progress)],
    ['verified', verified && JSON.stringify(verified)],
    ['rehearsed', rehearsed && JSON.stringify(rehearsed)],
  ];
  const said = values.filter((value): value is [string, Param] => value[1] !== undefined);
  if (said.length === 0) return false;
  const states = from ? `and ${anyOf(sql.dialect, 'state')}` : '';
  const touched = await sql.run(
    `update moves set ${said.map(([column]) => `${column} = ?`).join(', ')} where id = ? ${states}`,
    [...said.map(([, value]) => value), id, ...(from ? [list(from)] : [])],
  );
  return touched > 0;
}

/** A thing is named once in a call: one statement may not touch a row twice. */
export async function noteMoveItems(
  sql: Sql,
  { move, items: noted }: Parameters<MoveWriter['noteMoveItems']>[0],
): Promise<void> {
  const last = new Map(noted.map((item) => [JSON.stringify([item.kind, item.id]), item]));
  const rows = [...last.values()].map(({ kind, id, state, targetId, attempts, failure, at }): Param[] => [
    ...[move, kind, id, state, targetId, attempts],
    failure && JSON.stringify(failure),
    at,
  ]);
  await bulkInsert(sql, items, rows);
}

export async function noteDrill(sql: Sql, drill: DrillRow): Promise<void> {
  const { id, brick, startedAt, endedAt, outcome, rto, rpo, report } = drill;
  await sql.run(
    `insert into drills (id, brick, started_at, ended_at, outcome, rto, rpo, report) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, brick, startedAt, endedAt, outcome, rto, rpo, JSON.stringify(report)],
  );
}
