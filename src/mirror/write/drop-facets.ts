import type { FacetTable } from '../facets/facet-table.ts';
import type { Sql } from '../sql.ts';

/** Takes away what one brick is shown as: it can be projected again. */
export async function dropFacets(sql: Sql, tables: Iterable<FacetTable>, brick: string): Promise<void> {
  for (const table of tables) {
    if (sql.dialect === 'sqlite' && table.searchable) {
      await sql.run(
        `delete from ${table.name}_search where rowid in (select row_id from ${table.name} where brick = ?)`,
        [brick],
      );
    }
    await sql.run(`delete from ${table.name} where brick = ?`, [brick]);
  }
  await sql.run('delete from facet_links where brick = ?', [brick]);
}
