import { beginSilence } from '../changes/index.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { CARRIED } from './carry-keys.ts';
import { scrub } from './erase.ts';

/**
 * What a restored database could not do for itself: facets of people, which no backup holds, are made again from what is
 * published, and of whom was erased since, the sealed pieces go. `everyRoot` makes due what is to be projected.
 */
export async function finishRestore(
  sql: Sql,
  tables: ReadonlyMap<string, FacetTable>,
  bricks: readonly string[],
  everyRoot: () => Promise<void>,
): Promise<void> {
  const carried = await sql.all('select 1 as one from meta where name = ?', [CARRIED]);
  if (carried.length === 0) return;
  for (const table of tables.values()) if (table.seal) await empty(sql, table);
  await everyRoot();
  await beginSilence(sql, bricks);
  const erased = await sql.all<{ id: string }>('select id from person_keys where erased_at is not null', []);
  await scrub(
    sql,
    erased.map(({ id }) => id),
  );
  await sql.run('delete from meta where name = ?', [CARRIED]);
}

/** All of a type, its words and links, of every brick. */
async function empty(sql: Sql, { name, type, searchable }: FacetTable): Promise<void> {
  if (sql.dialect === 'sqlite' && searchable)
    await sql.run(`insert into ${name}_search (${name}_search) values ('delete-all')`, []);
  await sql.run(`delete from ${name}`, []);
  await sql.run(`delete from facet_links where ${anyOf(sql.dialect, 'type')}`, [list([type.name])]);
}
