import { SqliteDialect, type SqliteDatabase } from 'kysely';
import type { SQLInputValue } from 'node:sqlite';
import type { SqliteHandle } from './sqlite-handle.ts';

/**
 * Kysely's dialect over a connection of ours. MikroORM's `NodeSqliteDialect` prepares every statement anew, cannot open a
 * file read-only, and begins deferred transactions, which fail at once when they turn from reading to writing.
 */
export function sqliteDialect(sqlite: SqliteHandle): SqliteDialect {
  const database: SqliteDatabase = {
    close: () => sqlite.close(),
    prepare(sql) {
      const text = sql === 'begin' ? 'begin immediate' : sql;
      return {
        reader: sqlite.reads(text),
        all: (params) => sqlite.all(text, params as SQLInputValue[]),
        run: (params) => sqlite.run(text, params as SQLInputValue[]),
        iterate: (params) => sqlite.statement(text).iterate(...(params as SQLInputValue[])),
      };
    },
  };
  return new SqliteDialect({ database });
}
