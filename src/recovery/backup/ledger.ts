import { mkdirSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { auditHeadSchema } from './audit-head.ts';
import { codeOf, failure } from './failures.ts';

const entrySchema = z.object({
  id: z.string(),
  sequence: z.number(),
  at: z.string(),
  /** Of its manifest. */
  sha256: z.string(),
  seconds: z.number(),
  /** What was sent for it to each target. */
  bytes: z.number(),
  targets: z.array(
    z.object({
      name: z.string(),
      site: z.string(),
      stored: z.boolean(),
      code: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
  /** The last segment of the journal that it holds; null: it knows of none. */
  journal: z.object({ line: z.string(), sequence: z.number(), keyring: z.string() }).nullable().default(null),
  /** The newest entry of the audit trail that it holds, as its manifest says it; null: it says none. */
  auditHead: auditHeadSchema.nullable().default(null),
  /** Checks receipts: see receipt.ts. */
  receiptKey: z.string(),
  verifiedAt: z.string().nullable(),
  restoreSeconds: z.number().nullable(),
  verifiedFrom: z.string().nullable(),
});

/** Where the journal stood when a backup was made. */
export type JournalPlace = Omit<NonNullable<LedgerEntry['journal']>, 'keyring'>;

/** Asks a database for its place in the journal. */
export const JOURNAL_PLACE = `select value from meta where name = 'journal'`;

export function journalPlaceOf(value: string): JournalPlace {
  const { line, sequence } = z.object({ line: z.string(), sequence: z.number() }).parse(JSON.parse(value));
  return { line, sequence };
}

/** One backup, as this hub remembers it. */
export type LedgerEntry = z.infer<typeof entrySchema>;

const KEPT = 500;

/** The folder of a hub's own notes about its backups. */
export function notesFolder(data: string): string {
  return join(data, 'backups');
}

/** Newest first. */
export async function readLedger(data: string): Promise<LedgerEntry[]> {
  const text = await readFile(ledgerFile(data), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '[]';
    throw error;
  });
  const read = z.array(entrySchema).safeParse(jsonOf(text));
  if (read.success) return read.data;
  throw failure(
    'BACKUP_NOTES_DAMAGED',
    'The notes about earlier backups cannot be read.',
    `Move ${ledgerFile(data)} aside. The backups themselves are at their targets; the next one begins a new chain.`,
  );
}

/** On disk when it resolves. */
export async function writeLedger(data: string, entries: readonly LedgerEntry[]): Promise<void> {
  const file = ledgerFile(data);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const beside = await open(`${file}.new`, 'w', 0o600);
  try {
    await beside.writeFile(JSON.stringify(entries.slice(0, KEPT), null, 1));
    await beside.sync();
  } finally {
    await beside.close();
  }
  await rename(`${file}.new`, file);
}

/** One run at a time; the kernel gives the lock back at whatever end of the process. */
export function lockNotes(data: string): () => void {
  mkdirSync(notesFolder(data), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(notesFolder(data), 'run.lock'), { timeout: 0 });
  try {
    database.exec('begin exclusive');
  } catch {
    database.close();
    throw failure('BACKUP_RUNNING', 'A backup of this hub is being made already.', 'Wait for its end; see `backups`.');
  }
  return () => database.close();
}

/** As `lockNotes`; null while a backup is being made. */
export function lockedOrNull(data: string): (() => void) | null {
  try {
    return lockNotes(data);
  } catch (error) {
    if (codeOf(error) === 'BACKUP_RUNNING') return null;
    throw error;
  }
}

function ledgerFile(data: string): string {
  return join(notesFolder(data), 'ledger.json');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Heads of the audit trail that the manifests of known backups name: also of the one that was restored here. */
export async function auditHeadsIn(data: string): Promise<{ seq: number; hash: string }[]> {
  return (await readLedger(data)).flatMap(({ auditHead }) => auditHead ?? []);
}
