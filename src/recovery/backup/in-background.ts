import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PermanentError, type FailureText } from '#sdk';
import type { BackupPlan } from './settings.ts';

/** What the thread is given. `verify` takes the first target of the plan. */
export interface Work {
  work: 'backup' | 'verify' | 'receipts';
  plan: BackupPlan;
}

export type WorkReply = { done: unknown } | { failed: FailureText };

/** Encrypting is work: in a thread of its own, no query waits for it. Ends with the signal. */
export function inBackground(work: Work, signal: AbortSignal): Promise<unknown> {
  if (signal.aborted) return Promise.reject(stopped());
  const source = extname(import.meta.url);
  const worker = new Worker(new URL(`./backup.worker${source}`, import.meta.url), {
    workerData: work,
    // From sources, Node strips the types itself, and `#sdk` has to lead to the sources, too.
    ...(source === '.ts' ? { execArgv: ['--conditions=mortar-source', '--disable-warning=ExperimentalWarning'] } : {}),
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop);
  return new Promise((resolve, reject) => {
    worker.on('message', (reply: WorkReply) => {
      if ('done' in reply) resolve(reply.done);
      else reject(new PermanentError(reply.failed));
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(stopped());
    });
  });
}

function stopped(): PermanentError {
  return new PermanentError({
    code: 'BACKUP_STOPPED',
    message: 'The hub stopped while it made a backup. Earlier backups are untouched.',
    remedy: 'The next one is made on schedule, or now: mortar backup.',
  });
}
