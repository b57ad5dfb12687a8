import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, failure } from './failures.ts';
import { AUDIT_HEAD, auditHeadOf, type BackedUpHead } from './audit-head.ts';
import { JOURNAL_PLACE, journalPlaceOf, type JournalPlace } from './ledger.ts';
import { leftOutOf, PERSONAL_TABLES } from './personal.ts';
import type { TableSummary } from './table-summary.ts';

/** As a table is summarised in which there is nothing. */
const EMPTY = { rows: 0, hash: '0' };

/** A dump under way, of one instant, and what the tables hold at that instant. */
export interface PostgresDump {
  archive: Readable;
  tables: TableSummary;
  /** Up to which segment the journal is in it; null: it knows of none. */
  journal: JournalPlace | null;
  /** Newest entry of the audit trail in it; null: there is none. */
  auditHead: BackedUpHead | null;
  /** Resolves when the dump is whole; the archive has to be read meanwhile. */
  ended: Promise<void>;
}

/** Dumps a database while others write it. `pg_dump` and `psql` do the work: they know the server's every version. */
export async function dumpPostgres(url: string, schema = 'public'): Promise<PostgresDump> {
  const session = new PsqlSession(url);
  try {
    await session.ask('begin isolation level repeatable read read only');
    const [snapshot = ''] = await session.ask('select pg_export_snapshot()');
    const has = await session.ask(`select tablename from pg_tables where schemaname = '${schema}'`);
    const [noted] = has.includes('meta') ? await session.ask(PERSONAL_TABLES) : [];
    const out = has.includes('person_keys') ? leftOutOf(noted).tables.filter((name) => has.includes(name)) : [];
    const tables = { ...(await summarise(session, schema)), ...Object.fromEntries(out.map((name) => [name, EMPTY])) };
    const [place] = 'meta' in tables ? await session.ask(JOURNAL_PLACE) : [];
    const [head] = 'audit' in tables ? await session.ask(AUDIT_HEAD) : [];
    const without = out.map((name) => `--exclude-table-data=${schema}.${name}`);
    const options = ['--format=custom', '--compress=0', '--no-owner', `--snapshot=${snapshot}`, ...without];
    const dump = start('pg_dump', options, url);
    dump.child.stdin.end();
    const ended = dump.ended.finally(() => session.close());
    const journal = place === undefined ? null : journalPlaceOf(place);
    const auditHead = head === undefined ? null : auditHeadOf(head);
    return { archive: dump.child.stdout, tables, journal, auditHead, ended };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Brings a dump into an empty database. */
export async function restorePostgres(url: string, archive: Readable): Promise<void> {
  const restore = start(
    'pg_restore',
    ['--no-owner', '--exit-on-error', '--single-transaction', `--dbname=${nameOf(url)}`],
    url,
  );
  await Promise.all([pipeline(archive, restore.child.stdin), restore.ended]);
}

export async function summarisePostgres(url: string, schema = 'public'): Promise<TableSummary> {
  const session = new PsqlSession(url);
  try {
    return await summarise(session, schema);
  } finally {
    await session.close();
  }
}

/** Runs work in a database of its own on the same server, which is dropped afterwards. */
export async function inScratchDatabase<T>(url: string, work: (scratch: string) => Promise<T>): Promise<T> {
  const name = `mortar_verify_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
  const session = new PsqlSession(url);
  try {
    await session.ask(`create database ${name}`);
    try {
      const scratch = new URL(url);
      scratch.pathname = `/${name}`;
      return await work(scratch.href);
    } finally {
      await session.ask(`drop database if exists ${name} with (force)`);
    }
  } finally {
    await session.close();
  }
}

/** The sum does not depend on the order of the rows, which two servers need not share. */
async function summarise(session: PsqlSession, schema: string): Promise<TableSummary> {
  const names = await session.ask(`select tablename from pg_tables where schemaname = '${schema}' order by 1`);
  const tables: TableSummary = {};
  for (const name of names) {
    const table = `"${schema}"."${name.replaceAll('"', '""')}"`;
    const [line = ''] = await session.ask(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) from ${table} t`,
    );
    const [rows = '0', hash = ''] = line.split(' ');
    tables[name] = { rows: Number(rows), hash };
  }
  return tables;
}

/** One connection through `psql`: it stays open, so that its snapshot stays valid. */
class PsqlSession {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<void>;
  readonly #lines: AsyncIterator<string>;

  constructor(url: string) {
    const { child, ended } = start('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1'], url);
    this.#child = child;
    this.#ended = ended;
    this.#ended.catch(() => undefined);
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async ask(sql: string): Promise<string[]> {
    const end = '-- end of answer';
    this.#child.stdin.write(`${sql};\n\\echo ${end}\n`);
    const lines: string[] = [];
    for (;;) {
      const line = await this.#lines.next();
      if (line.done) {
        await this.#ended;
        throw failure('BACKUP_DATABASE_FAILED', 'psql ended early.', 'Look at the log of the database server.');
      }
      if (line.value === end) return lines;
      lines.push(line.value);
    }
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended.catch(() => undefined);
  }
}

/** The password goes through the environment: the list of processes shows arguments to everybody. */
function start(
  program: string,
  args: string[],
  url: string,
): { child: ChildProcessWithoutNullStreams; ended: Promise<void> } {
  // eslint-disable-next-line no-restricted-syntax -- no setting is read: the program needs the machine's search path
  const child = spawn(program, args, { env: { ...process.env, ...connectionOf(url) } });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
  // Whoever closes early is heard by its exit code.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (error) => reject(codeOf(error) === 'ENOENT' ? absent(program) : error));
    child.on('close', (code) => (code === 0 ? resolve() : reject(broken(program, said))));
  });
  return { child, ended };
}

function absent(program: string): Error {
  return failure(
    'BACKUP_TOOL_MISSING',
    `The database is PostgreSQL, and ${program} is not installed here.`,
    'Install the PostgreSQL client of the server’s version (Debian: apt install postgresql-client), then run it again.',
  );
}

function broken(program: string, said: string): Error {
  const first = said.split('\n').find((line) => line !== '') ?? '';
  return failure(
    'BACKUP_DATABASE_FAILED',
    `${program} failed: ${first.slice(0, 200)}`,
    'Check that the database runs, that its user may read all tables, and that the PostgreSQL client is as new as the server.',
  );
}

function connectionOf(url: string): Record<string, string> {
  const { hostname, port, username, password, searchParams } = new URL(url);
  const sslmode = searchParams.get('sslmode');
  return {
    PGHOST: searchParams.get('host') ?? decodeURIComponent(hostname),
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    ...(password !== '' && { PGPASSWORD: decodeURIComponent(password) }),
    PGDATABASE: nameOf(url),
    ...(sslmode !== null && { PGSSLMODE: sslmode }),
    // Texts of rows must not depend on where they are read.
    PGTZ: 'UTC',
    PGOPTIONS: '-c extra_float_digits=3 -c DateStyle=ISO',
  };
}

function nameOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';
}
