import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { carryPersonKeys, personKeyLines, type DatabasePlace } from '../../mirror/index.ts';
import { seal, type Measured } from './age.ts';
import { failure } from './failures.ts';
import { linesOf } from './lines.ts';
import { personKeysName } from './manifest.ts';
import type { Sound, Source } from './restore-source.ts';

/** Facet tables that say something of people, as the mirror notes them. */
export const PERSONAL_TABLES = `select value from meta where name = 'facet-personal'`;
const NAME = /^keys\/(\d{8}T\d{6}Z-[0-9a-f]{6})\.zst\.age$/;

/** Of the tables that are left out of backups: keys of persons, and what can be projected again. */
export interface LeftOut {
  tables: string[];
  types: string[];
}

export function leftOutOf(noted: string | undefined): LeftOut {
  const personal = noted === undefined ? [] : (JSON.parse(noted) as { type: string; table: string }[]);
  return { tables: ['person_keys', ...personal.map(({ table }) => table)], types: personal.map(({ type }) => type) };
}

/**
 * Takes out of a copy what must not outlive an erasure: the keys, and facets of people with their words. The pages where
 * it was are overwritten.
 */
export function leaveOutPersonal(copy: string): void {
  const database = new DatabaseSync(copy);
  try {
    database.exec('pragma journal_mode = off; pragma synchronous = off; pragma secure_delete = on');
    const has = (name: string): boolean =>
      database.prepare(`select 1 from sqlite_schema where type = 'table' and name = ?`).get(name) !== undefined;
    if (!has('meta') || !has('person_keys')) return;
    const noted = database.prepare(PERSONAL_TABLES).get()?.['value'];
    const { tables, types } = leftOutOf(noted === undefined ? undefined : String(noted));
    for (const table of tables) {
      if (has(`${table}_search`)) database.exec(`insert into ${table}_search (${table}_search) values ('delete-all')`);
      if (has(table)) database.exec(`delete from ${table}`);
    }
    if (has('facet_links'))
      for (const type of types) database.prepare('delete from facet_links where type = ?').run(type);
  } finally {
    database.close();
  }
}

/** The keys as they are now, read after the database was copied: whoever is in the copy is among them. */
export function sealPersonKeys(place: DatabasePlace, recipients: readonly string[], file: string): Promise<Measured> {
  return seal(Readable.from(personKeyLines(place)), recipients, file).then(({ sealed }) => sealed);
}

/** Those of other backups. Only the newest are needed, and only they must be there. */
export function olderPersonKeys(names: readonly string[], backup: string): string[] {
  return names.filter((name) => NAME.test(name) && name !== personKeysName(backup));
}

/**
 * Brings the newest keys into a restored database, however old the backup is: who was erased since stays erased.
 * `keeper`: beside which backup they lie; null: no backup has any.
 */
export async function restorePersonKeys(
  from: Source,
  place: DatabasePlace,
  { keeper, isSealed }: { keeper: Sound | null; isSealed: boolean },
): Promise<void> {
  if (keeper === null) {
    if (!isSealed) return;
    throw failure(
      'BACKUP_KEYS_MISSING',
      'The keys of persons are not there: what is personal in this backup could not be read.',
      'Restore from another target; or name the backup whose keys to take with --keys-of.',
    );
  }
  const file = join(from.folder, '.keys');
  await from.personKeys(keeper, createWriteStream(file, { mode: 0o600 }));
  try {
    await carryPersonKeys(
      place,
      linesOf(() => createReadStream(file)),
    );
  } finally {
    await rm(file, { force: true });
  }
}
