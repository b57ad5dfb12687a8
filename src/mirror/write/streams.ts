import type { JsonValue } from '#sdk';
import type { PassEnd } from '../contract.ts';
import type { Sql } from '../sql.ts';

interface StreamName {
  brick: string;
  kind: string;
}

const INSERT = 'insert into streams (brick, kind, checkpoint, version, first_read_at, ids_at, read_at)';
const CONFLICT = 'on conflict (brick, kind) do update set';

export async function storeCheckpoint(sql: Sql, stream: StreamName, checkpoint: JsonValue): Promise<void> {
  await sql.run(`${INSERT} values (?, ?, ?, 0, null, null, null) ${CONFLICT} checkpoint = excluded.checkpoint`, [
    stream.brick,
    stream.kind,
    JSON.stringify(checkpoint),
  ]);
}

/** Says that what is published of the stream changed. */
export async function bumpVersion(sql: Sql, stream: StreamName): Promise<void> {
  await sql.run(`${INSERT} values (?, ?, 'null', 1, null, null, null) ${CONFLICT} version = streams.version + 1`, [
    stream.brick,
    stream.kind,
  ]);
}

export async function endPass(sql: Sql, pass: PassEnd): Promise<void> {
  const readAt = pass.complete ? pass.at : null;
  await sql.run(
    `${INSERT} values (?, ?, 'null', 0, ?, ?, ?) ${CONFLICT}
      first_read_at = coalesce(streams.first_read_at, excluded.first_read_at),
      ids_at = coalesce(excluded.ids_at, streams.ids_at), read_at = coalesce(excluded.read_at, streams.read_at)`,
    [pass.brick, pass.kind, readAt, pass.idsCompared ? pass.at : null, readAt],
  );
  if (pass.checkpoint !== undefined) await storeCheckpoint(sql, pass, pass.checkpoint);
}

/** Versions of all streams of a brick, by kind. */
export async function streamVersions(sql: Sql, brick: string): Promise<Map<string, number>> {
  const rows = await sql.all<{ kind: string; version: number }>('select kind, version from streams where brick = ?', [
    brick,
  ]);
  return new Map(rows.map(({ kind, version }) => [kind, version]));
}
