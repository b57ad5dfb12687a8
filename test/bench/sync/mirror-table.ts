import type { SQLOutputValue } from 'node:sqlite';
import type { SqliteHandle } from '../../../src/mirror/sqlite-handle.ts';

export type Row = readonly SQLOutputValue[];

/** A whole table of a mirror, in memory. */
export interface MirrorTable {
  table: string;
  columns: readonly string[];
  rows: readonly Row[];
  /** Values of these columns of a row, as one text. */
  key(...columns: string[]): (row: Row) => string;
}

/** Names of ordinary tables: search indexes and what belongs to them are left out. */
export function tableNames(mirror: SqliteHandle): string[] {
  const found = mirror.all(
    `select name from sqlite_master where type = 'table' and sql not like 'create virtual table%'
      and name not like '%\\_search\\_%' escape '\\' order by name`,
    [],
  );
  return found.map(({ name }) => String(name));
}

/** What makes these tables and all their indexes. */
export function tableSchema(mirror: SqliteHandle, tables: readonly string[]): string[] {
  const found = mirror.all(
    `select sql from sqlite_master where tbl_name in (select value from json_each(?)) and sql is not null
      and type in ('table', 'index') order by type = 'index'`,
    [JSON.stringify(tables)],
  );
  return found.map(({ sql }) => String(sql));
}

export function readTable(mirror: SqliteHandle, table: string, order: string): MirrorTable {
  const statement = mirror.statement(`select * from ${table} ${order}`);
  const columns = statement.columns().map(({ name }) => name);
  const rows = statement.all().map((row): Row => Object.values(row));
  return {
    table,
    columns: columns.map((column) => `"${column}"`),
    rows,
    key(...names) {
      const at = names.map((name) => columns.indexOf(name));
      return (row) => at.map((index) => String(row[index])).join('\n');
    },
  };
}
