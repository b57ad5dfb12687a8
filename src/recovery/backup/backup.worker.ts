/** Does what takes long beside the thread that serves. */
import { parentPort, workerData } from 'node:worker_threads';
import { isCoded } from '#sdk';
import type { Work, WorkReply } from './in-background.ts';
import { lockedOrNull } from './ledger.ts';
import { makeBackup } from './make-backup.ts';
import { nameOf } from './settings.ts';
import { openTarget } from './open-target.ts';
import { collectReceipts } from './receipts.ts';
import { verifyBackup } from './verify.ts';

const { work, plan } = workerData as Work;
const now = (): Date => new Date();

async function done(): Promise<WorkReply> {
  if (work === 'backup') return { done: await makeBackup(plan) };
  const targets = plan.targets.map((settings) => openTarget(settings, now));
  try {
    if (work === 'receipts') {
      const unlock = lockedOrNull(plan.data);
      // A backup that is being made collects them itself.
      if (unlock) await collectReceipts(plan.data, targets).finally(unlock);
      return { done: null };
    }
    const [target] = targets;
    if (!target || !plan.verify) throw new Error(`nothing to verify at ${plan.targets.map(nameOf).join(', ')}`);
    const { data, database } = plan;
    const from = { identity: plan.verify.identityFile, data, ...(database !== undefined && { database }) };
    const { receiptKey: _, ...verified } = await verifyBackup(target, from);
    return { done: verified };
  } finally {
    for (const target of targets) await target.close();
  }
}

parentPort?.postMessage(
  await done().catch((error: unknown): WorkReply => {
    if (isCoded(error)) return { failed: { code: error.code, message: error.message, remedy: error.remedy } };
    return { failed: { code: 'BACKUP_FAILED', message: String(error), remedy: 'Run `mortar doctor`, and report it.' } };
  }),
);
