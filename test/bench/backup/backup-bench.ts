import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newKey, type BackupPlan } from '../../../src/recovery/backup/index.ts';
import type { BackupWork } from '../backup.entry.ts';
import { startChild } from '../children.ts';
import { ratio, table, whole } from '../figures.ts';
import { withFolder } from '../temporary.ts';
import { writeLargeMirror, type Scale } from './large-mirror.ts';

const USUAL: Scale = { products: 10_000, revisions: 100_000, images: 200 };
const FULL: Scale = { products: 100_000, revisions: 1_000_000, images: 2_000 };

interface Spent {
  seconds: number;
  cpuSeconds: number;
  peakMb: number;
}

/** `npm run bench -- backup [--full]` */
export async function benchBackup({ full }: { full: boolean }, say: (text: string) => void): Promise<object> {
  const scale = full ? FULL : USUAL;
  say(`${whole(scale.products)} products, ${whole(scale.revisions)} revisions, ${whole(scale.images)} images:\n`);
  return withFolder(async (folder) => {
    const data = join(folder, 'data');
    await writeLargeMirror(data, scale);
    const { size } = await stat(join(data, 'mortar.db'));
    const { plan, identity } = await planIn(folder, data);
    const one = async (work: BackupWork['work']): Promise<Spent> => {
      const child = startChild<Spent>('backup', { work, plan, identity, folder } satisfies BackupWork);
      const spent = await child.next();
      await child.stop();
      return spent;
    };
    const bareBackup = await one('bare-backup');
    const backup = await one('backup');
    // Only what is new is sent: all images lie there already.
    const second = await one('backup');
    const bareRestore = await one('bare-restore');
    const restored = await one('restore');
    await rm(join(folder, 'restored'), { recursive: true });
    const rows = { bareBackup, backup, second, bareRestore, restored };
    say(tableOf(rows, size));
    return { bench: 'backup', ...scale, databaseMb: Math.round(size / 1e6), ...figures(rows) };
  });
}

type Rows = Record<'bareBackup' | 'backup' | 'second' | 'bareRestore' | 'restored', Spent>;

function figures({ bareBackup, backup, second, bareRestore, restored }: Rows): object {
  return {
    backupRatio: ratio(backup.seconds, bareBackup.seconds),
    backupCpuRatio: ratio(backup.cpuSeconds, bareBackup.cpuSeconds),
    secondRatio: ratio(second.seconds, bareBackup.seconds),
    restoreRatio: ratio(restored.seconds, bareRestore.seconds),
    restoreCpuRatio: ratio(restored.cpuSeconds, bareRestore.cpuSeconds),
    ...{ backupMb: backup.peakMb, restoreMb: restored.peakMb },
  };
}

function tableOf({ bareBackup, backup, second, bareRestore, restored }: Rows, size: number): string {
  const row = (title: string, { seconds, cpuSeconds, peakMb }: Spent, bare: Spent): string[] => [
    ...[title, seconds.toFixed(1), String(ratio(seconds, bare.seconds))],
    ...[cpuSeconds.toFixed(1), String(ratio(cpuSeconds, bare.cpuSeconds)), String(peakMb)],
  ];
  return table([
    [`database of ${whole(size / 1e6)} MB`, 'seconds', 'ratio', 'CPU s', 'ratio', 'peak MB'],
    row('zstd and copy', bareBackup, bareBackup),
    row('backup', backup, bareBackup),
    row('the next backup', second, bareBackup),
    row('unzstd and copy', bareRestore, bareRestore),
    row('restore, compared', restored, bareRestore),
  ]);
}

async function planIn(folder: string, data: string): Promise<{ plan: BackupPlan; identity: string }> {
  const key = await newKey(new Date());
  const identity = join(folder, 'owner.key');
  await writeFile(identity, key.file);
  const plan: BackupPlan = {
    ...{ data, environment: {}, version: 'bench', recipients: [key.recipient], include: [] },
    ...{ schedule: '30 2 * * *', keep: { daily: 14, monthly: 12 }, journal: { every: '1m', before: 'nothing' } },
    targets: [{ kind: 'folder', site: 'here', name: 'here', path: join(folder, 'target') }],
  };
  return { plan, identity };
}
