import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type DatabasePlace } from '../database.ts';
import { asMirrorError, coded, invalid } from '../mirror-error.ts';
import type { Sql } from '../sql.ts';
import { Vault } from './vault.ts';

/** In the data folder, beside the database and never in it. */
export const MASTER_KEY_FILE = 'person-master.key';
const BYTES = 32;
const CHECK = 'person-master-check';

/** Where the master key comes from: the configuration, or a file of the data folder. */
export interface MasterKeyPlace {
  data: string;
  /** Base64 of 32 bytes; absent: the file. */
  personKey?: string | undefined;
}

/** 32 bytes as base64, as they are written to the file and into the environment. Throws PERSON_KEY_INVALID. */
export function decodeMasterKey(text: string): Buffer {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length === BYTES) return bytes;
  throw invalid(
    'PERSON_KEY_INVALID',
    'The master key of personal data is not 32 bytes as base64.',
    'Take it from where it is kept, whole; a new one cannot open what is there. To make the first one: openssl rand -base64 32',
  );
}

/** Null: there is none yet. */
export function readMasterKey({ data, personKey }: MasterKeyPlace): Buffer | null {
  if (personKey !== undefined) return decodeMasterKey(personKey);
  try {
    return decodeMasterKey(readFileSync(join(data, MASTER_KEY_FILE), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw asMirrorError(error);
  }
}

/**
 * The vault of a database that may be written, within a transaction: the first time, a master key is made. It is on disk
 * before anything is sealed with it.
 */
export async function openVault(sql: Sql, place: MasterKeyPlace): Promise<Vault> {
  const known = await checkOf(sql);
  const key = readMasterKey(place);
  if (known !== null) return vaultOf(key, known);
  const vault = new Vault(key ?? makeMasterKey(place.data));
  await sql.run('insert into meta (name, value) values (?, ?)', [CHECK, vault.check]);
  return vault;
}

/** The vault of a database that is only read. */
export async function readVault(sql: Sql, place: MasterKeyPlace): Promise<Vault> {
  return vaultOf(readMasterKey(place), await checkOf(sql));
}

/**
 * Looks whether the master key is the one with which a database was sealed. `unused`: nothing was sealed there yet. Throws
 * PERSON_KEY_MISSING, PERSON_KEY_WRONG, PERSON_KEY_INVALID, and what a database that cannot be opened throws.
 */
export async function lookAtMasterKey(place: MasterKeyPlace & DatabasePlace): Promise<'fits' | 'unused'> {
  if (place.database === undefined && !existsSync(join(place.data, 'mortar.db'))) return 'unused';
  const database = await openDatabase(place, { readOnly: true });
  try {
    const tables = await coded(database.sql.kysely.introspection.getTables());
    if (!tables.some(({ name }) => name === 'meta') || (await checkOf(database.sql)) === null) return 'unused';
    await readVault(database.sql, place);
    return 'fits';
  } finally {
    await database.close();
  }
}

/** Where it lies, unless it is configured. */
export function masterKeyFile(data: string): string {
  return join(data, MASTER_KEY_FILE);
}

function vaultOf(key: Buffer | null, check: string | null): Vault {
  if (!key) {
    throw invalid(
      'PERSON_KEY_MISSING',
      `The master key of personal data is not there: neither ${MASTER_KEY_FILE} in the data folder nor MORTAR_PERSON_KEY.`,
      'Put it back from a backup (mortar restore brings it), or set MORTAR_PERSON_KEY. Without it, personal data stays sealed; nothing was changed.',
    );
  }
  const vault = new Vault(key);
  if (check === null || vault.check === check) return vault;
  throw invalid(
    'PERSON_KEY_WRONG',
    'The master key of personal data is not the one with which this database was sealed.',
    `Put the right one into ${MASTER_KEY_FILE} or MORTAR_PERSON_KEY; every hub of one database needs the same. Nothing was changed.`,
  );
}

async function checkOf(sql: Sql): Promise<string | null> {
  const [row] = await sql.all<{ value: string }>('select value from meta where name = ?', [CHECK]);
  return row?.value ?? null;
}

function makeMasterKey(data: string): Buffer {
  const key = randomBytes(BYTES);
  const file = join(data, MASTER_KEY_FILE);
  try {
    const beside = openSync(`${file}.new`, 'w', 0o600);
    try {
      writeSync(beside, `${key.toString('base64')}\n`);
      fsyncSync(beside);
    } finally {
      closeSync(beside);
    }
    renameSync(`${file}.new`, file);
    const folder = openSync(data, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
    return key;
  } catch (error) {
    throw asMirrorError(error);
  }
}
