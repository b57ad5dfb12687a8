import type { MirrorWriter } from '../contract.ts';
import type { Sql } from '../sql.ts';

const ECHO_DAYS = 7;

/** Begins a run. What a crash left `running` of the same brick was interrupted: the writer runs one at a time. */
export async function startRun(sql: Sql, run: Parameters<MirrorWriter['startRun']>[0]): Promise<void> {
  await sql.run(`update runs set state = 'interrupted', ended_at = ? where brick = ? and state = 'running'`, [
    run.at,
    run.brick,
  ]);
  await sql.run(
    `insert into runs (id, brick, state, "full", trigger, started_at, ended_at, read, revisions, tombstones, held,
      waiting_ms, ms, failures) values (?, ?, 'running', ?, ?, ?, null, 0, 0, 0, 0, 0, 0, '[]')`,
    [run.id, run.brick, run.full ? 1 : 0, run.trigger, run.at],
  );
}

export async function endRun(sql: Sql, run: Parameters<MirrorWriter['endRun']>[0]): Promise<void> {
  await sql.run(
    `update runs set state = ?, ended_at = ?, read = ?, revisions = ?, tombstones = ?, held = ?, waiting_ms = ?,
      ms = ?, failures = ? where id = ?`,
    [
      ...[run.state, run.endedAt, run.read, run.revisions, run.tombstones, run.held],
      ...[Math.round(run.waitingMs), Math.round(run.ms), JSON.stringify(run.failures), run.id],
    ],
  );
  if (run.endedAt === null) return;
  // What was written is read by the next complete run at the latest; what is older is no echo any more.
  const old = new Date(Date.parse(run.endedAt) - ECHO_DAYS * 86_400_000).toISOString();
  await sql.run('delete from written_records where brick = (select brick from runs where id = ?) and at < ?', [
    run.id,
    old,
  ]);
}
