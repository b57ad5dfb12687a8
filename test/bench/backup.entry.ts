import { makeBackup, openTarget, restore, type BackupPlan } from '../../src/recovery/backup/index.ts';
import { bareBackup, bareRestore } from './backup/bare-copy.ts';
import { childOptions, tell, untilDismissed } from './children.ts';
import { peakMemory } from './sync/peak-memory.ts';

/** One of the four works in a process of its own: what it needs at most is its memory and nothing else. */
export interface BackupWork {
  work: 'backup' | 'restore' | 'bare-backup' | 'bare-restore';
  plan: BackupPlan;
  identity: string;
  /** Where copies go; each work makes a folder there. */
  folder: string;
}

const { work, plan, identity, folder } = childOptions<BackupWork>();

const works: Record<BackupWork['work'], () => Promise<unknown>> = {
  backup: () => makeBackup(plan, { trustClock: true }),
  async restore() {
    const [settings] = plan.targets;
    if (!settings) throw new Error('The plan names no target.');
    return restore(
      openTarget(settings, () => new Date()),
      { into: `${folder}/restored`, identity },
    );
  },
  'bare-backup': () => bareBackup(plan.data, `${folder}/bare`),
  'bare-restore': () => bareRestore(`${folder}/bare`, `${folder}/bare-restored`),
};

const began = performance.now();
await works[work]();
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage();
tell({ seconds, cpuSeconds: (user + system) / 1e6, peakMb: peakMemory().rssMb });
await untilDismissed();
