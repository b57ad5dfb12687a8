import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, normalize, sep } from 'node:path';
import pMap from 'p-map';
import { readIdentities } from './age.ts';
import { asLocalFailure, codeOf, failure, tampered } from './failures.ts';
import { replayJournal, type JournalRestored } from './journal/index.ts';
import { writeLedger, type JournalPlace, type LedgerEntry } from './ledger.ts';
import type { Contents } from './manifest.ts';
import { restorePersonKeys } from './personal.ts';
import { restorePostgres, summarisePostgres } from './postgres.ts';
import { POSTGRES_PART, SQLITE_PART } from './snapshot.ts';
import { Source, within, type Sound } from './restore-source.ts';
import { chainBreaks, storedBackups, type StoredBackup } from './stored-backups.ts';
import { compareTables, summariseSqlite } from './table-summary.ts';
import type { BackupTarget } from './target.ts';

export interface RestoreOptions {
  /** Absent, or empty. It appears whole or not at all. */
  into: string;
  identity: string;
  /** Default: the newest. */
  backup?: string;
  /** As `mortar backup` shows it: backups of other hubs are refused. */
  signer?: string;
  /** An empty PostgreSQL database, for backups of one. */
  database?: string;
  /** Where the journal has a gap, what comes after it is applied all the same. */
  acceptGap?: boolean;
  /** Without what was acknowledged after the backup. */
  withoutJournal?: boolean;
  /** Takes the keys of persons as they were with this backup; default: the newest. */
  keysOf?: string;
  signal?: AbortSignal;
}

/** What was restored, and what to do next. */
export interface Restored {
  backup: string;
  /** When it was begun. */
  at: string;
  signer: string;
  seconds: number;
  tables: number;
  rows: number;
  blobs: number;
  included: number;
  /** Whether a configuration came along. */
  hasConfig: boolean;
  /** Variables that the configuration needs; their values are in `mortar.env`. */
  environment: string[];
  /** What was acknowledged after the backup, as far as it was sent; null: the backup knows no journal. */
  journal: JournalRestored | null;
  /** What the owner must know of, although the restore is whole. */
  warnings: string[];
  /** Signs receipts; not for people. */
  receiptKey: string;
}

const PARALLEL = 8;

/** Brings a backup into a folder: `data/`, `mortar.config.yaml`, `mortar.env`, `included/`. Everything is compared. */
export async function restore(target: BackupTarget, options: RestoreOptions): Promise<Restored> {
  const began = performance.now();
  const identities = await readIdentities(options.identity);
  const { chosen, keeper } = await choose(target, options);
  await refuseUnlessEmpty(options.into);
  const beside = join(dirname(options.into), `.${basename(options.into)}.partial`);
  await rm(beside, { recursive: true, force: true });
  try {
    await mkdir(join(beside, 'data'), { recursive: true, mode: 0o700 });
    const from = new Source(target, identities, beside);
    const contents = await from.contents(chosen);
    await restoreDatabase(from, chosen, contents, options);
    await restoreFiles(from, contents, options.signal);
    const place = {
      data: join(beside, 'data'),
      database: chosen.manifest.database === 'postgres' ? options.database : undefined,
    };
    const isSealed = contents.tables['person_keys']?.rows === 0;
    await restorePersonKeys(from, place, { keeper, isSealed });
    const replayed = await within(target, () =>
      replayJournal({
        ...{ target, identities, signer: chosen.manifest.signer, data: join(beside, 'data'), scratch: beside },
        ...{ acceptGap: options.acceptGap, leaveOut: options.withoutJournal, signal: options.signal },
        database: chosen.manifest.database === 'postgres' ? options.database : undefined,
      }),
    );
    const warnings = await within(target, () => warningsOf(target));
    await noteOrigin(join(beside, 'data'), chosen, { contents, target, journal: replayed?.from ?? null });
    await rmdir(options.into).catch(() => undefined);
    await rename(beside, options.into);
    const seconds = (performance.now() - began) / 1000;
    return { ...summaryOf(chosen, contents, seconds), journal: replayed?.restored ?? null, warnings };
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw asLocalFailure(error);
  }
}

/** The lock keeps what was written first: whoever tried to get rid of it is seen. */
async function warningsOf(target: BackupTarget): Promise<string[]> {
  const names = (await target.laidOver?.()) ?? [];
  if (names.length === 0) return [];
  const some = names.slice(0, 3).join(', ');
  return [
    `Somebody who has the hub's credentials has deleted or overwritten ${String(names.length)} things at ${target.name} (${some}). What was there first is what counts. Change all credentials; look at every backup that is newer than that.`,
  ];
}

/** The backup that was asked for, or the newest; never one that somebody altered. */
/** The backup, and that beside which the newest keys of persons lie. */
async function choose(
  target: BackupTarget,
  { backup, signer, keysOf }: RestoreOptions,
): Promise<{ chosen: Sound; keeper: Sound | null }> {
  const all = await within(target, async () => {
    const names = (await target.list('backups/')).map(({ name }) => name);
    return storedBackups(target, names);
  });
  const wanted = backup === undefined ? all : all.filter(({ id }) => id === backup);
  if (wanted.length === 0) throw notThere(target, backup, all);
  for (const { reason } of wanted) if (reason) throw reason;
  const [broken] = chainBreaks(all);
  if (broken !== undefined && backup === undefined) throw tampered(`The chain of backups (${broken})`);
  const sound = wanted.filter((each): each is Sound => each.manifest !== null);
  const ours = signer === undefined ? sound : sound.filter(({ manifest }) => manifest.signer === signer);
  const signers = new Set(ours.map(({ manifest }) => manifest.signer));
  const newest = ours.at(-1);
  if (newest && signers.size === 1) {
    const own = all.filter((each): each is Sound => each.manifest?.signer === newest.manifest.signer);
    const keepers = own.filter(({ id, manifest }) => manifest.personKeys && (keysOf === undefined || id === keysOf));
    if (keysOf !== undefined && keepers.length === 0) throw notThere(target, keysOf, all);
    return { chosen: newest, keeper: keepers.at(-1) ?? null };
  }
  throw failure(
    'BACKUP_SIGNER_UNKNOWN',
    signers.size === 0
      ? `No backup at ${target.name} was signed by ${String(signer)}.`
      : `Backups at ${target.name} were signed by several hubs: ${[...signers].join(', ')}.`,
    'Name the one that is yours with --signer; it stands in the kit, and in what `mortar backup` says.',
  );
}

function notThere({ name }: BackupTarget, backup: string | undefined, all: readonly StoredBackup[]): Error {
  const known = all
    .map(({ id }) => id)
    .slice(-5)
    .join(', ');
  return failure(
    'BACKUP_NOT_FOUND',
    backup === undefined ? `There is no backup at ${name}.` : `There is no backup ${backup} at ${name}.`,
    known === '' ? 'Name the folder or prefix in which `backups/` lies.' : `The newest there are: ${known}.`,
  );
}

async function refuseUnlessEmpty(into: string): Promise<void> {
  const found = await readdir(into).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  if (found.length === 0) return;
  throw failure(
    'RESTORE_FOLDER_NOT_EMPTY',
    `The folder ${into} is not empty.`,
    'Name one that is absent or empty: nothing is ever overwritten.',
  );
}

async function restoreDatabase(
  from: Source,
  chosen: Sound,
  contents: Contents,
  { database }: RestoreOptions,
): Promise<void> {
  if (chosen.manifest.database === 'sqlite') {
    const file = join(from.folder, 'data', 'mortar.db');
    await from.part(chosen, SQLITE_PART, createWriteStream(file, { mode: 0o600, flush: true }));
    refuseDifferences(chosen.id, compareTables(contents.tables, summariseSqlite(file)));
    return;
  }
  if (database === undefined) {
    throw failure(
      'RESTORE_DATABASE_MISSING',
      'This is the backup of a PostgreSQL database, and no database to restore it into is named.',
      'Make an empty one (createdb) and set DATABASE_URL to its address, then run it again.',
    );
  }
  if (Object.keys(await summarisePostgres(database)).length > 0)
    throw failure(
      'RESTORE_DATABASE_NOT_EMPTY',
      'The database that DATABASE_URL names is not empty.',
      'Make an empty one (createdb) and name that.',
    );
  const dump = join(from.folder, '.pgdump');
  await from.part(chosen, POSTGRES_PART, createWriteStream(dump, { mode: 0o600 }));
  await restorePostgres(database, createReadStream(dump));
  await rm(dump);
  refuseDifferences(chosen.id, compareTables(contents.tables, await summarisePostgres(database)));
}

function refuseDifferences(id: string, differences: readonly string[]): void {
  if (differences.length === 0) return;
  const said = differences.slice(0, 3).join('; ');
  throw failure(
    'BACKUP_DIFFERS',
    `What the backup ${id} restores to is not what was backed up: ${said}.`,
    'Take the same backup from another target, or an older one (--backup ID).',
  );
}

async function restoreFiles(from: Source, contents: Contents, signal: AbortSignal | undefined): Promise<void> {
  const { blobs, included, keyring, files, config, environment } = contents;
  const wanted = [
    ...blobs.map(([sha256]) => ({ sha256, file: join(from.folder, 'data', 'blobs', sha256.slice(0, 2), sha256) })),
    ...included.map(({ path, sha256 }) => ({ sha256, file: inside(join(from.folder, 'included'), path) })),
  ];
  await pMap(wanted, ({ sha256, file }) => from.blob(keyring, sha256, file), {
    concurrency: PARALLEL,
    ...(signal && { signal }),
  });
  for (const [name, content] of Object.entries(files))
    await write(inside(join(from.folder, 'data'), name), Buffer.from(content, 'base64'));
  if (config !== null) await write(join(from.folder, 'mortar.config.yaml'), config);
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}\n`);
  if (variables.length > 0) await write(join(from.folder, 'mortar.env'), variables.join(''));
}

/** The restored hub goes on with the chain, after the backup that it came from. */
async function noteOrigin(
  data: string,
  { id, manifest, sha256 }: Sound,
  { contents, target, journal }: { contents: Contents; target: BackupTarget; journal: JournalPlace | null },
): Promise<void> {
  const notes = contents.files['backups/ledger.json'];
  const earlier =
    notes === undefined ? [] : (JSON.parse(Buffer.from(notes, 'base64').toString('utf8')) as LedgerEntry[]);
  const { sequence, at } = manifest;
  const where = { name: target.name, site: target.site, stored: true, code: null, message: null };
  const origin = { id, sequence, at, sha256, seconds: 0, bytes: 0, targets: [where], receiptKey: contents.receiptKey };
  const unverified = { verifiedAt: null, restoreSeconds: null, verifiedFrom: null };
  const place = journal && { line: journal.line, sequence: journal.sequence, keyring: contents.keyring };
  await writeLedger(data, [
    { ...origin, ...unverified, journal: place, auditHead: manifest.auditHead ?? null },
    ...earlier,
  ]);
}

function summaryOf(
  { id, manifest }: Sound,
  contents: Contents,
  seconds: number,
): Omit<Restored, 'journal' | 'warnings'> {
  const tables = Object.values(contents.tables);
  return {
    backup: id,
    at: manifest.at,
    signer: manifest.signer,
    seconds,
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    blobs: contents.blobs.length,
    included: contents.included.length,
    hasConfig: contents.config !== null,
    environment: Object.keys(contents.environment),
    receiptKey: contents.receiptKey,
  };
}

/** A name from a backup never leaves the folder that it is meant for. */
function inside(folder: string, name: string): string {
  const path = normalize(join(folder, name));
  if (path.startsWith(folder + sep)) return path;
  throw tampered('A name in the list of contents');
}

async function write(file: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, content, { mode: 0o600 });
  const written = await open(file, 'r');
  await written.sync().finally(() => written.close());
}

/** For `node --env-file` and systemd's EnvironmentFile alike. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", `'"'"'`)}'`;
}
