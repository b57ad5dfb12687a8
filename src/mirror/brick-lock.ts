import type { Database } from './database.ts';
import { postgresSql } from './sql.ts';

/** Takes a brick for this process; null while another holder has it. Resolves with how to let go. */
export type BrickLocks = (brick: string) => Promise<(() => Promise<void>) | null>;

const LOCK = 'select pg_try_advisory_lock(hashtext(?), hashtext(?)) as taken';
const UNLOCK = 'select pg_advisory_unlock(hashtext(?), hashtext(?))';
const SCOPE = 'mortar-run';

/**
 * On PostgreSQL the lock lives as long as a connection of its own, so that the server gives it back when the process
 * dies. On SQLite one process writes the folder, and the lock is a name in its memory.
 */
export function brickLocks(database: Database): BrickLocks {
  return database.dialect === 'sqlite' ? locksInMemory() : (brick) => lockOnServer(database, brick);
}

function locksInMemory(): BrickLocks {
  const held = new Set<string>();
  return (brick) => {
    if (held.has(brick)) return Promise.resolve(null);
    held.add(brick);
    return Promise.resolve(() => {
      held.delete(brick);
      return Promise.resolve();
    });
  };
}

function lockOnServer(database: Database, brick: string): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve, reject) => {
    const connection = database.sql.kysely.connection().execute(async (kysely) => {
      const sql = postgresSql(kysely);
      const [row] = await sql.all<{ taken: boolean }>(LOCK, [SCOPE, brick]);
      if (!row?.taken) return resolve(null);
      await new Promise<void>((release) => {
        resolve(async () => {
          release();
          await connection;
        });
      });
      await sql.all(UNLOCK, [SCOPE, brick]);
    });
    connection.catch(reject);
  });
}
