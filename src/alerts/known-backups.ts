import type { BackupTargetSettings } from '../config.ts';
import type { BackupSight, JournalSight } from './sights.ts';

/** The backups that this hub remembers, one of each site that took it. */
export async function knownBackups(data: string): Promise<BackupSight[]> {
  // Loaded when it is asked for: it brings the clients of every kind of target.
  const { readLedger } = await import('../recovery/index.ts');
  const entries = await readLedger(data);
  return entries.flatMap(({ at, verifiedAt, targets }) =>
    targets.filter(({ stored }) => stored).map(({ site }) => ({ site, takenAt: at, verifiedAt })),
  );
}

/** How far the journal has come at the configured targets. */
export async function knownJournal(data: string, targets: readonly BackupTargetSettings[]): Promise<JournalSight[]> {
  const { nameOf, readJournalState } = await import('../recovery/index.ts');
  const state = await readJournalState(data);
  return targets.map((target) => {
    const { at = null, code = null } = state?.targets[nameOf(target)] ?? {};
    return { target: nameOf(target), at, code };
  });
}
