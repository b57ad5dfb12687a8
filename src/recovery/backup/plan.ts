import { readFileSync } from 'node:fs';
import type { Config } from '../../config.ts';
import { failure } from './failures.ts';
import type { BackupPlan } from './settings.ts';

/** What this configuration says of backups. */
export function planOf(
  config: Pick<Config, 'backup' | 'data' | 'database' | 'file'>,
  { env, version }: { env: NodeJS.ProcessEnv; version: string },
): BackupPlan {
  const { backup, data, database, file } = config;
  if (!backup) {
    throw failure(
      'BACKUP_NOT_CONFIGURED',
      'The configuration says nothing of backups.',
      'Make a key (mortar backup key --into FILE), then add backup: with recipients and targets; see docs/backups.md.',
    );
  }
  return {
    ...backup,
    data,
    ...(database !== undefined && { database }),
    ...(file !== undefined && { configFile: file }),
    environment: file === undefined ? {} : variablesOf(readFileSync(file, 'utf8'), env),
    version,
  };
}

/** The values that the file takes from the environment: without them, a restored hub does not start. */
function variablesOf(text: string, env: NodeJS.ProcessEnv): Record<string, string> {
  const names = new Set([...text.matchAll(/(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name = '']) => name));
  const found: Record<string, string> = {};
  for (const name of [...names, 'DATABASE_URL', 'MORTAR_TOKEN']) {
    const file = env[`${name}_FILE`];
    const value = env[name] ?? (file === undefined ? undefined : readFileSync(file, 'utf8').replace(/\r?\n$/, ''));
    if (value) found[name] = value;
  }
  return found;
}
