import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PermanentError, isCoded } from '#sdk';
import type { AuditTools, StaffNote } from './audit/index.ts';
import type { Program } from './cli/index.ts';
import type { Config } from './config.ts';
import { connectControl } from './control/index.ts';

type Place = Pick<Config, 'data' | 'database'>;

/** The trail by the running hub, or read where it lies: nothing is migrated, no brick is asked. */
export async function withAudit<T>(config: Place, use: (tools: AuditTools) => Promise<T>): Promise<T> {
  const running = (await connectControl(config.data))?.audit;
  if (running) return use(running);
  const [{ auditTools }, { openAudit }] = await Promise.all([import('./audit/index.ts'), import('./mirror/index.ts')]);
  if (config.database === undefined && !existsSync(join(config.data, 'mortar.db'))) throw nothingThere(config.data);
  const reader = await openAudit(config);
  try {
    const backedUp = async () => (await import('./recovery/index.ts')).auditHeadsIn(config.data);
    return await use(auditTools({ reader, data: config.data, backedUp }, null));
  } finally {
    await reader.close();
  }
}

/** Backups are made without the hub, or beside it: each is entered all the same, now or when the hub starts next. */
export function notedBackups(tools: Program['backups'], configured: () => Promise<Config>): Program['backups'] {
  const noted = async <Answer>(
    folder: () => Promise<string>,
    about: Pick<StaffNote, 'verb' | 'detail'>,
    work: () => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      const answer = await work();
      await note(await folder(), { ...about, outcome: 'ok', code: null });
      return answer;
    } catch (error) {
      const code = isCoded(error) ? error.code : 'UNEXPECTED';
      const data = await folder().catch(() => null);
      if (data !== null && existsSync(data)) await note(data, { ...about, outcome: 'failed', code });
      throw error;
    }
  };
  const ours = async (): Promise<string> => (await configured()).data;
  return {
    ...tools,
    make: ({ full, trustClock }, signal) =>
      noted(ours, { verb: 'backup', detail: { full, trustClock } }, () => tools.make({ full, trustClock }, signal)),
    // The trail that was restored tells of it, not the one of whoever restored it.
    restore: (options, signal) => {
      const { from, backup = null } = options;
      const restored = async (): Promise<string> => join(resolve(options.into), 'data');
      return noted(restored, { verb: 'restore', detail: { from, backup } }, () => tools.restore(options, signal));
    },
  };
}

async function note(data: string, told: Omit<StaffNote, 'at'>): Promise<void> {
  const { keepForLater } = await import('./audit/index.ts');
  const one: StaffNote = { ...told, at: new Date().toISOString() };
  const running = (await connectControl(data))?.audit;
  await (running ? running.note(one) : keepForLater(data, one));
}

function nothingThere(data: string): PermanentError {
  return new PermanentError({
    code: 'AUDIT_ABSENT',
    message: `There is no database in ${data}.`,
    remedy: 'Run the command where the hub’s configuration is, or name its folder: MORTAR_DATA.',
  });
}
