import type { BindingConflict, BindingRow } from '../contract.ts';
import { ALIAS_BRICK, boundTo } from '../match/index.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';

interface ConflictRow {
  id: string;
  type: string;
  brick: string;
  external_id: string;
  hub_id: string;
  scheme: string;
  value: string;
  reason: BindingConflict['reason'];
  candidates: string;
  since: string;
}

/** What a person should decide, by id. */
export async function bindingConflicts(
  sql: Sql,
  tables: ReadonlyMap<string, FacetTable>,
  { type, brick, first, after }: { type?: string; brick?: string; first: number; after?: string },
): Promise<{ rows: BindingConflict[]; hasNext: boolean }> {
  const conditions: string[] = [];
  const params: Param[] = [];
  for (const [text, value] of [
    ['c.type = ?', type],
    ['c.brick = ?', brick],
    ['c.id > ?', after],
  ] as const) {
    if (value === undefined) continue;
    conditions.push(text);
    params.push(value);
  }
  const rows = await sql.all<ConflictRow>(
    `select c.id, c.type, c.brick, c.external_id, coalesce(m.hub_id, b.hub_id) as hub_id, c.scheme, c.value, c.reason,
      c.candidates, c.since from binding_conflicts c
      join bindings b on b.brick = c.brick and b.type = c.type and b.external_id = c.external_id
      left join merges m on m.brick = c.brick and m.type = c.type and m.external_id = c.external_id
      ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''} order by c.id limit ?`,
    [...params, first + 1],
  );
  const shown: ConflictRow[] = [];
  for (const row of rows.slice(0, first)) shown.push({ ...row, value: await valueOf(sql, tables, row) });
  return { rows: shown.map(toConflict), hasNext: rows.length > first };
}

/** A personal value is kept as a keyed hash, by which it compares: the facet itself says it. */
async function valueOf(sql: Sql, tables: ReadonlyMap<string, FacetTable>, row: ConflictRow): Promise<string> {
  for (const { type, name, seal } of tables.values()) {
    const column = type.identity?.find(({ scheme }) => scheme === row.scheme)?.column;
    if (column === undefined || !seal?.hides(column) || (type.entity ?? type.name) !== row.type) continue;
    const [found] = await sql.all<{ hub_id: string; data: string }>(
      `select hub_id, data from ${name} where brick = ? and external_id = ? and ${column} = ?`,
      [row.brick, row.external_id, row.value],
    );
    if (!found) continue;
    const facet = JSON.parse(seal.openData(row.brick, found.hub_id, found.data)) as object;
    return String(type.columns[column]?.of(facet) ?? row.value);
  }
  return row.value;
}

function toConflict({ external_id, hub_id, candidates, ...row }: ConflictRow): BindingConflict {
  return { ...row, externalId: external_id, hubId: hub_id, candidates: JSON.parse(candidates) as string[] };
}

/** All records behind these hub ids, whichever of an entity's ids is asked for. */
export async function bindings(sql: Sql, type: string, ids: readonly string[]): Promise<BindingRow[]> {
  const present = await presentIds(sql, ids);
  const wanted = new Set(ids.map((id) => present.get(id) ?? id));
  const rows: BindingRow[] = [];
  for (const hubId of wanted) {
    for (const { brick, externalId, born, now, method } of await boundTo(sql, type, hubId))
      rows.push({ type, brick, externalId, hubId: now, bornAs: born, method: method ?? 'own' });
  }
  return rows;
}

/** For ids that were merged into others: which ones answer for them. */
export async function presentIds(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.all<{ alias: string; hub_id: string; brick: string }>(
    `select b.hub_id as alias, m.hub_id, b.brick from bindings b
      join merges m on m.brick = b.brick and m.type = b.type and m.external_id = b.external_id
      where ${anyOf(sql.dialect, 'b.hub_id')} and m.hub_id <> b.hub_id`,
    [list(ids)],
  );
  const present = new Map(rows.map(({ alias, hub_id }) => [alias, hub_id]));
  // Another name of an entity that was merged since.
  const names = rows.filter(({ brick }) => brick === ALIAS_BRICK);
  if (names.length === 0) return present;
  const further = await presentIds(
    sql,
    names.map(({ hub_id }) => hub_id),
  );
  for (const { alias, hub_id } of names) present.set(alias, further.get(hub_id) ?? hub_id);
  return present;
}
