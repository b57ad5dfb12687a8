import { bumpBindings } from '../facets/bindings.ts';
import { guessHubId } from '../hub-id.ts';
import type { Sql } from '../sql.ts';
import { endConflict } from './conflicts.ts';
import { ALIAS_BRICK, entitiesOf, type Entity } from './entities.ts';
import { entityOf, isAlive, type IdentityIndex } from './identities.ts';
import { followHubId } from './messages-follow.ts';
import { Rebinding } from './rebinding.ts';
import { markRoots } from './stale-roots.ts';

const BY_COMMAND = 'command';

/** What a brick made for an entity that a command named. */
export interface Created {
  brick: string;
  type: string;
  hubId: string;
  externalId: string;
}

/**
 * Makes what a brick has made the entity that it was made for. Resolves with the id under which a sync has shown it
 * before; null: it has not.
 */
export async function bindByCommand(sql: Sql, index: IdentityIndex, made: Created, at: string): Promise<string | null> {
  const declared = index.tables.find(({ type }) => type.name === made.type);
  const created = { ...made, type: declared ? entityOf(declared) : made.type };
  const rebinding = new Rebinding(sql, index, at);
  const present = await rebinding.resolve(created.type, created.hubId);
  const [known] = await entitiesOf(sql, created, [created.externalId]);
  if (present === null) {
    if (known) return reborn(sql, index, known, created.hubId, at);
    await bear(sql, created);
    return null;
  }
  const entity = known ?? (await born(sql, created));
  if (entity.now === present) return null;
  const occupant = await rebinding.occupant(entity, present);
  if (occupant) {
    // Another record stands for it: which one is right is for a person to say.
    if (occupant.now === occupant.born || (await isAlive(sql, index, occupant))) return null;
    await rebinding.release(occupant);
  }
  await rebinding.bind(entity, { hubId: present, method: BY_COMMAND, by: null });
  await endConflict(sql, entity);
  await rebinding.look(entity);
  await rebinding.end();
  return known ? entity.now : null;
}

async function bear(sql: Sql, { brick, type, externalId, hubId }: Created): Promise<void> {
  await sql.run('insert into bindings (brick, type, external_id, hub_id) values (?, ?, ?, ?)', [
    ...[brick, type, externalId, hubId],
  ]);
}

/** A record that nobody has seen yet, with an id of its own. */
async function born(sql: Sql, { brick, type, externalId }: Created): Promise<Entity> {
  for (let attempt = 0; ; attempt++) {
    const hubId = guessHubId(brick, type, externalId, attempt);
    const taken = await sql.all('select 1 as one from bindings where hub_id = ? limit 1', [hubId]);
    if (taken.length > 0) continue;
    await bear(sql, { brick, type, externalId, hubId });
    return { brick, type, externalId, born: hubId, now: hubId, method: null };
  }
}

/**
 * A sync has seen the record before its message was settled. The id that the command gave was told to somebody first, so
 * it becomes the one that the record was born with; the other one goes on answering as an alias.
 */
async function reborn(sql: Sql, index: IdentityIndex, entity: Entity, hubId: string, at: string): Promise<string> {
  const { brick, type, externalId, born: alias } = entity;
  await sql.run('update bindings set hub_id = ? where brick = ? and type = ? and external_id = ?', [
    ...[hubId, brick, type, externalId],
  ]);
  // A name of a name stays one: each entity has one other name at most.
  await sql.run('update merges set hub_id = ? where hub_id = ? and type = ? and brick <> ?', [
    ...[hubId, alias, type, ALIAS_BRICK],
  ]);
  await bear(sql, { brick: ALIAS_BRICK, type, externalId: alias, hubId: alias });
  await sql.run(
    'insert into merges (brick, type, external_id, hub_id, method, bound_by, since) values (?, ?, ?, ?, ?, null, ?)',
    [ALIAS_BRICK, type, alias, hubId, BY_COMMAND, at],
  );
  for (const other of index.bricks) {
    await followHubId(sql, index, { brick: other, type }, { from: alias, to: hubId });
    await markRoots(sql, index, other, [alias]);
  }
  await bumpBindings(sql);
  // It was found to be another brick's entity meanwhile: what the command changes lies over that one.
  if (entity.now !== alias) await followHubId(sql, index, entity, { from: hubId, to: entity.now });
  return entity.now;
}
