import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { measureFile, seal, type Measured } from './age.ts';
import { AUDIT_HEAD, auditHeadOf, type BackedUpHead } from './audit-head.ts';
import { failure, reasonOf } from './failures.ts';
import { dumpPostgres } from './postgres.ts';
import { leaveOutPersonal } from './personal.ts';
import { JOURNAL_PLACE, journalPlaceOf, type JournalPlace } from './ledger.ts';
import type { BackupPlan } from './settings.ts';
import { summariseSqlite, type TableSummary } from './table-summary.ts';

export const SQLITE_PART = 'mortar.db.zst.age';
export const POSTGRES_PART = 'mortar.pgdump.zst.age';

interface SealedDatabase {
  part: string;
  sealed: Measured;
  tables: TableSummary;
  journal: JournalPlace | null;
  /** Newest entry of the audit trail; null: there is none. */
  auditHead: BackedUpHead | null;
}

/** The database of one instant, sealed into `folder`. */
export async function sealDatabase(
  { data, database, recipients }: Pick<BackupPlan, 'data' | 'database' | 'recipients'>,
  folder: string,
): Promise<SealedDatabase> {
  if (database !== undefined) {
    const dump = await dumpPostgres(database);
    const [{ sealed }] = await Promise.all([seal(dump.archive, recipients, join(folder, POSTGRES_PART)), dump.ended]);
    return { part: POSTGRES_PART, sealed, tables: dump.tables, journal: dump.journal, auditHead: dump.auditHead };
  }
  const copy = join(folder, 'mortar.db');
  await copySqlite(join(data, 'mortar.db'), copy);
  leaveOutPersonal(copy);
  const tables = summariseSqlite(copy);
  const { sealed } = await seal(createReadStream(copy), recipients, join(folder, SQLITE_PART));
  return { part: SQLITE_PART, sealed, tables, ...notedIn(copy) };
}

/** Up to which segment the journal is in this copy, and up to which entry the audit trail. */
function notedIn(file: string): Pick<SealedDatabase, 'journal' | 'auditHead'> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const table = database.prepare(`select 1 from sqlite_schema where type = 'table' and name = ?`);
    const asked = (name: string, text: string) => (table.get(name) ? database.prepare(text).get() : undefined);
    const place = asked('meta', JOURNAL_PLACE);
    const head = asked('audit', AUDIT_HEAD);
    return {
      journal: place ? journalPlaceOf(String(place['value'])) : null,
      auditHead: head ? auditHeadOf(String(head['head'])) : null,
    };
  } finally {
    database.close();
  }
}

/** https://nodejs.org/docs/latest-v24.x/api/sqlite.html#sqlitebackupsourcedb-path-options */
async function copySqlite(from: string, to: string): Promise<void> {
  const source = openSource(from);
  try {
    // In one step: between steps a hub that writes would make it begin again, for ever. Nobody waits for a reader.
    await backup(source, to, { rate: 2_147_483_647 });
  } finally {
    source.close();
  }
}

function openSource(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { readOnly: true, timeout: 30_000 });
  } catch (error) {
    throw failure(
      'BACKUP_NOTHING_THERE',
      'There is no database in the data folder yet.',
      'Start the hub once, or correct data: in the configuration.',
      error,
    );
  }
}

/** A file whose content is its name. */
export interface BlobFile extends Measured {
  file: string;
}

/** What lies below `blobs/` of the data folder; names are checked when they are read back. */
export async function listBlobs(data: string): Promise<BlobFile[]> {
  const root = join(data, 'blobs');
  const found: BlobFile[] = [];
  for (const folder of await readdir(root).catch(() => [])) {
    for (const sha256 of await readdir(join(root, folder)).catch(() => [])) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) continue;
      const file = join(root, folder, sha256);
      found.push({ sha256, file, size: (await stat(file)).size });
    }
  }
  return found;
}

/** The files of folders that are backed up beside the data. */
export async function listIncluded(folders: readonly string[]): Promise<(BlobFile & { path: string })[]> {
  const found: (BlobFile & { path: string })[] = [];
  for (const [index, folder] of folders.entries()) {
    for (const entry of await entriesOf(folder)) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      found.push({ ...(await measureFile(file)), file, path: join(String(index + 1), relative(folder, file)) });
    }
  }
  return found;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true, recursive: true });
  } catch (error) {
    const why = reasonOf(error);
    throw failure(
      'BACKUP_FOLDER_UNREADABLE',
      `The folder ${folder} of backup.include cannot be read (${why}).`,
      'Make it, let this user read it, or take it out of the configuration.',
    );
  }
}

const LARGEST = 4_000_000;

/** What makes a restored hub go on with the same chain. */
const NOTES = ['backups/ledger.json', 'backups/signing-key.pem'];

/** Small files at the top of the data folder, such as the hash of the administrator's token, and the notes of backups. */
export async function readSmallFiles(data: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(data, { withFileTypes: true })) {
    if (!entry.isFile() || isNotCopied(entry.name)) continue;
    const file = join(data, entry.name);
    if ((await stat(file)).size <= LARGEST) found[entry.name] = (await readFile(file)).toString('base64');
  }
  for (const note of NOTES) {
    const bytes = await readFile(join(data, note)).catch(() => null);
    if (bytes) found[note] = bytes.toString('base64');
  }
  return found;
}

/** The database is copied apart; the anchor of its audit trail is newer than it; locks are of this machine. */
function isNotCopied(name: string): boolean {
  return /^mortar\.db|^audit-anchor|\.lock$|\.sock$|\.new$|^\.|-(wal|shm|journal)$/.test(name);
}
