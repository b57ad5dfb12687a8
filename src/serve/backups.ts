import { backupSchedule } from '../hub/index.ts';
import type { OpenedProgram } from '../program.ts';
import { planOf } from '../recovery/backup/index.ts';
import { version } from '../version.ts';

/** Backups on schedule, where the configuration asks for them. Answers how to end them. */
export function startBackups({ config, log }: Pick<OpenedProgram, 'config' | 'log'>): () => Promise<void> {
  if (!config.backup) return () => Promise.resolve();
  const plan = planOf(config, version);
  const schedule = backupSchedule(plan, { log, now: () => new Date() });
  schedule.start();
  return () => schedule.stop();
}
