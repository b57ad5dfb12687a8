import { words } from '../fold.ts';
import { anyOf, list, type DialectName, type Sql } from '../sql.ts';
import { bulkInsert } from '../bulk.ts';
import type { FacetTable } from './facet-table.ts';

/**
 * Search by words. Both databases are given the words as `words` finds them, so that neither one's own idea of a word
 * decides: SQLite in an FTS5 table without content, PostgreSQL in a `tsvector` column of the facet table.
 */

/** The table beside a facet table that holds its words, if this database needs one. */
export function searchTable(dialect: DialectName, table: FacetTable): { name: string; definition: string } | null {
  if (dialect !== 'sqlite' || !table.searchable) return null;
  const name = `${table.name}_search`;
  return {
    name,
    definition: `create virtual table ${name} using fts5(words, content = '', contentless_delete = 1,
      detail = none, tokenize = 'ascii')`,
  };
}

/** What is stored of a text. */
export function searchDocument({ seal }: FacetTable, text: string): string {
  const found = words(text);
  return (seal ? seal.indexed(found) : found).join(' ');
}

/** A search: whether a row `f` fits, and a subquery for all `row_id` that do; both take the one parameter. */
export interface SearchCondition {
  test: string;
  rows: string;
  param: string;
}

/** Null when a search has no words, and so finds nothing. */
export function searchCondition(dialect: DialectName, table: FacetTable, search: string): SearchCondition | null {
  const asked = words(search);
  if (asked.length === 0 || !table.searchable) return null;
  // Of sealed words every beginning is indexed as a word of its own.
  const sealed = table.seal?.searched(asked) ?? null;
  const [found, any] = sealed ? [sealed, false] : [asked, true];
  if (dialect === 'postgres') {
    const param = found.map((word) => `'${word}'${any ? ':*' : ''}`).join(' & ');
    const rows = `select row_id from ${table.name} where search @@ ?::tsquery`;
    return { test: 'f.search @@ ?::tsquery', rows, param };
  }
  const name = `${table.name}_search`;
  const rows = `select rowid from ${name} where ${name} match ?`;
  return {
    test: `+f.row_id in (${rows})`,
    rows,
    param: found.map((word) => `"${word}"${any ? '*' : ''}`).join(' AND '),
  };
}

/** Replaces the words of rows in SQLite's index; `replaced` are the rows that may have been there before. */
export async function indexWords(
  sql: Sql,
  table: FacetTable,
  documents: readonly { rowId: number; document: string }[],
  replaced: readonly number[],
): Promise<void> {
  const name = `${table.name}_search`;
  if (replaced.length > 0) {
    await sql.run(`delete from ${name} where ${anyOf(sql.dialect, 'rowid', 'integer')}`, [list(replaced)]);
  }
  await bulkInsert(
    sql,
    { table: name, columns: ['rowid', 'words'] },
    documents.map(({ rowId, document }) => [rowId, document]),
  );
}
