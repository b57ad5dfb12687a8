import { backupSchedule, createJournal, newestStored, type Journal } from '../hub/index.ts';
import { systemTimers } from '../outbox/index.ts';
import type { OpenedProgram } from '../program.ts';
import type { BackupPlan } from '../recovery/index.ts';
import { version } from '../version.ts';

type Served = Pick<OpenedProgram, 'config' | 'hub' | 'log'>;

/** Backups of a hub that is served, and what it acknowledges between two of them. */
export interface ServedBackups {
  /** The hub's way out, as the gateway gets it. */
  outbox: Served['hub']['outbox'];
  start(): void;
  stop(): Promise<void>;
  /** To be called when nobody can ask for anything any more. */
  stopJournal(): Promise<void>;
}

/** Resolves when all that is acknowledged from then on is noted. */
export async function openBackups({ config, hub, log }: Served): Promise<ServedBackups> {
  if (!config.backup) {
    await hub.journal.endJournal();
    const nothing = (): Promise<void> => Promise.resolve();
    return { outbox: hub.outbox, start: () => undefined, stop: nothing, stopJournal: nothing };
  }
  const { planOf } = await import('../recovery/index.ts');
  const plan = planOf(config, version);
  const journal = await journalOf(plan, { hub, log });
  await journal.begin();
  const now = (): Date => new Date();
  const schedule = backupSchedule(plan, { log, now, hasBase: () => journal.hasBase() });
  return {
    outbox: journal.guard(hub.outbox),
    start() {
      schedule.start();
      journal.start();
    },
    stop: () => schedule.stop(),
    stopJournal: () => journal.stop(),
  };
}

async function journalOf(plan: BackupPlan, { hub, log }: Pick<Served, 'hub' | 'log'>): Promise<Journal> {
  const { journalThread, keyringOf } = await import('../recovery/index.ts');
  return createJournal({
    plan,
    writer: hub.journal,
    // Of several hubs on one PostgreSQL, one sends.
    lock: () => hub.mirror.lockBrick('#journal'),
    thread: journalThread(plan, (made) => hub.journal.keepSegment(made)),
    newest: async () => (await newestStored(plan.data))?.journal ?? null,
    keyring: keyringOf(plan.recipients),
    log,
    timers: systemTimers,
    now: () => new Date(),
  });
}
