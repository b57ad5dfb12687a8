import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type Database, type DatabasePlace } from './database.ts';
import type { RunFailure } from './contract.ts';
import { migrationState, type MigrationState } from './migration-state.ts';

/** What a look from outside tells of a database: no body, no name of anybody. */
export interface DatabaseState extends MigrationState {
  dialect: 'sqlite' | 'postgres';
  /** False: nothing was made there yet. */
  made: boolean;
  /** Of SQLite: what its own check says; `ok`, or what is damaged. */
  integrity: string | null;
  messages: { brick: string; state: string; count: number }[];
  openHolds: { brick: string; kind: string; count: number }[];
  /** The last drill of each brick, and the last good one's end. */
  drills: { brick: string; outcome: string; endedAt: string; rto: number; passedAt: string | null }[];
  /** The last runs, newest first. */
  runs: { brick: string; state: string; startedAt: string; read: number; failures: string[] }[];
}

/** Looks at a database for reading only, beside whatever process writes it; migrates nothing. Throws coded errors. */
export async function lookAtDatabase(place: DatabasePlace): Promise<DatabaseState> {
  if (place.database === undefined && !existsSync(join(place.data, 'mortar.db'))) return nothing();
  const database = await openDatabase(place, { readOnly: true });
  try {
    const migrations = await migrationState(database.sql);
    const known = migrations.applied.length > 0;
    return {
      ...{ dialect: database.dialect, made: known, ...migrations },
      integrity: integrityOf(database),
      ...(known ? await contentsOf(database) : empty()),
    };
  } finally {
    await database.close();
  }
}

type Contents = Pick<DatabaseState, 'messages' | 'openHolds' | 'drills' | 'runs'>;

const empty = (): Contents => ({ messages: [], openHolds: [], drills: [], runs: [] });

function nothing(): DatabaseState {
  return { dialect: 'sqlite', made: false, integrity: null, applied: [], pending: [], unknown: [], ...empty() };
}

function integrityOf({ sqlite }: Database): string | null {
  if (!sqlite) return null;
  // The quick one: it reads every page once, but does not compare indexes with their tables.
  return sqlite
    .all('pragma quick_check(5)', [])
    .map((row) => String(Object.values(row)[0]))
    .join('; ');
}

/** A database of an older release may lack a table: then there is nothing of it to tell. */
async function contentsOf({ sql }: Database): Promise<Contents> {
  const tables = new Set((await sql.kysely.introspection.getTables()).map(({ name }) => name));
  const rows = <Row extends object>(table: string, query: string): Promise<Row[]> =>
    tables.has(table) ? sql.all<Row>(query, []) : Promise.resolve([]);
  const messages = await rows<DatabaseState['messages'][number]>(
    'messages',
    'select brick, state, cast(count(*) as integer) as count from messages group by brick, state order by brick, state',
  );
  const openHolds = await rows<DatabaseState['openHolds'][number]>(
    'holds',
    `select brick, kind, cast(count(*) as integer) as count from holds where state = 'open' group by brick, kind`,
  );
  const runs = await rows<{ brick: string; state: string; started_at: string; read: number; failures: string }>(
    'runs',
    'select brick, state, started_at, read, failures from runs order by started_at desc limit 20',
  );
  const drills = await rows<{
    brick: string;
    outcome: string;
    ended_at: string;
    rto: number;
    passed_at: string | null;
  }>(
    'drills',
    `select brick, outcome, ended_at, rto, (select max(p.ended_at) from drills p where p.brick = d.brick
      and p.outcome = 'passed') as passed_at from drills d where not exists
      (select 1 from drills n where n.brick = d.brick and (n.ended_at > d.ended_at
        or (n.ended_at = d.ended_at and n.id > d.id))) order by brick`,
  );
  return {
    messages,
    openHolds,
    drills: drills.map(({ ended_at: endedAt, passed_at: passedAt, ...drill }) => ({ ...drill, endedAt, passedAt })),
    runs: runs.map(({ started_at: startedAt, failures, ...run }) => {
      return { ...run, startedAt, failures: (JSON.parse(failures) as RunFailure[]).map(({ code }) => code) };
    }),
  };
}
