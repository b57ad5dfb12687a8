import { MikroORM as PostgresORM, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, SqliteDriver, type AbstractSqlDriver, type Options } from '@mikro-orm/sql';
import { join } from 'node:path';
import { mirrorMigrations } from './migrations/index.ts';
import { refuseNewer } from './migration-state.ts';
import { asMirrorError, coded } from './mirror-error.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { SqliteHandle } from './sqlite-handle.ts';
import { postgresSql, sqliteSql, type DialectName, type Sql } from './sql.ts';
import { mirrorEntities, type MirrorTables } from './tables.ts';

/** Where a mirror's database is: a folder of the machine (SQLite), or a PostgreSQL address. */
export interface DatabasePlace {
  data: string;
  /** `postgres://…`; absent: SQLite in the data folder. */
  database?: string | undefined;
}

/** An open database. */
export interface Database {
  readonly dialect: DialectName;
  /** Outside of any transaction. */
  readonly sql: Sql;
  /** Only on SQLite. */
  readonly sqlite: SqliteHandle | undefined;
  /**
   * One transaction, on disk when it resolves. `redoable`: a power cut may undo it, whole, if nothing durable followed;
   * for what the database itself knows how to do again.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>, options?: { redoable: boolean }): Promise<T>;
  /** Brings the tables to this release. Throws MIRROR_NEWER for a database that a later release has migrated. */
  migrate(): Promise<void>;
  close(): Promise<void>;
}

const ormOptions = {
  entities: [...mirrorEntities],
  debug: false,
  discovery: { checkDuplicateTableNames: true },
  migrations: {
    tableName: 'migrations',
    migrationsList: mirrorMigrations,
    snapshot: false,
    snapshotOnMigrate: false,
    silent: true,
    disableForeignKeys: false,
  },
  extensions: [Migrator],
} satisfies Partial<Options>;

/** Opens the database; for reading only, nothing can be written through it. */
export async function openDatabase(place: DatabasePlace, options: { readOnly: boolean }): Promise<Database> {
  try {
    return place.database === undefined
      ? await openSqlite(join(place.data, 'mortar.db'), options.readOnly)
      : await openPostgres(place.database, options.readOnly);
  } catch (error) {
    throw asMirrorError(error);
  }
}

async function openSqlite(file: string, readOnly: boolean): Promise<Database> {
  const sqlite = new SqliteHandle({ file, readOnly });
  try {
    const orm = await MikroORM.init({
      ...ormOptions,
      driver: SqliteDriver,
      dbName: file,
      driverOptions: sqliteDialect(sqlite),
    });
    return ormDatabase(orm, 'sqlite', sqlite);
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

async function openPostgres(url: string, readOnly: boolean): Promise<Database> {
  const orm = await PostgresORM.init({
    ...ormOptions,
    driver: PostgreSqlDriver,
    clientUrl: url,
    pool: { min: 0, max: readOnly ? 8 : 2 },
    driverOptions: readOnly ? { options: '-c default_transaction_read_only=on' } : {},
  });
  const database = ormDatabase(orm, 'postgres', undefined);
  try {
    await database.sql.all('select 1', []);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function ormDatabase(
  orm: MikroORM<AbstractSqlDriver>,
  dialect: DialectName,
  sqlite: SqliteHandle | undefined,
): Database {
  // The tables' types are known; asking MikroORM to infer them again for every driver slows the compiler down.
  const access = (em: typeof orm.em): Sql => {
    const kysely = em.getKysely<MirrorTables>();
    return sqlite ? sqliteSql(sqlite, kysely) : postgresSql(kysely);
  };
  return {
    dialect,
    sqlite,
    sql: access(orm.em),
    async transaction(work, options) {
      const redoable = options?.redoable ?? false;
      sqlite?.durable(!redoable);
      return coded(
        orm.em.fork().transactional(async (em) => {
          const sql = access(em);
          if (redoable && !sqlite) await sql.run('set local synchronous_commit = off', []);
          return work(sql);
        }),
      );
    },
    migrate: async () => {
      await refuseNewer(access(orm.em));
      await coded(orm.migrator.up());
    },
    async close() {
      await orm.close(true);
      // MikroORM closes only what it has used.
      sqlite?.close();
    },
  };
}
