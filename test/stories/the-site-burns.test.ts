import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeBackup, openTarget, restore, type BackupPlan } from '../../src/recovery/backup/index.ts';
import { openBackupPlace, type BackupPlace } from '../backup/backup-place.ts';
import { startSftpServer, type SftpServer } from '../sdk/sftp-server.ts';

let place: BackupPlace;
let elsewhere: SftpServer;

beforeEach(async () => {
  place = await openBackupPlace();
  mkdirSync(join(place.folder, 'elsewhere', 'kept'), { recursive: true });
  elsewhere = await startSftpServer(join(place.folder, 'elsewhere'));
});
afterEach(async () => {
  await elsewhere.close();
  place.close();
});

describe('the site burns', () => {
  it('the hub and the copy beside it are gone; the copy at the other site is the hub again', async () => {
    const { host, ...login } = { host: '127.0.0.1', port: elsewhere.port, user: elsewhere.user };
    const far = { kind: 'sftp' as const, name: 'partner', site: 'Lyon', host, ...login, path: '/kept' };
    const remote = { ...far, password: elsewhere.password, hostKey: elsewhere.hostKey };
    const near = { kind: 'folder' as const, name: 'nas', site: 'the store', path: place.at('attic') };
    const image = place.image('a photograph');
    const made = await makeBackup({ ...place.plan, targets: [near, remote] } satisfies BackupPlan);
    expect(made.warnings).toEqual([]);

    rmSync(place.plan.data, { recursive: true });
    rmSync(near.path, { recursive: true });
    const target = openTarget(remote, () => new Date());
    const into = join(place.folder, 'new-machine');
    const restored = await restore(target, { into, identity: place.identity }).finally(() => target.close());
    expect(restored).toMatchObject({ backup: made.id, rows: 500, blobs: 2 });
    expect(existsSync(join(into, 'data/blobs', image.slice(0, 2), image))).toBe(true);
  });

  it('says with every backup when all copies lie at one site', async () => {
    const [one] = place.plan.targets;
    const other = { kind: 'folder' as const, name: 'shelf', site: 'attic', path: place.at('vault') };
    const made = await makeBackup({ ...place.plan, targets: one ? [one, other] : [] });
    expect(made.warnings).toEqual([expect.stringContaining('one site only')]);
  });
});
