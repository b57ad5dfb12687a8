import type { BackupSight } from './sights.ts';

/** The backups that this hub remembers, one of each site that took it. */
export async function knownBackups(data: string): Promise<BackupSight[]> {
  // Loaded when it is asked for: it brings the clients of every kind of target.
  const { readLedger } = await import('../recovery/index.ts');
  const entries = await readLedger(data);
  return entries.flatMap(({ at, verifiedAt, targets }) =>
    targets.filter(({ stored }) => stored).map(({ site }) => ({ site, takenAt: at, verifiedAt })),
  );
}
