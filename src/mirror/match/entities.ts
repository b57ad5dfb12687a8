import { anyOf, list, type Sql } from '../sql.ts';

/**
 * Stands for the brick where a hub id is nothing but another name of an entity; external and born id are that name. No
 * brick has such a name: it begins with a letter.
 */
export const ALIAS_BRICK = '@alias';

/** One brick's entity, and what it is bound to. */
export interface Entity {
  brick: string;
  type: string;
  externalId: string;
  /** The id that it was born with. */
  born: string;
  /** The id that it has. */
  now: string;
  /** How it got another one than it was born with, or `hand`; null: it has its own. */
  method: string | null;
}

/** A person said which entity it is, or the hub made it for that one: no key says it better. */
export function isDecided({ method }: Entity): boolean {
  return method === 'hand' || method === 'command';
}

interface Row {
  brick: string;
  type: string;
  external_id: string;
  born: string;
  merged: string | null;
  method: string | null;
}

const SELECT = `select b.brick, b.type, b.external_id, b.hub_id as born, m.hub_id as merged, m.method from bindings b
  left join merges m on m.brick = b.brick and m.type = b.type and m.external_id = b.external_id`;

function toEntity({ external_id, merged, ...row }: Row): Entity {
  return {
    brick: row.brick,
    type: row.type,
    externalId: external_id,
    born: row.born,
    now: merged ?? row.born,
    method: row.method,
  };
}

/** A brick's entities with these external ids; those that it never had are left out. */
export async function entitiesOf(
  sql: Sql,
  { brick, type }: { brick: string; type: string },
  externalIds: Iterable<string>,
): Promise<Entity[]> {
  const text = `${SELECT} where b.brick = ? and b.type = ? and ${anyOf(sql.dialect, 'b.external_id')} order by b.external_id`;
  return (await sql.all<Row>(text, [brick, type, list([...externalIds])])).map(toEntity);
}

/** The entity that was born with this id. */
export async function bornAs(sql: Sql, type: string, hubId: string): Promise<Entity | null> {
  const [row] = await sql.all<Row>(`${SELECT} where b.hub_id = ? and b.type = ?`, [hubId, type]);
  return row ? toEntity(row) : null;
}

/** All entities that have this id now. */
export async function boundTo(sql: Sql, type: string, hubId: string): Promise<Entity[]> {
  const merged = `select m.brick, m.type, m.external_id, b.hub_id as born, m.hub_id as merged, m.method from merges m
    join bindings b on b.brick = m.brick and b.type = m.type and b.external_id = m.external_id
    where m.hub_id = ? and m.type = ? and m.brick <> '${ALIAS_BRICK}' order by m.brick`;
  const rows = (await sql.all<Row>(merged, [hubId, type])).map(toEntity);
  const owner = await bornAs(sql, type, hubId);
  return owner?.now === hubId && owner.method === null ? [owner, ...rows] : rows;
}
