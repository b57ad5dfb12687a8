import type { JsonObject, RawRecord } from '#sdk';
import { Bodies, PersonKeys, type Vault } from '../persons/index.ts';
import type { MessageFailure } from '../message.ts';
import { coded } from '../mirror-error.ts';
import type { DrillRow, MoveItem, MoveItemState, MoveReader, MoveRow, MoveState } from '../move.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';

interface StoredMove {
  id: string;
  way: MoveRow['way'];
  source: string;
  target: string;
  hash: string;
  plan: string;
  state: MoveState;
  created_at: string;
  created_by: string;
  started_at: string | null;
  ended_at: string | null;
  progress: string | null;
  verified: string | null;
  rehearsed: string | null;
  stand: string | null;
  cut_over_at: string | null;
}

export function moveReader(sql: Sql, vault: Vault): MoveReader {
  const bodies = new Bodies(new PersonKeys(vault));
  return {
    moves: (filter) => coded(moves(sql, filter)),
    moveItems: (filter) => coded(moveItems(sql, filter)),
    moveCounts: (move) =>
      coded(
        sql.all<{ kind: string; state: MoveItemState; count: number }>(
          `select kind, state, cast(count(*) as integer) as count from move_items where move = ?
            group by kind, state order by kind, state`,
          [move],
        ),
      ),
    drills: (filter) => coded(drills(sql, filter)),
    position: (brick) => coded(position(sql, brick)),
    recordsAt: (stream, which) => coded(recordsAt({ sql, bodies }, stream, which)),
    parentsAt: (stream) => coded(parentsAt(sql, stream)),
    bindingsOf: (brick, after, first) => coded(bindingsOf(sql, brick, after, first)),
  };
}

async function moves(sql: Sql, { first, id }: Parameters<MoveReader['moves']>[0]): Promise<MoveRow[]> {
  const rows = await sql.all<StoredMove>(
    `select * from moves ${id === undefined ? '' : 'where id = ?'} order by created_at desc, id desc limit ?`,
    id === undefined ? [first] : [id, first],
  );
  return rows.map(toMove);
}

function toMove({ created_at, created_by, started_at, ended_at, cut_over_at, ...row }: StoredMove): MoveRow {
  const json = (text: string | null): JsonObject | null => (text === null ? null : (JSON.parse(text) as JsonObject));
  const { id, way, source, target, hash, state } = row;
  return {
    ...{ id, way, source, target, hash, state },
    plan: json(row.plan) ?? {},
    createdAt: created_at,
    createdBy: created_by,
    startedAt: started_at,
    endedAt: ended_at,
    progress: json(row.progress),
    verified: json(row.verified),
    rehearsed: json(row.rehearsed),
    stand: json(row.stand),
    cutOverAt: cut_over_at,
  };
}

async function moveItems(
  sql: Sql,
  { move, after, states, first }: Parameters<MoveReader['moveItems']>[0],
): Promise<MoveItem[]> {
  const conditions = ['move = ?'];
  const params: Param[] = [move];
  if (after) {
    conditions.push('(kind > ? or (kind = ? and id > ?))');
    params.push(after.kind, after.kind, after.id);
  }
  if (states) {
    conditions.push(anyOf(sql.dialect, 'state'));
    params.push(list(states));
  }
  const rows = await sql.all<
    Omit<MoveItem, 'failure' | 'targetId'> & { target_id: string | null; failure: string | null }
  >(
    `select kind, id, state, target_id, attempts, failure, at from move_items where ${conditions.join(' and ')}
      order by kind, id limit ?`,
    [...params, first],
  );
  return rows.map(({ target_id, failure, ...row }) => ({
    ...row,
    targetId: target_id,
    failure: failure === null ? null : (JSON.parse(failure) as MessageFailure),
  }));
}

async function drills(sql: Sql, { brick, first }: { brick?: string; first: number }): Promise<DrillRow[]> {
  const rows = await sql.all<
    Pick<DrillRow, 'id' | 'brick' | 'outcome' | 'rto' | 'rpo'> & {
      started_at: string;
      ended_at: string;
      report: string;
    }
  >(
    `select * from drills ${brick === undefined ? '' : 'where brick = ?'} order by ended_at desc, id desc limit ?`,
    brick === undefined ? [first] : [brick, first],
  );
  return rows.map(({ started_at: startedAt, ended_at: endedAt, report, ...row }) => {
    return { ...row, startedAt, endedAt, report: JSON.parse(report) as JsonObject };
  });
}

/** Streams count what they publish. */
async function position(sql: Sql, brick: string): Promise<{ token: string; first: string; last: string } | null> {
  const [span] = await sql.all<{ first: string | null; last: string | null }>(
    `select min(published_at) as first, max(published_at) as last from revisions where brick = ? and state = 'published'`,
    [brick],
  );
  if (!span?.first || !span.last) return null;
  const rows = await sql.all<{ kind: string; version: number }>(
    'select kind, version from streams where brick = ? order by kind',
    [brick],
  );
  return {
    token: rows.map(({ kind, version }) => `${kind}:${String(version)}`).join(' '),
    first: span.first,
    last: span.last,
  };
}

/** The last word that was published by then. */
const THEN = `v.brick = ? and v.kind = ? and v.state = 'published' and v.published_at <= ? and not exists (
  select 1 from revisions w where w.brick = v.brick and w.kind = v.kind and w.external_id = v.external_id
    and w.state = 'published' and w.published_at <= ? and w.seq > v.seq)`;

async function recordsAt(
  { sql, bodies }: { sql: Sql; bodies: Bodies },
  { brick, kind, at }: { brick: string; kind: string; at: string },
  which: { after: string | null; limit: number } | { ids: readonly string[] },
): Promise<RawRecord[]> {
  const params: Param[] = [brick, kind, at, at];
  let text = `select v.external_id, v.body from revisions v where ${THEN} and v.body is not null`;
  if ('ids' in which) {
    text += ` and ${anyOf(sql.dialect, 'v.external_id')} order by v.external_id`;
    params.push(list(which.ids));
  } else {
    text += `${which.after === null ? '' : ' and v.external_id > ?'} order by v.external_id limit ?`;
    params.push(...(which.after === null ? [] : [which.after]), which.limit);
  }
  const rows = await sql.all<{ external_id: string; body: Uint8Array }>(text, params);
  const stored = rows.map(({ external_id: id, body }) => ({ brick, kind, id, body }));
  const opened = await bodies.openNullable(sql, stored);
  return stored.map(({ id }, index) => ({ id, body: opened[index] ?? {} }));
}

function parentsAt(
  sql: Sql,
  { brick, kind, at }: { brick: string; kind: string; at: string },
): Promise<{ id: string; parent: string | null }[]> {
  return sql.all<{ id: string; parent: string | null }>(
    `select v.external_id as id, v.parent from revisions v where ${THEN} and v.body is not null order by v.external_id`,
    [brick, kind, at, at],
  );
}

async function bindingsOf(
  sql: Sql,
  brick: string,
  after: { type: string; externalId: string } | null,
  first: number,
): Promise<{ type: string; externalId: string; hubId: string }[]> {
  const rows = await sql.all<{ type: string; external_id: string; hub_id: string }>(
    `select b.type, b.external_id, coalesce(m.hub_id, b.hub_id) as hub_id from bindings b left join merges m
      on m.brick = b.brick and m.type = b.type and m.external_id = b.external_id
      where b.brick = ? ${after ? 'and (b.type > ? or (b.type = ? and b.external_id > ?))' : ''}
      order by b.type, b.external_id limit ?`,
    [brick, ...(after ? [after.type, after.type, after.externalId] : []), first],
  );
  return rows.map(({ type, external_id, hub_id }) => ({ type, externalId: external_id, hubId: hub_id }));
}
