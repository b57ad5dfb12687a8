import { anyOf, list, type Sql } from '../sql.ts';
import type { IdentityIndex } from './identities.ts';

/** Makes due the roots of a brick whose facets have one of these hub ids, name it in a column, or link to it. */
export async function markRoots(
  sql: Sql,
  { tables }: IdentityIndex,
  brick: string,
  hubIds: readonly string[],
): Promise<void> {
  const ids = list(hubIds);
  const into = 'insert into due (brick, root_kind, root_id)';
  for (const table of tables) {
    const texts = table.columns.filter(([, { type }]) => type === 'text').map(([column]) => column);
    for (const column of ['hub_id', ...texts]) {
      await sql.run(
        `${into} select distinct brick, root_kind, root_id from ${table.name}
          where brick = ? and ${anyOf(sql.dialect, column)} on conflict do nothing`,
        [brick, ids],
      );
    }
    for (const rel of Object.keys(table.type.links)) {
      await sql.run(
        `${into} select distinct f.brick, f.root_kind, f.root_id from facet_links l
          join ${table.name} f on f.brick = l.brick and f.hub_id = l.hub_id
          where l.brick = ? and l.type = ? and l.rel = ? and ${anyOf(sql.dialect, 'l.target')} on conflict do nothing`,
        [brick, table.type.name, rel, ids],
      );
    }
  }
}
