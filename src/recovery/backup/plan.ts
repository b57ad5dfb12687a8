import type { Config } from '../../config.ts';
import { failure } from './failures.ts';
import type { BackupPlan } from './settings.ts';

/** What this configuration says of backups. */
export function planOf(config: Pick<Config, 'backup' | 'data' | 'database' | 'file'>, version: string): BackupPlan {
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
    version,
  };
}
