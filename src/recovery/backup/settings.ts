import type { BackupConfig, BackupTargetSettings } from '../../config.ts';

export type { BackupTargetSettings } from '../../config.ts';

/** What is backed up, and to where. Plain data: it goes to the thread that makes the backup. */
export interface BackupPlan extends BackupConfig {
  /** The hub's data folder. */
  data: string;
  /** `postgres://…`; absent: SQLite in the data folder. */
  database?: string;
  /** The configuration file, which is backed up, too. */
  configFile?: string;
  /** Version of the hub. */
  version: string;
}

/** What messages call a target. */
export function nameOf(target: BackupTargetSettings): string {
  return target.name ?? `${target.kind}-${target.site.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}
