import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure } from './failures.ts';
import { lockedOrNull, readLedger, writeLedger } from './ledger.ts';
import { inScratchDatabase } from './postgres.ts';
import { receiptName, writeReceipt, type Receipt } from './receipt.ts';
import { withReceipt } from './receipts.ts';
import { restore, type Restored, type RestoreOptions } from './restore.ts';
import type { BackupTarget } from './target.ts';

export interface VerifyOptions extends Pick<RestoreOptions, 'identity' | 'backup' | 'signer' | 'signal'> {
  /** The hub whose backups these are, where its data folder is at hand. */
  data?: string;
  /** A server on which a scratch database may be made, for backups of PostgreSQL. */
  database?: string;
  now?(): Date;
}

/** A backup that was proven to restore. */
export interface Verified extends Restored {
  verifiedAt: string;
  restoreSeconds: number;
}

/** Restores into a scratch folder, compares, and leaves a receipt beside the backup and in the hub's notes. */
export async function verifyBackup(target: BackupTarget, options: VerifyOptions): Promise<Verified> {
  const { data, database, now = () => new Date(), ...rest } = options;
  const scratch = await mkdtemp(join(tmpdir(), 'mortar-verify-'));
  try {
    const into = join(scratch, 'restored');
    const restored =
      database === undefined
        ? await restore(target, { ...rest, into })
        : await inScratchDatabase(database, (empty) => restore(target, { ...rest, into, database: empty }));
    const verifiedAt = now().toISOString();
    const { backup, seconds: restoreSeconds } = restored;
    const said = { backup, verifiedAt, restoreSeconds, from: target.name };
    if (data !== undefined) await noteProof(data, said);
    await leaveReceipt(target, scratch, writeReceipt(said, restored.receiptKey));
    refuseGap(restored, target);
    return { ...restored, verifiedAt, restoreSeconds };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The backup is proven by then; what was acknowledged after it is not whole. */
function refuseGap({ backup, journal }: Restored, { name }: BackupTarget): void {
  if (!journal?.gap) return;
  throw failure(
    'BACKUP_JOURNAL_GAP',
    `The backup ${backup} restores, but what was acknowledged after it is not whole at ${name}: ${journal.gap.message}`,
    'Make a backup now (mortar backup): it holds all of it. Keep what lies at the target: it may be evidence.',
  );
}

/** Where a backup is being made meanwhile, it is noted with the receipt that lies at the target. */
async function noteProof(data: string, said: Omit<Receipt, 'proof'>): Promise<void> {
  const unlock = lockedOrNull(data);
  if (unlock === null) return;
  try {
    await writeLedger(data, withReceipt(await readLedger(data), said));
  } finally {
    unlock();
  }
}

/** A target that is read-only from here keeps no receipt; the proof stands all the same. */
async function leaveReceipt(target: BackupTarget, scratch: string, receipt: Receipt): Promise<void> {
  const file = join(scratch, 'receipt.json');
  await writeFile(file, JSON.stringify(receipt));
  await target.put(receiptName(receipt.backup), file).catch(() => undefined);
}
