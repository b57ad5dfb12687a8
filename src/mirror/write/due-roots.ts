import { anyOf, list, listRows, type Sql } from '../sql.ts';
import type { Dependency } from './dependencies.ts';

/** What was published of one kind: the records, and the parents that they have and had. */
export interface Published {
  brick: string;
  ids: readonly string[];
  parents: readonly string[];
}

/** A list is one parameter; this keeps it small. */
const CHUNK = 5_000;
const INTO = 'insert into due (brick, root_kind, root_id)';
const ONCE = 'on conflict do nothing';

/** Makes due every root whose facets depend on what was published. */
export async function markDue(sql: Sql, dependencies: readonly Dependency[], published: Published): Promise<void> {
  if (published.ids.length === 0) return;
  for (const { root, through } of dependencies) {
    if (through === 'all') await allRoots(sql, published.brick, root);
    else if (through === 'self') await listed(sql, published.brick, root, published.ids);
    else if (through === 'parent') await listed(sql, published.brick, root, published.parents);
    else await related(sql, published.brick, root, through === 'key' ? 'key' : 'parent', published.parents);
  }
}

/** Makes every living root of the brick due. */
export async function markEveryRoot(sql: Sql, brick: string, roots: readonly string[]): Promise<void> {
  for (const root of roots) await allRoots(sql, brick, root);
}

async function allRoots(sql: Sql, brick: string, root: string): Promise<void> {
  await sql.run(
    `${INTO} select brick, kind, external_id from records
      where brick = ? and kind = ? and published_alive = 1 ${ONCE}`,
    [brick, root],
  );
}

async function listed(sql: Sql, brick: string, root: string, ids: readonly string[]): Promise<void> {
  const text = `${INTO} select ${typed(sql, '?')}, ${typed(sql, '?')}, listed.value from ${listRows(sql.dialect)}
    where true ${ONCE}`;
  for (const chunk of chunks(ids)) await sql.run(text, [brick, root, list(chunk)]);
}

async function related(
  sql: Sql,
  brick: string,
  root: string,
  column: 'parent' | 'key',
  values: readonly string[],
): Promise<void> {
  const text = `${INTO} select brick, kind, external_id from records
    where brick = ? and kind = ? and ${anyOf(sql.dialect, column)} ${ONCE}`;
  for (const chunk of chunks(values)) await sql.run(text, [brick, root, list(chunk)]);
}

function typed(sql: Sql, parameter: string): string {
  return sql.dialect === 'sqlite' ? parameter : `${parameter}::text`;
}

function* chunks(values: readonly string[]): Iterable<readonly string[]> {
  for (let at = 0; at < values.length; at += CHUNK) yield values.slice(at, at + CHUNK);
}
