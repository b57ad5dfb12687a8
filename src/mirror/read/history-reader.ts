import type { Selectable } from 'kysely';
import type { JsonValue } from '#sdk';
import type {
  HoldDecision,
  HoldReason,
  HoldRow,
  MirrorReader,
  RunFailure,
  RunRow,
  RunState,
  StreamState,
} from '../contract.ts';
import { invalid } from '../mirror-error.ts';
import type { Sql } from '../sql.ts';
import type { MirrorTables } from '../tables.ts';

/** How far each stream of a brick has been read; one stream's when `kind` is given. */
export async function streams(sql: Sql, brick: string, kind?: string): Promise<StreamState[]> {
  let query = sql.kysely.selectFrom('streams').selectAll().where('brick', '=', brick).orderBy('kind');
  if (kind !== undefined) query = query.where('kind', '=', kind);
  return (await query.execute()).map((row) => ({
    brick: row.brick,
    kind: row.kind,
    checkpoint: JSON.parse(row.checkpoint) as JsonValue,
    firstReadAt: row.first_read_at,
    idsAt: row.ids_at,
    readAt: row.read_at,
  }));
}

/** Newest first; `after` is the id of the last row of the page before. */
export async function runs(
  sql: Sql,
  { brick, first, after }: Parameters<MirrorReader['runs']>[0],
): Promise<{ rows: RunRow[]; hasNext: boolean }> {
  let query = sql.kysely.selectFrom('runs').selectAll().orderBy('started_at', 'desc').orderBy('id', 'desc');
  if (brick !== undefined) query = query.where('brick', '=', brick);
  if (after !== undefined) {
    const last = await sql.kysely.selectFrom('runs').select('started_at').where('id', '=', after).executeTakeFirst();
    if (!last) throw unknownPosition();
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('started_at', 'id'), '<', tuple(last.started_at, after)),
    );
  }
  const rows = await query.limit(first + 1).execute();
  return { rows: rows.slice(0, first).map(toRun), hasNext: rows.length > first };
}

/** Newest first; `after` is the id of the last row of the page before. */
export async function holds(
  sql: Sql,
  { brick, state, direction, first, after }: Parameters<MirrorReader['holds']>[0],
): Promise<{ rows: HoldRow[]; hasNext: boolean }> {
  let query = sql.kysely.selectFrom('holds').selectAll().orderBy('opened_at', 'desc').orderBy('id', 'desc');
  if (brick !== undefined) query = query.where('brick', '=', brick);
  if (state !== undefined) query = query.where('state', '=', state);
  if (direction !== undefined) query = query.where('direction', '=', direction);
  if (after !== undefined) {
    const last = await sql.kysely.selectFrom('holds').select('opened_at').where('id', '=', after).executeTakeFirst();
    if (!last) throw unknownPosition();
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('opened_at', 'id'), '<', tuple(last.opened_at, after)),
    );
  }
  const rows = await query.limit(first + 1).execute();
  return { rows: rows.slice(0, first).map(toHold), hasNext: rows.length > first };
}

export async function countDue(sql: Sql, brick: string): Promise<number> {
  const { total } = await sql.kysely
    .selectFrom('due')
    .select(({ fn }) => fn.countAll().as('total'))
    .where('brick', '=', brick)
    .executeTakeFirstOrThrow();
  return Number(total);
}

function toRun(row: Selectable<MirrorTables['runs']>): RunRow {
  const { started_at, ended_at, waiting_ms, full, state, failures, ...same } = row;
  return {
    ...same,
    state: state as RunState,
    full: full === 1,
    startedAt: started_at,
    endedAt: ended_at,
    waitingMs: waiting_ms,
    failures: JSON.parse(failures) as RunFailure[],
  };
}

export function toHold(row: Selectable<MirrorTables['holds']>): HoldRow {
  const { opened_at, state, direction, reasons, sample, decisions, ...same } = row;
  return {
    ...same,
    openedAt: opened_at,
    state: state as HoldRow['state'],
    direction: direction as HoldRow['direction'],
    reasons: JSON.parse(reasons) as HoldReason[],
    sample: JSON.parse(sample) as string[],
    decisions: JSON.parse(decisions) as HoldDecision[],
  };
}

function unknownPosition(): Error {
  return invalid('INVALID_CURSOR', 'There is no such row to go on after.', 'Start again without a cursor.');
}
