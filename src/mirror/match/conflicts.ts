import { hash } from 'node:crypto';
import type { BindingConflict } from '../contract.ts';
import type { Sql } from '../sql.ts';
import { entitiesOf, type Entity } from './entities.ts';
import { FOLLOWS } from './identities.ts';

/** Why an entity could not be made one with another. */
export interface Doubt extends Pick<BindingConflict, 'scheme' | 'value' | 'reason'> {
  candidates: ReadonlySet<string>;
}

/** Keeps the id and the beginning of a conflict that goes on. */
export async function noteConflict(sql: Sql, entity: Entity, doubt: Doubt, at: string): Promise<void> {
  const { brick, type, externalId } = entity;
  const id = `conflict_${hash('sha256', JSON.stringify([brick, type, externalId])).slice(0, 20)}`;
  await sql.run(
    `insert into binding_conflicts (brick, type, external_id, id, scheme, value, reason, candidates, since)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (brick, type, external_id) do update set
      scheme = excluded.scheme, value = excluded.value, reason = excluded.reason, candidates = excluded.candidates`,
    [
      ...[brick, type, externalId, id, doubt.scheme, doubt.value, doubt.reason],
      ...[JSON.stringify([...doubt.candidates].sort()), at],
    ],
  );
}

export async function endConflict(
  sql: Sql,
  { brick, type, externalId }: Pick<Entity, 'brick' | 'type' | 'externalId'>,
): Promise<void> {
  await sql.run('delete from binding_conflicts where brick = ? and type = ? and external_id = ?', [
    brick,
    type,
    externalId,
  ]);
}

/** What follows others and could be one of these, but is not bound to it. */
export async function inDoubtAbout(sql: Sql, type: string, hubIds: ReadonlySet<string>): Promise<Entity[]> {
  const found: Entity[] = [];
  for (const hubId of hubIds) {
    const rows = await sql.all<{ brick: string; external_id: string }>(
      'select brick, external_id from binding_conflicts where type = ? and scheme = ? and candidates like ?',
      [type, FOLLOWS, `%"${hubId}"%`],
    );
    for (const { brick, external_id } of rows)
      found.push(...(await entitiesOf(sql, { brick, type }, [external_id])).filter(({ now }) => now !== hubId));
  }
  return found;
}
