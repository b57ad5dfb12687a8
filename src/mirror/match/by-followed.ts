import { anyOf, list } from '../sql.ts';
import { settle, type Step, type Verdict } from './by-keys.ts';
import { boundTo, entitiesOf, isDecided, type Entity } from './entities.ts';
import { inDoubtAbout } from './conflicts.ts';
import { FOLLOWS, type Follower } from './identities.ts';

/** Binds what follows others (a product its variants) to the one entity in which all of them are found. */
export async function matchByFollowed(step: Step, type: string, hubId: string): Promise<void> {
  const { index, sql, rebinding } = step;
  const now = await rebinding.resolve(type, hubId);
  if (now === null) return;
  for (const follower of index.followers.filter(({ entity }) => entity === type)) {
    const bound = [...(await boundTo(sql, type, now)), ...(await inDoubtAbout(sql, type, new Set([hubId, now])))];
    for (const entity of bound.sort((a, b) => index.bricks.indexOf(a.brick) - index.bricks.indexOf(b.brick))) {
      const known = index.bricks.includes(entity.brick) && !isDecided(entity);
      await settle(step, entity, known ? await judge(step, follower, entity) : { target: null, doubt: null });
    }
  }
}

async function judge(step: Step, follower: Follower, entity: Entity): Promise<Verdict> {
  const { sql } = step;
  const { leader, leaderEntity, column } = follower;
  const rows = await sql.all<{ external_id: string }>(
    `select external_id from ${leader.name} where brick = ? and ${anyOf(sql.dialect, column)}`,
    [entity.brick, list([...new Set([entity.now, entity.born])])],
  );
  const leaders = await entitiesOf(
    sql,
    { brick: entity.brick, type: leaderEntity },
    rows.map(({ external_id }) => external_id),
  );
  const candidates = new Set<string>();
  for (const one of leaders) {
    for (const found of await foundIn(step, follower, { brick: entity.brick, hubId: one.now })) candidates.add(found);
  }
  const [hubId] = candidates;
  if (hubId === undefined) {
    // What it followed is found nowhere any more; without anything to follow it stays what it is.
    if (leaders.length > 0) await step.rebinding.release(entity);
    return { target: null, doubt: null };
  }
  if (candidates.size === 1) return { target: { hubId, method: FOLLOWS, value: entity.born }, doubt: null };
  return { target: null, doubt: { scheme: FOLLOWS, value: entity.born, reason: 'ambiguous', candidates } };
}

/** What the earliest brick before this one that has the leader says that it belongs to. */
async function foundIn(
  { sql, index, rebinding }: Step,
  { leader, leaderEntity, column, entity }: Follower,
  { brick, hubId }: { brick: string; hubId: string },
): Promise<string[]> {
  const bound = await boundTo(sql, leaderEntity, hubId);
  for (const earlier of index.bricks.slice(0, index.bricks.indexOf(brick))) {
    const externalIds = bound.filter((one) => one.brick === earlier).map(({ externalId }) => externalId);
    if (externalIds.length === 0) continue;
    const rows = await sql.all<{ value: string }>(
      `select distinct ${column} as value from ${leader.name}
        where brick = ? and ${anyOf(sql.dialect, 'external_id')} and ${column} is not null`,
      [earlier, list(externalIds)],
    );
    const found: string[] = [];
    for (const { value } of rows) found.push((await rebinding.resolve(entity, value)) ?? value);
    if (found.length > 0) return found;
  }
  return [];
}
