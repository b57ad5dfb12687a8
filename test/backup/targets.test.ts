import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { makeBackup, openTarget, restore, type BackupPlan } from '../../src/recovery/backup/index.ts';
import { startSftpServer, type SftpServer } from '../sdk/sftp-server.ts';
import { openBackupPlace, testClock, type BackupPlace } from './backup-place.ts';
import { startS3Server, type S3Server } from './s3-server.ts';

let place: BackupPlace;
let s3: S3Server;
let sftp: SftpServer;
let served: string;

beforeEach(async () => {
  place = await openBackupPlace();
  s3 = await startS3Server();
  served = mkdtempSync(join(tmpdir(), 'mortar-sftp-'));
  mkdirSync(join(served, 'kept'));
  sftp = await startSftpServer(served);
});
afterEach(async () => {
  place.close();
  await s3.close();
  await sftp.close();
  rmSync(served, { recursive: true, force: true });
});

const bucket = () => ({
  ...{ kind: 's3' as const, name: 'vault', site: 'Paris', bucket: 'copies', prefix: 'store', region: 'eu-west-3' },
  ...{ endpoint: s3.url, accessKeyId: 'AK', secretAccessKey: 'a-secret-of-s3', lockDays: 30 },
});
const server = () => ({
  ...{ kind: 'sftp' as const, name: 'partner', site: 'Lyon', host: '127.0.0.1', port: sftp.port, user: sftp.user },
  ...{ password: sftp.password, hostKey: sftp.hostKey, path: '/kept' },
});
const planTo = (...targets: BackupPlan['targets']): BackupPlan => ({ ...place.plan, targets });

async function bring(settings: BackupPlan['targets'][number], into: string) {
  const target = openTarget(settings, () => new Date());
  return restore(target, { into: join(place.folder, into), identity: place.identity }).finally(() => target.close());
}

it('a folder that cannot be made ends in a word, not in waiting; the other target has the backup', async () => {
  const nowhere = { kind: 'folder' as const, name: 'nowhere', site: 'Nice', path: '/proc/mortar/copies' };
  const made = await makeBackup(planTo(nowhere, server()));
  expect(made.targets).toMatchObject([
    { name: 'nowhere', stored: false },
    { name: 'partner', stored: true },
  ]);
  expect(await bring(server(), 'from-sftp')).toMatchObject({ backup: made.id });
});

describe('over SFTP and S3', () => {
  it('the same backup lies at both, and restores from both', async () => {
    place.image('a second image');
    const made = await makeBackup(planTo(bucket(), server()));
    expect(made.warnings).toEqual([]);
    expect(await bring(bucket(), 'from-s3')).toMatchObject({ backup: made.id, rows: 500, blobs: 2 });
    expect(await bring(server(), 'from-sftp')).toMatchObject({ backup: made.id, rows: 500, blobs: 2 });
    const files = readdirSync(served, { recursive: true }).map(String);
    expect(files.filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('sends a blob once', async () => {
    const puts: string[] = [];
    s3.onPut((key) => void puts.push(key));
    await makeBackup(planTo(bucket(), server()));
    await makeBackup(planTo(bucket(), server()));
    expect(puts.filter((key) => key.includes('/blobs/'))).toHaveLength(1);
  });

  it('says which target refuses, and keeps what it has', async () => {
    const clock = testClock();
    const { id } = await makeBackup(planTo(bucket(), server()), { now: clock.now });
    clock.pass(24);
    s3.refusePuts({ status: 403, code: 'AccessDenied' });
    const wrong = { ...server(), password: 'another-word' };
    await expect(makeBackup(planTo(bucket(), wrong), { now: clock.now })).rejects.toMatchObject({
      code: 'BACKUP_TARGET_REFUSED',
    });
    expect((await bring(server(), 'restored')).backup).toBe(id);
    expect((await bring(bucket(), 'restored-too')).backup).toBe(id);
  });

  it('sends nothing to a server that shows another key', async () => {
    const made = await makeBackup(planTo(bucket(), { ...server(), hostKey: 'SHA256:somebody-else' }));
    expect(made.targets[1]).toMatchObject({ stored: false, code: 'BACKUP_TARGET_REFUSED' });
    expect(readdirSync(join(served, 'kept'))).toEqual([]);
  });

  it('says what stands in the way without the secrets of the targets', async () => {
    s3.refusePuts({ status: 507, code: 'InsufficientStorage' });
    const made = await makeBackup(planTo(bucket(), server()));
    expect(made.targets[0]).toMatchObject({ stored: false, code: 'BACKUP_TARGET_FULL' });
    expect(JSON.stringify(made)).not.toMatch(/a-secret-of-s3|secret-word/);
  });
});

describe('with object lock', () => {
  it('everything is locked for as long as configured', async () => {
    await makeBackup(planTo(bucket()));
    expect(s3.keys().length).toBeGreaterThan(4);
    for (const key of s3.keys()) {
      const days = ((s3.lockOf(key)?.getTime() ?? 0) - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(29);
    }
  });

  it('who has the hub’s credentials can neither destroy the copy nor put another one in its place', async () => {
    const { id } = await makeBackup(planTo(bucket()));
    const { accessKeyId, secretAccessKey, endpoint, region, bucket: Bucket } = bucket();
    const thief = new S3Client({
      region,
      endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
    });
    const { Versions = [] } = await thief.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions.length).toBeGreaterThan(4);
    for (const { Key, VersionId } of Versions) {
      await expect(thief.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))).rejects.toThrow();
      await thief.send(new PutObjectCommand({ Bucket, Key, Body: 'pay us' }));
      await thief.send(new DeleteObjectCommand({ Bucket, Key }));
    }
    thief.destroy();
    expect(s3.keys()).toEqual([]);
    expect(await bring(bucket(), 'restored')).toMatchObject({ backup: id, rows: 500 });
  });
});
