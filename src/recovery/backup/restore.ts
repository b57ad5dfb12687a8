import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, normalize, sep } from 'node:path';
import { PassThrough, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { measuring, readIdentities, unseal, type Measured } from './age.ts';
import { asLocalFailure, asTargetFailure, codeOf, failure, missing, tampered, truncated } from './failures.ts';
import { writeLedger, type LedgerEntry } from './ledger.ts';
import { blobName, contentsSchema, type Contents, type Manifest } from './manifest.ts';
import { restorePostgres, summarisePostgres } from './postgres.ts';
import { POSTGRES_PART, SQLITE_PART } from './snapshot.ts';
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
  /** Signs receipts; not for people. */
  receiptKey: string;
}

const PARALLEL = 8;

/** Brings a backup into a folder: `data/`, `mortar.config.yaml`, `mortar.env`, `included/`. Everything is compared. */
export async function restore(target: BackupTarget, options: RestoreOptions): Promise<Restored> {
  const began = performance.now();
  const identities = await readIdentities(options.identity);
  const chosen = await choose(target, options);
  await refuseUnlessEmpty(options.into);
  const beside = join(dirname(options.into), `.${basename(options.into)}.partial`);
  await rm(beside, { recursive: true, force: true });
  try {
    await mkdir(join(beside, 'data'), { recursive: true, mode: 0o700 });
    const from = new Source(target, identities, beside);
    const contents = await from.contents(chosen);
    await restoreDatabase(from, chosen, contents, options);
    await restoreFiles(from, contents, options.signal);
    await noteOrigin(join(beside, 'data'), chosen, contents, target);
    await rmdir(options.into).catch(() => undefined);
    await rename(beside, options.into);
    return summaryOf(chosen, contents, (performance.now() - began) / 1000);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw asLocalFailure(error);
  }
}

type Sound = StoredBackup & { manifest: Manifest };

/** The backup that was asked for, or the newest; never one that somebody altered. */
async function choose(target: BackupTarget, { backup, signer }: RestoreOptions): Promise<Sound> {
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
  if (newest && signers.size === 1) return newest;
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

/** What lies at a target, read for one restore. */
class Source {
  readonly #target: BackupTarget;
  readonly #identities: readonly string[];
  readonly folder: string;

  constructor(target: BackupTarget, identities: readonly string[], folder: string) {
    this.#target = target;
    this.#identities = identities;
    this.folder = folder;
  }

  /** Read first: a wrong key is told before anything large comes. */
  async contents(chosen: Sound): Promise<Contents> {
    const chunks: Buffer[] = [];
    const into = new Writable({
      write(chunk: Buffer, _encoding, next) {
        chunks.push(chunk);
        next();
      },
    });
    await this.part(chosen, 'contents.json.zst.age', into);
    try {
      return contentsSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    } catch (error) {
      throw tampered(`The list of contents of the backup ${chosen.id}`, error);
    }
  }

  /** One part of the backup, in the clear: its bytes are those that the manifest names. */
  async part({ id, manifest }: Sound, name: string, into: Writable): Promise<void> {
    const said = manifest.parts.find((part) => part.name === name);
    if (!said) throw missing(`The part ${name} of the backup ${id}`);
    const object = `backups/${id}/${name}`;
    const beside = join(this.folder, '.part');
    const got = await this.#fetch(object, createWriteStream(beside, { mode: 0o600 }));
    if (got.size < said.size) throw truncated(`The part ${name} of the backup ${id}`);
    if (got.sha256 !== said.sha256) throw tampered(`The part ${name} of the backup ${id}`);
    await unseal(createReadStream(beside), this.#identities, into);
    await rm(beside);
  }

  /** A blob, which is right when its content is its name. */
  async blob(keyring: string, sha256: string, file: string): Promise<void> {
    const name = blobName(keyring, sha256);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const source = await this.#open(name);
    const through = new PassThrough();
    const into = createWriteStream(file, { mode: 0o600, flush: true });
    const [, clear] = await Promise.all([
      within(this.#target, () => pipeline(source, through)),
      unseal(through, this.#identities, into),
    ]).catch((error: unknown) => {
      // The key has opened the list of contents: where it does not fit here, the head of the file was changed.
      const isAltered = codeOf(error) === 'BACKUP_TAMPERED' || codeOf(error) === 'BACKUP_KEY_WRONG';
      throw isAltered ? tampered(`The file ${name}`, error) : error;
    });
    if (clear.sha256 !== sha256) throw tampered(`The file ${name}`);
  }

  /** What is kept only as it is now; none is an answer. */
  async replaced(name: string, into: Writable): Promise<void> {
    await unseal(await this.#open(name), this.#identities, into);
  }

  list(folder: string): Promise<string[]> {
    return within(this.#target, async () => (await this.#target.list(folder)).map(({ name }) => name));
  }

  async #fetch(name: string, into: Writable): Promise<Measured> {
    const source = await this.#open(name);
    const { stream, done } = measuring();
    await within(this.#target, () => pipeline(source, stream, into));
    return done();
  }

  async #open(name: string): Promise<Readable> {
    const source = await within(this.#target, () => this.#target.get(name));
    if (source === null) throw missing(`The file ${name}`);
    return source;
  }
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
  const queue = wanted.values();
  const work = async (): Promise<void> => {
    for (const { sha256, file } of queue) {
      signal?.throwIfAborted();
      await from.blob(keyring, sha256, file);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  for (const [name, content] of Object.entries(files))
    await write(inside(join(from.folder, 'data'), name), Buffer.from(content, 'base64'));
  if (config !== null) await write(join(from.folder, 'mortar.config.yaml'), config);
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}\n`);
  if (variables.length > 0) await write(join(from.folder, 'mortar.env'), variables.join(''));
  await restoreReplaced(from);
}

/** Keys of persons come as they are now, from beside the backups, however old the backup is. */
async function restoreReplaced(from: Source): Promise<void> {
  for (const name of await from.list('current/')) {
    const file = /^current\/([a-z0-9.-]+)\.zst\.age$/.exec(name)?.[1];
    if (file === undefined || !file.startsWith('person-keys')) continue;
    const chunks: Buffer[] = [];
    const into = new Writable({
      write(chunk: Buffer, _encoding, next) {
        chunks.push(chunk);
        next();
      },
    });
    await from.replaced(name, into);
    await write(join(from.folder, 'data', file), Buffer.from(Buffer.concat(chunks).toString('utf8'), 'base64'));
  }
}

/** The restored hub goes on with the chain, after the backup that it came from. */
async function noteOrigin(
  data: string,
  { id, manifest, sha256 }: Sound,
  contents: Contents,
  target: BackupTarget,
): Promise<void> {
  const notes = contents.files['backups/ledger.json'];
  const earlier =
    notes === undefined ? [] : (JSON.parse(Buffer.from(notes, 'base64').toString('utf8')) as LedgerEntry[]);
  const { sequence, at } = manifest;
  const where = { name: target.name, site: target.site, stored: true, code: null, message: null };
  const origin = { id, sequence, at, sha256, seconds: 0, bytes: 0, targets: [where], receiptKey: contents.receiptKey };
  const unverified = { verifiedAt: null, restoreSeconds: null, verifiedFrom: null };
  await writeLedger(data, [{ ...origin, ...unverified }, ...earlier]);
}

function summaryOf({ id, manifest }: Sound, contents: Contents, seconds: number): Restored {
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

async function within<Result>(target: BackupTarget, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asLocalOr(error, target);
  }
}

/** A full disk of this machine is not the target's fault. */
function asLocalOr(error: unknown, target: BackupTarget): unknown {
  const known = asLocalFailure(error);
  return known === error ? asTargetFailure(error, target.name) : known;
}
