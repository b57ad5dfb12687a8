import type { BindOrder, BindOutcome } from '../contract.ts';
import type { Sql } from '../sql.ts';
import { endConflict } from './conflicts.ts';
import { entitiesOf } from './entities.ts';
import { isAlive, type IdentityIndex } from './identities.ts';
import { Rebinding } from './rebinding.ts';

const BY_HAND = 'hand';

/** Makes a brick's entity the one that a person says. */
export async function bindByHand(sql: Sql, index: IdentityIndex, order: BindOrder): Promise<BindOutcome> {
  const [entity] = await entitiesOf(sql, order, [order.externalId]);
  if (!entity) return { outcome: 'unknown-record' };
  const rebinding = new Rebinding(sql, index, order.at);
  const hubId = await rebinding.resolve(order.type, order.hubId);
  if (hubId === null) return { outcome: 'unknown-entity' };
  const occupant = await rebinding.occupant(entity, hubId);
  if (occupant) {
    const stays = occupant.now === occupant.born || (await isAlive(sql, index, occupant));
    if (stays) return { outcome: 'taken', externalId: occupant.externalId };
    await rebinding.release(occupant);
  }
  await rebinding.bind(entity, { hubId, method: BY_HAND, by: order.by });
  await endConflict(sql, entity);
  // Others of its brick may have been in doubt because of it.
  await rebinding.look(entity);
  await rebinding.end();
  return { outcome: 'done', hubId };
}

/** Makes a brick's entity one of its own, for good. */
export async function unbindByHand(
  sql: Sql,
  index: IdentityIndex,
  order: Omit<BindOrder, 'hubId'>,
): Promise<BindOutcome> {
  const [entity] = await entitiesOf(sql, order, [order.externalId]);
  if (!entity) return { outcome: 'unknown-record' };
  const rebinding = new Rebinding(sql, index, order.at);
  await rebinding.bind(entity, { hubId: entity.born, method: BY_HAND, by: order.by });
  await endConflict(sql, entity);
  await rebinding.look(entity);
  await rebinding.end();
  return { outcome: 'done', hubId: entity.born };
}
