import type { Sql } from '../sql.ts';
import { endConflict, noteConflict, type Doubt } from './conflicts.ts';
import { entitiesOf, isDecided, type Entity } from './entities.ts';
import { homesFor, isStranger, livesIn, type HomeBricks } from './homes.ts';
import { holdersOf, isAlive, schemesOf, valuesOf, type IdentityIndex, type IdentityValue } from './identities.ts';
import type { Rebinding } from './rebinding.ts';

/** What a step works with. */
export interface Step {
  sql: Sql;
  index: IdentityIndex;
  rebinding: Rebinding;
  /** By entity type, the bricks in which entities live that live in one: as `homeBricks` knows them. */
  homes: HomeBricks;
  at: string;
}

/** What the keys of an entity say: which one it is, or why that is not clear. */
export interface Verdict {
  target: { hubId: string; method: string; value: string } | null;
  doubt: Doubt | null;
}

/** Binds an entity as its identity values say. */
export async function matchByKeys(step: Step, entity: Entity): Promise<void> {
  if (isDecided(entity)) return settle(step, entity, { target: null, doubt: null });
  const there = await leaveStrangers(step, entity);
  await settle(step, there, await judge(step, there));
}

/** What it was bound to may turn out to live in another brick. */
async function leaveStrangers(step: Step, entity: Entity): Promise<Entity> {
  if (entity.now === entity.born || !(await isStranger(step, entity))) return entity;
  await step.rebinding.release(entity);
  return { ...entity, now: entity.born, method: null };
}

/** Does what a verdict says. */
export async function settle({ sql, index, rebinding, at }: Step, entity: Entity, verdict: Verdict): Promise<void> {
  const { target, doubt } = verdict;
  if (target) {
    const occupant = target.hubId === entity.now ? null : await rebinding.occupant(entity, target.hubId);
    if (occupant && !(await yields(sql, index, occupant, { entity, method: target.method }))) {
      const taken = { ...target, scheme: target.method, reason: 'taken', candidates: new Set([target.hubId]) } as const;
      await rebinding.release(entity);
      return noteConflict(sql, entity, taken, at);
    }
    if (occupant) {
      await rebinding.release(occupant);
      await rebinding.look(occupant);
    }
    if (target.hubId !== entity.now || target.method !== entity.method)
      await rebinding.bind(entity, { ...target, by: null });
  } else if (doubt) {
    // Not even what was found earlier stays: what is bound must not depend on what was read first.
    await rebinding.release(entity);
    return noteConflict(sql, entity, doubt, at);
  }
  await endConflict(sql, entity);
}

async function judge(step: Step, entity: Entity): Promise<Verdict> {
  const { sql, index } = step;
  const values = await valuesOf(sql, index, entity);
  let among: ReadonlySet<string> | undefined;
  let doubt: Doubt | null = null;
  for (const scheme of schemesOf(index, entity.type)) {
    for (const value of values.get(scheme) ?? []) {
      const { found, isSure } = await candidatesOf(step, entity, { scheme, value });
      const before: ReadonlySet<string> = among ?? found;
      const candidates = new Set([...found].filter((one) => before.has(one)));
      if (candidates.size === 0) continue;
      const reason = (await isDuplicate(step, entity, { scheme, value })) ? 'duplicate' : 'ambiguous';
      const [hubId] = candidates;
      if (isSure && reason === 'ambiguous' && candidates.size === 1 && hubId !== undefined)
        return { target: { hubId, method: scheme, value }, doubt: null };
      doubt ??= { scheme, value, reason, candidates };
      // What nobody can be sure of takes nothing from what the next key says.
      if (isSure) among = candidates;
    }
  }
  return { target: null, doubt };
}

/**
 * Hub ids of those who have the value in the brick of highest precedence that has any. Where it is not clear that they
 * live in the same brick, all of them, and not sure.
 */
async function candidatesOf(
  step: Step,
  entity: Entity,
  key: IdentityValue,
): Promise<{ found: Set<string>; isSure: boolean }> {
  const { sql, index } = step;
  const { scheme, value } = key;
  const homes = await homesFor(step, entity, key);
  const unclear = new Set<string>();
  for (const brick of index.bricks.slice(0, Math.max(0, index.bricks.indexOf(entity.brick)))) {
    const holders = (await holdersOf(sql, index, { entity: entity.type, scheme, brick }, [value])).get(value);
    if (!holders) continue;
    const found = await entitiesOf(sql, { brick, type: entity.type }, holders);
    const hubIds = new Set(found.map(({ now }) => now));
    if (!homes) return { found: hubIds, isSure: true };
    const same = new Set<string>();
    for (const hubId of hubIds) {
      const kinship = await homes.kinship(hubId);
      if (kinship === 'same') same.add(hubId);
      else if (kinship === 'unclear') unclear.add(hubId);
    }
    if (same.size > 0) return { found: same, isSure: true };
  }
  return { found: unclear, isSure: false };
}

/** Whether another of the same brick has the value, about which no person has decided. */
async function isDuplicate(step: Step, entity: Entity, { scheme, value }: IdentityValue): Promise<boolean> {
  const { sql, index } = step;
  const { brick, type } = entity;
  const holders = (await holdersOf(sql, index, { entity: type, scheme, brick }, [value])).get(value) ?? [];
  const others = [...holders].filter((externalId) => externalId !== entity.externalId);
  if (others.length === 0) return false;
  const undecided = (await entitiesOf(sql, entity, others)).filter((other) => !isDecided(other));
  if (undecided.length === 0) return false;
  const home = await livesIn(step, entity);
  for (const other of undecided) if ((await livesIn(step, other)) === home) return true;
  return false;
}

/** Whether who has an id gives way: it is gone, or its claim is weaker. What was born with an id never does. */
async function yields(
  sql: Sql,
  index: IdentityIndex,
  occupant: Entity,
  { entity, method }: { entity: Entity; method: string },
): Promise<boolean> {
  if (occupant.method === null || occupant.now === occupant.born) return false;
  if (!(await isAlive(sql, index, occupant))) return true;
  if (isDecided(occupant)) return false;
  const schemes = schemesOf(index, entity.type);
  const claims = [schemes.indexOf(method), schemes.indexOf(occupant.method)] as const;
  return claims[0] === claims[1] ? entity.externalId < occupant.externalId : claims[0] < claims[1];
}
