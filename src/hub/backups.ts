import { Cron } from 'croner';
import type { Logger } from 'pino';
import type { BackupPort } from '../roles/hub/index.ts';
import type { BackupPlan, Work } from '../recovery/index.ts';

/** What the graph shows of the backups of this data folder. */
export function backupsIn(data: string): BackupPort {
  return {
    async list(first) {
      const { readJournalState, readLedger } = await import('../recovery/index.ts');
      const state = await readJournalState(data);
      return (await readLedger(data)).slice(0, first).map((entry) => {
        const sent = entry.journal !== null && entry.journal.line === state?.line ? state.targets : {};
        const targets = entry.targets.map((target) => ({ ...target, journalAt: sent[target.name]?.at ?? null }));
        const times = targets.flatMap(({ stored, journalAt }) => (stored && journalAt !== null ? [journalAt] : []));
        return { ...entry, targets, journalAt: times.sort().at(-1) ?? null };
      });
    },
  };
}

export interface BackupSchedule {
  start(): void;
  stop(): Promise<void>;
}

export interface BackupScheduleOptions {
  log: Logger;
  now(): Date;
  run?: typeof inThread;
  /** Whether what is journaled now goes on from a backup that is there; absent: there is no journal. */
  hasBase?(): Promise<boolean>;
}

/** Receipts of proofs that were made elsewhere. */
const RECEIPTS = '17 * * * *';

/** Makes and proves backups on schedule, where the hub is served. */
export function backupSchedule(
  plan: BackupPlan,
  { log, now, run = inThread, hasBase = () => Promise.resolve(true) }: BackupScheduleOptions,
): BackupSchedule {
  const stopping = new AbortController();
  const crons: Cron[] = [];
  const going = new Set<Promise<unknown>>();
  const waiting = new Set<Work['work']>();
  let turn: Promise<void> = Promise.resolve();

  /** One after another: a backup and its proof of the same minute would be in each other's way. */
  function begin(work: Work['work']): void {
    // What is quicker on schedule than it is done is not done twice.
    if (waiting.has(work)) return;
    waiting.add(work);
    turn = turn.then(async () => {
      waiting.delete(work);
      if (stopping.signal.aborted) return;
      try {
        const done = await run({ work, plan }, stopping.signal);
        if (work !== 'receipts') log.info({ work, done }, 'backup: done');
      } catch (err) {
        log.error({ work, err }, 'backup: failed');
      }
    });
  }

  return {
    start() {
      crons.push(new Cron(plan.schedule, () => begin('backup')), new Cron(RECEIPTS, () => begin('receipts')));
      if (plan.verify) crons.push(new Cron(plan.verify.schedule, () => begin('verify')));
      // What fell into a time when no hub ran is made up for; and a journal without a backup below it restores nothing.
      const wanted = Promise.all([isLate(plan, now()), hasBase()]);
      const begun = wanted.then(([late, based]) => (late || !based ? begin('backup') : undefined));
      going.add(begun.catch((err: unknown) => log.error({ err }, 'backup: its notes cannot be read')));
    },
    async stop() {
      for (const cron of crons) cron.stop();
      await Promise.all(going);
      stopping.abort();
      await turn;
    },
  };
}

async function isLate({ data, schedule }: BackupPlan, now: Date): Promise<boolean> {
  const newest = await newestStored(data);
  if (!newest) return true;
  const [one, next] = new Cron(schedule, { paused: true }).nextRuns(2);
  const interval = (next?.getTime() ?? 0) - (one?.getTime() ?? 0);
  return now.getTime() - Date.parse(newest.at) > interval;
}

/** The newest backup that lies anywhere. Loaded when it is wanted: most hubs that are opened make no backup. */
export async function newestStored(data: string) {
  const { readLedger } = await import('../recovery/index.ts');
  return (await readLedger(data)).find(({ targets }) => targets.some(({ stored }) => stored));
}

async function inThread(work: Work, signal: AbortSignal): Promise<unknown> {
  const { inBackground } = await import('../recovery/index.ts');
  return inBackground(work, signal);
}
