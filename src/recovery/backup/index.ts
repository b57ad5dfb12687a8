/**
 * Backups: copies of all that the hub holds, encrypted to keys that it does not have, at places that do not burn
 * together; and the way back.
 *
 * A *target* keeps backups; its *site* is where it physically is. A *manifest* says what a backup consists of: signed,
 * written last, chained to the one before. A *receipt* proves that somebody who could read a backup restored it.
 * It must not read a brick, nor write the database of a hub.
 */
export { newKey } from './age.ts';
export { journalThread, readJournalState, type JournalRestored, type JournalThread } from './journal/index.ts';
export { inBackground, type Work } from './in-background.ts';
export { auditHeadsIn, readLedger, type LedgerEntry } from './ledger.ts';
export { keyringOf } from './manifest.ts';
export { makeBackup, type BackupResult } from './make-backup.ts';
export { openTarget, targetNamed } from './open-target.ts';
export { planOf } from './plan.ts';
export { collectReceipts } from './receipts.ts';
export { restore, type Restored } from './restore.ts';
export { nameOf, type BackupPlan } from './settings.ts';
export { verifyBackup, type Verified } from './verify.ts';
