import type { FacetTable } from '../facets/facet-table.ts';
import { anyOf, list, type Sql } from '../sql.ts';

/** A column in which a value of a scheme is found. */
export interface IdentityColumn {
  table: FacetTable;
  entity: string;
  scheme: string;
  column: string;
  local?: true;
}

/** A table that tells in which brick an entity lives. */
export interface HomeTable {
  table: FacetTable;
  entity: string;
  /** Column that names the brick; null: the brick that says it. */
  column: string | null;
}

/** A value of a scheme, by which entities are recognised. */
export interface IdentityValue {
  scheme: string;
  value: string;
}

/** What follows what: a Product its Variants, whose facets name it in a column. */
export interface Follower {
  table: FacetTable;
  entity: string;
  leader: FacetTable;
  leaderEntity: string;
  column: string;
}

/** How the entities of a hub are recognised. */
export interface IdentityIndex {
  tables: readonly FacetTable[];
  /** In order of precedence. */
  bricks: readonly string[];
  columns: readonly IdentityColumn[];
  followers: readonly Follower[];
  homes: readonly HomeTable[];
}

/** The scheme under which entities are due whose followed entities have moved; its value is their hub id. */
export const FOLLOWS = 'follows';

export function identityIndex(tables: Iterable<FacetTable>, bricks: readonly string[]): IdentityIndex {
  const all = [...tables];
  const columns = all.flatMap((table) =>
    (table.type.identity ?? []).map((key) => ({ table, entity: entityOf(table), ...key })),
  );
  const followers = all.flatMap((table): Follower[] => {
    const { follows } = table.type;
    const leader = all.find(({ type }) => type.name === follows?.type);
    if (!follows || !leader) return [];
    return [{ table, entity: entityOf(table), leader, leaderEntity: entityOf(leader), column: follows.column }];
  });
  const homes = all.flatMap((table): HomeTable[] => {
    const { home } = table.type;
    return home ? [{ table, entity: entityOf(table), column: home === 'own' ? null : home.column }] : [];
  });
  return { tables: all, bricks, columns, followers, homes };
}

export function entityOf({ type }: FacetTable): string {
  return type.entity ?? type.name;
}

/** Schemes of an entity, best first. */
export function schemesOf({ columns }: IdentityIndex, entity: string): string[] {
  return [...new Set(columns.filter((one) => one.entity === entity).map(({ scheme }) => scheme))];
}

/** External ids of a brick's entities that have these values, by value. */
export async function holdersOf(
  sql: Sql,
  index: IdentityIndex,
  { entity, scheme, brick }: { entity: string; scheme: string; brick: string },
  values: readonly string[],
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const { table, column } of index.columns.filter((one) => one.entity === entity && one.scheme === scheme)) {
    const rows = await sql.all<{ value: string; external_id: string }>(
      `select ${column} as value, external_id from ${table.name} where brick = ? and ${anyOf(sql.dialect, column)}`,
      [brick, list(values)],
    );
    for (const { value, external_id } of rows) {
      const known = found.get(value);
      if (known) known.add(external_id);
      else found.set(value, new Set([external_id]));
    }
  }
  return found;
}

export interface Named {
  brick: string;
  type: string;
  externalId: string;
}

/** The values that an entity has, by scheme. */
export async function valuesOf(sql: Sql, index: IdentityIndex, entity: Named): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const { table, scheme, column } of index.columns.filter((one) => one.entity === entity.type)) {
    const rows = await sql.all<{ value: string }>(
      `select ${column} as value from ${table.name}
        where external_id = ? and brick = ? and ${column} <> ''`,
      [entity.externalId, entity.brick],
    );
    const values = found.get(scheme) ?? new Set<string>();
    for (const { value } of rows) values.add(value);
    found.set(scheme, values);
  }
  return found;
}

/** Whether the brick still says anything of an entity by which it could be recognised. */
export async function isAlive(sql: Sql, index: IdentityIndex, entity: Named): Promise<boolean> {
  for (const table of index.tables) {
    if (entityOf(table) !== entity.type || !(table.type.identity ?? table.type.follows)) continue;
    const rows = await sql.all(`select 1 as one from ${table.name} where external_id = ? and brick = ? limit 1`, [
      entity.externalId,
      entity.brick,
    ]);
    if (rows.length > 0) return true;
  }
  return false;
}
