import { anyOf, list, type Sql } from '../sql.ts';
import { boundTo, type Entity } from './entities.ts';
import type { IdentityIndex, IdentityValue, Named } from './identities.ts';
import { everyValue } from './moved-values.ts';

/** By entity type, the bricks that have entities of their own of it. */
export type HomeBricks = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether an entity may be one with another that has the same value: the two live in one brick, in two, or who knows. */
export type Kinship = 'same' | 'foreign' | 'unclear';

interface Looked {
  sql: Sql;
  index: IdentityIndex;
  homes: HomeBricks;
}

/** The brick in which an entity lives; null: it is not known, or its type lives nowhere in particular. */
export async function livesIn({ sql, index }: Pick<Looked, 'sql' | 'index'>, entity: Named): Promise<string | null> {
  for (const { table, column } of index.homes.filter((one) => one.entity === entity.type)) {
    const [row] = await sql.all<{ home: string | null }>(
      `select ${column ?? 'brick'} as home from ${table.name} where external_id = ? and brick = ? limit 1`,
      [entity.externalId, entity.brick],
    );
    // What is no brick of this hub is nobody's home.
    if (row?.home && index.bricks.includes(row.home)) return row.home;
  }
  return null;
}

/** Whether it is bound to something that lives in another brick. */
export async function isStranger(looked: Looked, entity: Entity): Promise<boolean> {
  const home = await livesIn(looked, entity);
  if (home === null) return false;
  const others = await homesOf(looked, entity, entity.now);
  return others.size > 0 && !others.has(home);
}

/** Judges by their homes who may be one with an entity that has this value; null: homes mean nothing to its type. */
export async function homesFor(
  looked: Looked,
  entity: Entity,
  key: IdentityValue,
): Promise<{ kinship(hubId: string): Promise<Kinship> } | null> {
  if (!looked.index.homes.some((one) => one.entity === entity.type)) return null;
  const home = await livesIn(looked, entity);
  const thinkable = await thinkableHomes(looked, entity.type, key);
  return {
    async kinship(hubId) {
      const theirs = await homesOf(looked, entity, hubId);
      if (home !== null && theirs.size > 0) return theirs.has(home) ? 'same' : 'foreign';
      const all = new Set([...theirs, ...thinkable, ...(home === null ? [] : [home])]);
      return all.size > 1 ? 'unclear' : 'same';
    },
  };
}

/** Where all those live that have this id, but for the one. */
async function homesOf(looked: Looked, but: Entity, hubId: string): Promise<Set<string>> {
  const homes = new Set<string>();
  for (const one of await boundTo(looked.sql, but.type, hubId)) {
    if (one.brick === but.brick && one.externalId === but.externalId) continue;
    const home = await livesIn(looked, one);
    if (home !== null) homes.add(home);
  }
  return homes;
}

/** Where something of an unknown home may live: in any brick if the value is local, else in those that have the value. */
async function thinkableHomes(
  { sql, index, homes }: Looked,
  type: string,
  { scheme, value }: IdentityValue,
): Promise<ReadonlySet<string>> {
  const columns = index.columns.filter((one) => one.entity === type && one.scheme === scheme);
  if (columns.some(({ local }) => local)) return homes.get(type) ?? new Set();
  const having = new Set<string>();
  for (const { table, column } of columns.filter((one) => isHome(index, one.table))) {
    const rows = await sql.all<{ brick: string }>(
      `select distinct brick from ${table.name} where ${anyOf(sql.dialect, 'brick')} and ${column} = ?`,
      [list([...index.bricks]), value],
    );
    for (const { brick } of rows) having.add(brick);
  }
  return having;
}

function isHome(index: IdentityIndex, table: IdentityIndex['homes'][number]['table']): boolean {
  return index.homes.some((one) => one.table === table && one.column === null);
}

const META = 'home-bricks';

/**
 * Bricks that have or had entities of their own, so that one whose facets are just being made again still counts. When
 * another one joins them, local values of an unknown home are due: they no longer decide.
 */
export async function homeBricks(sql: Sql, index: IdentityIndex): Promise<HomeBricks> {
  const [row] = await sql.all<{ value: string }>('select value from meta where name = ?', [META]);
  const known = new Map(Object.entries(JSON.parse(row?.value ?? '{}') as Record<string, string[]>));
  const homes = new Map<string, Set<string>>();
  for (const { table, entity } of index.homes.filter(({ column }) => column === null)) {
    const all = homes.get(entity) ?? new Set(known.get(entity)?.filter((brick) => index.bricks.includes(brick)));
    for (const brick of index.bricks) {
      if (all.has(brick)) continue;
      const rows = await sql.all(`select 1 as one from ${table.name} where brick = ? limit 1`, [brick]);
      if (rows.length > 0) all.add(brick);
    }
    homes.set(entity, all);
  }
  const value = JSON.stringify(Object.fromEntries([...homes].map(([entity, all]) => [entity, [...all].sort()])));
  if (value === (row?.value ?? '{}')) return homes;
  await sql.run(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    [META, value],
  );
  await everyValue(sql, index, ({ local }) => local === true);
  return homes;
}
