import { SqliteDialect, type SqliteDatabase } from 'kysely';
import type { SQLInputValue } from 'node:sqlite';
import type { SqliteHandle } from './sqlite-handle.ts';

/**
 * Kysely's dialect over a handle of ours. MikroORM's `NodeSqliteDialect` prepares every statement anew, cannot open a
 * file read-only, and begins deferred transactions, which fail at once when they turn from reading to writing.
 */
export function sqliteDialect(handle: SqliteHandle): SqliteDialect {
  const database: SqliteDatabase = {
    close: () => handle.close(),
    prepare(sql) {
      const text = sql === 'begin' ? 'begin immediate' : sql;
      return {
        reader: handle.reads(text),
        all: (params) => handle.all(text, params as SQLInputValue[]),
        run: (params) => handle.run(text, params as SQLInputValue[]),
        iterate: (params) => handle.statement(text).iterate(...(params as SQLInputValue[])),
      };
    },
  };
  return new SqliteDialect({ database });
}
