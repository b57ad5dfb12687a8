import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeBackup, openTarget, readLedger, restore, type BackupPlan } from '../../src/recovery/backup/index.ts';
import { openBackupPlace, type BackupPlace } from '../backup/backup-place.ts';
import { startS3Server, type S3Server } from '../backup/s3-server.ts';

let place: BackupPlace;
let s3: S3Server;
let plan: BackupPlan;

beforeEach(async () => {
  place = await openBackupPlace();
  s3 = await startS3Server();
  const login = { region: 'eu-west-3', accessKeyId: 'AK', secretAccessKey: 'a-secret', endpoint: s3.url };
  const bucket = { kind: 's3' as const, name: 'vault', site: 'Paris', bucket: 'copies', prefix: '', ...login };
  plan = { ...place.plan, targets: [...place.plan.targets.slice(0, 1), bucket] };
});
afterEach(async () => {
  await s3.close();
  place.close();
});

const source = join(import.meta.dirname, '../backup/backup.entry.ts');
const FLAGS = ['--conditions=mortar-source', '--disable-warning=ExperimentalWarning'];

/** Makes a backup in a process of its own, which is killed in the middle of the given upload. */
async function killedAtPut(count: number): Promise<boolean> {
  const child = spawn(process.execPath, [...FLAGS, source], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise<boolean>((resolve) => child.on('close', (_code, signal) => resolve(signal === 'SIGKILL')));
  let puts = 0;
  s3.onPut(async () => {
    puts += 1;
    if (puts !== count) return;
    child.kill('SIGKILL');
    await ended;
  });
  child.stdin.end(JSON.stringify(plan));
  return ended.finally(() => s3.onPut(() => undefined));
}

describe('power cut during a backup', () => {
  it('whatever instant it is cut at, the backup before restores, and the next one is made', async () => {
    const { id } = await makeBackup(plan);
    let cut = 0;
    for (let upload = 1; upload <= 6; upload += 1) {
      place.image(`new before cut ${upload}`);
      if (!(await killedAtPut(upload))) break;
      cut += 1;
      for (const [index, settings] of plan.targets.entries()) {
        const target = openTarget(settings, () => new Date());
        const into = join(place.folder, `restored-${upload}-${index}`);
        const restored = await restore(target, { into, identity: place.identity }).finally(() => target.close());
        // The folder may have got its manifest before the bucket did; then it has the whole new one.
        if (settings.kind === 's3') expect(restored.backup).toBe(id);
        expect(restored.rows).toBe(500);
      }
    }
    // A blob, three parts, the keys of persons and the manifest.
    expect(cut).toBe(6);
    const next = await makeBackup(plan, { trustClock: true });
    expect(next.targets.every(({ stored }) => stored)).toBe(true);
    expect(readdirSync(join(place.plan.data, 'backups')).filter((name) => name.startsWith('staging'))).toEqual([]);
    const [newest] = await readLedger(place.plan.data);
    expect(newest?.id).toBe(next.id);
  });
});
