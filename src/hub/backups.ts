import { Cron } from 'croner';
import type { Logger } from 'pino';
import type { BackupPort } from '../roles/hub/index.ts';
import type { BackupPlan, Work } from '../recovery/index.ts';

/** What the graph shows of the backups of this data folder. */
export function backupsIn(data: string): BackupPort {
  return { list: async (first) => (await ledgerOf(data)).slice(0, first) };
}

export interface BackupSchedule {
  start(): void;
  stop(): Promise<void>;
}

/** Receipts of proofs that were made elsewhere. */
const RECEIPTS = '17 * * * *';

/** Makes and proves backups on schedule, where the hub is served. */
export function backupSchedule(
  plan: BackupPlan,
  { log, now, run = inThread }: { log: Logger; now(): Date; run?: typeof inThread },
): BackupSchedule {
  const stopping = new AbortController();
  const crons: Cron[] = [];
  const going = new Set<Promise<void>>();

  function begin(work: Work['work']): void {
    const one = run({ work, plan }, stopping.signal)
      .then((done) => work !== 'receipts' && log.info({ work, done }, 'backup: done'))
      .catch((err: unknown) => log.error({ work, err }, 'backup: failed'))
      .then(() => void going.delete(one));
    going.add(one);
  }

  return {
    start() {
      crons.push(new Cron(plan.schedule, () => begin('backup')), new Cron(RECEIPTS, () => begin('receipts')));
      if (plan.verify) crons.push(new Cron(plan.verify.schedule, () => begin('verify')));
      // What fell into a time when no hub ran is made up for.
      const late = isLate(plan, now()).then((is) => (is ? begin('backup') : undefined));
      going.add(late.catch((err: unknown) => log.error({ err }, 'backup: its notes cannot be read')));
    },
    async stop() {
      for (const cron of crons) cron.stop();
      stopping.abort();
      await Promise.all(going);
    },
  };
}

async function isLate({ data, schedule }: BackupPlan, now: Date): Promise<boolean> {
  const newest = (await ledgerOf(data)).find(({ targets }) => targets.some(({ stored }) => stored));
  if (!newest) return true;
  const [one, next] = new Cron(schedule, { paused: true }).nextRuns(2);
  const interval = (next?.getTime() ?? 0) - (one?.getTime() ?? 0);
  return now.getTime() - Date.parse(newest.at) > interval;
}

// Loaded when it is wanted: most hubs that are opened make no backup.
async function ledgerOf(data: string) {
  const { readLedger } = await import('../recovery/index.ts');
  return readLedger(data);
}

async function inThread(work: Work, signal: AbortSignal): Promise<unknown> {
  const { inBackground } = await import('../recovery/index.ts');
  return inBackground(work, signal);
}
