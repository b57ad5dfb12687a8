import type { Sql } from '../sql.ts';
import { endConflict, noteConflict, type Doubt } from './conflicts.ts';
import { entitiesOf, isDecided, type Entity } from './entities.ts';
import { holdersOf, isAlive, schemesOf, valuesOf, type IdentityIndex } from './identities.ts';
import type { Rebinding } from './rebinding.ts';

/** What a step works with. */
export interface Step {
  sql: Sql;
  index: IdentityIndex;
  rebinding: Rebinding;
  at: string;
}

/** What the keys of an entity say: which one it is, or why that is not clear. */
export interface Verdict {
  target: { hubId: string; method: string; value: string } | null;
  doubt: Doubt | null;
}

/** Binds an entity as its identity values say. */
export async function matchByKeys(step: Step, entity: Entity): Promise<void> {
  await settle(step, entity, isDecided(entity) ? { target: null, doubt: null } : await judge(step, entity));
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

async function judge({ sql, index }: Step, entity: Entity): Promise<Verdict> {
  const values = await valuesOf(sql, index, entity);
  let among: ReadonlySet<string> | undefined;
  let doubt: Doubt | null = null;
  for (const scheme of schemesOf(index, entity.type)) {
    for (const value of values.get(scheme) ?? []) {
      const found = await candidatesOf({ sql, index }, entity, { scheme, value });
      const before: ReadonlySet<string> = among ?? found;
      const candidates = new Set([...found].filter((one) => before.has(one)));
      if (candidates.size === 0) continue;
      const reason = (await isDuplicate({ sql, index }, entity, { scheme, value })) ? 'duplicate' : 'ambiguous';
      const [hubId] = candidates;
      if (reason === 'ambiguous' && candidates.size === 1 && hubId !== undefined)
        return { target: { hubId, method: scheme, value }, doubt: null };
      doubt ??= { scheme, value, reason, candidates };
      among = candidates;
    }
  }
  return { target: null, doubt };
}

type Looked = Pick<Step, 'sql' | 'index'>;
interface Key {
  scheme: string;
  value: string;
}

/** Hub ids of those who have the value in the brick of highest precedence that has any. */
async function candidatesOf({ sql, index }: Looked, entity: Entity, { scheme, value }: Key): Promise<Set<string>> {
  for (const brick of index.bricks.slice(0, Math.max(0, index.bricks.indexOf(entity.brick)))) {
    const holders = (await holdersOf(sql, index, { entity: entity.type, scheme, brick }, [value])).get(value);
    if (!holders) continue;
    const found = await entitiesOf(sql, { brick, type: entity.type }, holders);
    return new Set(found.map(({ now }) => now));
  }
  return new Set();
}

/** Whether another of the same brick has the value, about which no person has decided. */
async function isDuplicate({ sql, index }: Looked, entity: Entity, { scheme, value }: Key): Promise<boolean> {
  const { brick, type } = entity;
  const holders = (await holdersOf(sql, index, { entity: type, scheme, brick }, [value])).get(value) ?? [];
  const others = [...holders].filter((externalId) => externalId !== entity.externalId);
  if (others.length === 0) return false;
  return (await entitiesOf(sql, entity, others)).some((other) => !isDecided(other));
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
