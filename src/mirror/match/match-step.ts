import type { Sql } from '../sql.ts';
import { matchByFollowed } from './by-followed.ts';
import { matchByKeys, type Step } from './by-keys.ts';
import { entitiesOf } from './entities.ts';
import { endConflict } from './conflicts.ts';
import { homeBricks } from './homes.ts';
import { FOLLOWS, holdersOf, isAlive, type IdentityIndex } from './identities.ts';
import { Rebinding } from './rebinding.ts';

interface Due {
  entity: string;
  scheme: string;
  value: string;
}

/** One transaction's work: compares at most `limit` values that moved. */
export async function matchStep(
  sql: Sql,
  index: IdentityIndex,
  { limit, at }: { limit: number; at: string },
): Promise<{ changed: number; due: number }> {
  const homes = await homeBricks(sql, index);
  const taken = await takeDue(sql, limit);
  const rebinding = new Rebinding(sql, index, at);
  const step: Step = { sql, index, rebinding, homes, at };
  const byKeys = taken.filter(({ scheme }) => scheme !== FOLLOWS);
  for (const [entity, due] of Map.groupBy(byKeys, (one) => one.entity)) await matchValues(step, entity, due);
  for (const { entity, scheme, value } of taken) if (scheme === FOLLOWS) await matchByFollowed(step, entity, value);
  await rebinding.end();
  const [row] = await sql.all<{ due: number }>('select cast(count(*) as integer) as due from match_due', []);
  return { changed: rebinding.changed, due: row?.due ?? 0 };
}

async function takeDue(sql: Sql, limit: number): Promise<Due[]> {
  const taken = await sql.all<Due>(
    'select entity, scheme, value from match_due order by entity, scheme, value limit ?',
    [limit],
  );
  for (const { entity, scheme, value } of taken)
    await sql.run('delete from match_due where entity = ? and scheme = ? and value = ?', [entity, scheme, value]);
  return taken;
}

/** Looks at all entities that have one of the values, or were in doubt about it; the canonical ones first. */
async function matchValues(step: Step, type: string, due: readonly Due[]): Promise<void> {
  const { sql, index } = step;
  const concerned = await holdersByBrick(step, type, due);
  for (const { brick, external_id } of await inDoubt(sql, type, due)) {
    if (!(await isAlive(sql, index, { brick, type, externalId: external_id })))
      await endConflict(sql, { brick, type, externalId: external_id });
    else concerned.get(brick)?.add(external_id);
  }
  for (const [brick, externalIds] of concerned) {
    for (const externalId of [...externalIds].sort()) {
      // Read one by one: each may change what the next one is bound to.
      for (const entity of await entitiesOf(sql, { brick, type }, [externalId])) await matchByKeys(step, entity);
    }
  }
}

/** Nothing can come of a value that only one brick has; most values of a first read are such. */
async function holdersByBrick(
  { sql, index }: Step,
  type: string,
  due: readonly Due[],
): Promise<Map<string, Set<string>>> {
  const concerned = new Map(index.bricks.map((brick) => [brick, new Set<string>()]));
  for (const [scheme, values] of Map.groupBy(due, (one) => one.scheme)) {
    const wanted = values.map(({ value }) => value);
    const earlier = new Set<string>();
    for (const brick of index.bricks) {
      const holders = await holdersOf(sql, index, { entity: type, scheme, brick }, wanted);
      for (const [value, externalIds] of holders) {
        if (earlier.has(value)) addAll(concerned.get(brick), externalIds);
        earlier.add(value);
      }
    }
  }
  return concerned;
}

function addAll(set: Set<string> | undefined, values: Iterable<string>): void {
  for (const value of values) set?.add(value);
}

async function inDoubt(sql: Sql, type: string, due: readonly Due[]): Promise<{ brick: string; external_id: string }[]> {
  const [any] = await sql.all('select 1 as one from binding_conflicts where type = ? limit 1', [type]);
  if (!any) return [];
  const found: { brick: string; external_id: string }[] = [];
  for (const { scheme, value } of due) {
    const text = 'select brick, external_id from binding_conflicts where type = ? and scheme = ? and value = ?';
    found.push(...(await sql.all<{ brick: string; external_id: string }>(text, [type, scheme, value])));
  }
  return found;
}
