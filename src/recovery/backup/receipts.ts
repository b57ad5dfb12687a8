import { readLedger, writeLedger, type LedgerEntry } from './ledger.ts';
import { readReceipt, receiptName, type Receipt } from './receipt.ts';
import { bytesOf } from './stored-backups.ts';
import type { BackupTarget } from './target.ts';

/**
 * Notes which backups were verified elsewhere: whoever did it left a receipt beside the backup. A target that does not
 * answer is asked another time.
 */
export async function collectReceipts(data: string, targets: readonly BackupTarget[]): Promise<void> {
  const ledger = await readLedger(data);
  const found = await Promise.all(targets.map((target) => receiptsAt(target, ledger).catch(() => [])));
  const noted = found.flat().reduce<LedgerEntry[]>(withReceipt, ledger);
  if (noted.some((entry, index) => entry !== ledger[index])) await writeLedger(data, noted);
}

async function receiptsAt(target: BackupTarget, ledger: readonly LedgerEntry[]): Promise<Receipt[]> {
  const there = new Set((await target.list('current/')).map(({ name }) => name));
  const receipts: Receipt[] = [];
  for (const { id, receiptKey } of ledger) {
    const source = there.has(receiptName(id)) ? await target.get(receiptName(id)) : null;
    const receipt = source && readReceipt((await bytesOf(source)).toString('utf8'), receiptKey);
    if (receipt?.backup === id) receipts.push(receipt);
  }
  return receipts;
}

/** The newest proof counts. */
export function withReceipt(ledger: readonly LedgerEntry[], receipt: Omit<Receipt, 'proof'>): LedgerEntry[] {
  const { verifiedAt, restoreSeconds, from } = receipt;
  return ledger.map((entry) =>
    entry.id === receipt.backup && (entry.verifiedAt === null || entry.verifiedAt < verifiedAt)
      ? { ...entry, verifiedAt, restoreSeconds, verifiedFrom: from }
      : entry,
  );
}
