import { backupSchedule } from '../hub/index.ts';
import type { OpenedProgram } from '../program.ts';
import { version } from '../version.ts';

/** Backups on schedule, where the configuration asks for them. Answers how to end them. */
export async function startBackups({
  config,
  log,
}: Pick<OpenedProgram, 'config' | 'log'>): Promise<() => Promise<void>> {
  if (!config.backup) return () => Promise.resolve();
  const { planOf } = await import('../recovery/index.ts');
  const plan = planOf(config, version);
  const schedule = backupSchedule(plan, { log, now: () => new Date() });
  schedule.start();
  return () => schedule.stop();
}
