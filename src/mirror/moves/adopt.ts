import { bulkInsert, type BulkInsert } from '../bulk.ts';
import { bumpBindings } from '../facets/bindings.ts';
import { guessHubId } from '../hub-id.ts';
import { bindByCommand, type IdentityIndex } from '../match/index.ts';
import { presentIds } from '../read/binding-reader.ts';
import type { AdoptedBinding, MoveWriter } from '../move.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';

type Adoption = Parameters<MoveWriter['adopt']>[0];

const BY_COMMAND = 'command';
const bindings: BulkInsert = {
  table: 'bindings',
  columns: ['brick', 'type', 'external_id', 'hub_id'],
  tail: 'on conflict do nothing',
};
const merges: BulkInsert = {
  table: 'merges',
  columns: ['brick', 'type', 'external_id', 'hub_id', 'method', 'bound_by', 'since'],
};

/** Says who the entities of a brick are before it is read. The hub had them made: no key says better what they are. */
export async function adopt(
  sql: Sql,
  index: IdentityIndex,
  { brick, born, bindings: named, at }: Adoption,
): Promise<void> {
  if (born) {
    await bulkInsert(
      sql,
      bindings,
      named.map(({ type, externalId, hubId }): Param[] => [brick, type, externalId, hubId]),
    );
    await bumpBindings(sql);
    return;
  }
  for (const [type, ofType] of Map.groupBy(named, (one) => one.type))
    await adoptType(sql, index, { brick, type, ofType, at });
  await bumpBindings(sql);
}

interface OfType {
  brick: string;
  type: string;
  ofType: readonly AdoptedBinding[];
  at: string;
}

/** Most are new to the hub, and are bound in a few statements; what it knew before is bound one by one. */
async function adoptType(sql: Sql, index: IdentityIndex, { brick, type, ofType, at }: OfType): Promise<void> {
  const present = await presentIds(
    sql,
    ofType.map(({ hubId }) => hubId),
  );
  const wanted = ofType.map((one) => ({ ...one, hubId: present.get(one.hubId) ?? one.hubId }));
  const known = await externalIdsKnown(sql, { brick, type }, wanted);
  const taken = await hubIdsTaken(sql, { brick, type }, wanted);
  const alive = await hubIdsThere(sql, type, wanted);
  const fresh: AdoptedBinding[] = [];
  const other: AdoptedBinding[] = [];
  for (const one of wanted) {
    const isNew = !known.has(one.externalId) && !taken.has(one.hubId) && alive.has(one.hubId);
    (isNew ? fresh : other).push(one);
    taken.add(one.hubId);
  }
  const own = await freeIds(sql, brick, fresh);
  await bulkInsert(
    sql,
    bindings,
    fresh.map((one, n): Param[] => [brick, type, one.externalId, own[n] ?? '']),
  );
  await bulkInsert(
    sql,
    merges,
    fresh.map((one): Param[] => [brick, type, one.externalId, one.hubId, BY_COMMAND, null, at]),
  );
  for (const one of other) await bindByCommand(sql, index, { ...one, brick }, at);
}

async function externalIdsKnown(
  sql: Sql,
  { brick, type }: { brick: string; type: string },
  wanted: readonly AdoptedBinding[],
): Promise<Set<string>> {
  const rows = await sql.all<{ external_id: string }>(
    `select external_id from bindings where brick = ? and type = ? and ${anyOf(sql.dialect, 'external_id')}`,
    [brick, type, list(wanted.map(({ externalId }) => externalId))],
  );
  return new Set(rows.map(({ external_id }) => external_id));
}

/** Those that another record of the same brick is bound to. */
async function hubIdsTaken(
  sql: Sql,
  { brick, type }: { brick: string; type: string },
  wanted: readonly AdoptedBinding[],
): Promise<Set<string>> {
  const ids = list(wanted.map(({ hubId }) => hubId));
  const rows = await sql.all<{ hub_id: string }>(
    `select hub_id from merges where brick = ? and type = ? and ${anyOf(sql.dialect, 'hub_id')}
      union select hub_id from bindings where brick = ? and type = ? and ${anyOf(sql.dialect, 'hub_id')}`,
    [brick, type, ids, brick, type, ids],
  );
  return new Set(rows.map(({ hub_id }) => hub_id));
}

async function hubIdsThere(sql: Sql, type: string, wanted: readonly AdoptedBinding[]): Promise<Set<string>> {
  const rows = await sql.all<{ hub_id: string }>(
    `select hub_id from bindings where type = ? and ${anyOf(sql.dialect, 'hub_id')}`,
    [type, list(wanted.map(({ hubId }) => hubId))],
  );
  return new Set(rows.map(({ hub_id }) => hub_id));
}

/** Ids of their own, under which they answer, too. */
async function freeIds(sql: Sql, brick: string, fresh: readonly AdoptedBinding[]): Promise<string[]> {
  const free: string[] = [];
  const taken = new Set<string>();
  for (const { type, externalId } of fresh) {
    for (let attempt = 0; ; attempt++) {
      const hubId = guessHubId(brick, type, externalId, attempt);
      const there = await sql.all('select 1 as one from bindings where hub_id = ? limit 1', [hubId]);
      if (taken.has(hubId) || there.length > 0) continue;
      taken.add(hubId);
      free.push(hubId);
      break;
    }
  }
  return free;
}
