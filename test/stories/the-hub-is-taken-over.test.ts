/**
 * Promise: whoever takes the hub, with every credential that it has, cannot destroy the locked copy: it restores to the
 * same, and its owner is told that somebody tried.
 */
import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeBackup, openTarget, restore, verifyBackup, type BackupPlan } from '../../src/recovery/backup/index.ts';
import { readManifest, signingKey, signManifest } from '../../src/recovery/backup/manifest.ts';
import { openBackupPlace, type BackupPlace } from '../backup/backup-place.ts';
import { startS3Server, type S3Server } from '../backup/s3-server.ts';
import { startSftpServer, type SftpServer } from '../sdk/sftp-server.ts';

let place: BackupPlace;
let s3: S3Server;
let sftp: SftpServer;
let plan: BackupPlan;
let thief: S3Client;
let good: { id: string; signer: string };
let image: string;
const now = (): Date => new Date();
const Bucket = 'copies';

beforeAll(async () => {
  place = await openBackupPlace();
  image = place.image('a photograph');
  s3 = await startS3Server();
  mkdirSync(join(place.folder, 'elsewhere', 'kept'), { recursive: true });
  sftp = await startSftpServer(join(place.folder, 'elsewhere'));
  const login = { region: 'eu-west-3', accessKeyId: 'AK', secretAccessKey: 'a-secret', endpoint: s3.url };
  const { port, user, password, hostKey } = sftp;
  plan = {
    ...place.plan,
    targets: [
      { kind: 's3', name: 'vault', site: 'Paris', bucket: Bucket, prefix: '', lockDays: 90, ...login },
      { kind: 'sftp', name: 'partner', site: 'Lyon', host: '127.0.0.1', port, user, password, hostKey, path: '/kept' },
      { kind: 'folder', name: 'nas', site: 'store', path: place.at('attic') },
    ],
  };
  thief = new S3Client({
    ...{ region: login.region, endpoint: s3.url, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' },
    credentials: { accessKeyId: login.accessKeyId, secretAccessKey: login.secretAccessKey },
  });
  good = await makeBackup(plan);
});
afterAll(async () => {
  thief.destroy();
  await sftp.close();
  await s3.close();
  place.close();
});

const vault = () => openTarget(plan.targets[0]!, now);

/** All rows, and the image: what any query could answer from. */
function answersOf(folder: string): object {
  const database = new DatabaseSync(join(folder, 'mortar.db'), { readOnly: true });
  try {
    const rows = database.prepare('select id, said, hex(raw) as raw from things order by id').all();
    return { rows, image: readFileSync(join(folder, 'blobs', image.slice(0, 2), image), 'utf8') };
  } finally {
    database.close();
  }
}

async function equalAnswers(name: string): Promise<string[]> {
  const into = join(place.folder, name);
  const target = vault();
  const { identity } = place;
  const restored = await restore(target, { into, identity, backup: good.id, signer: good.signer }).finally(() =>
    target.close(),
  );
  expect(answersOf(join(into, 'data'))).toEqual(answersOf(place.plan.data));
  return restored.warnings;
}

describe('the hub is taken over', () => {
  it('before that, nothing is to be told', async () => {
    expect(await equalAnswers('untouched')).toEqual([]);
  });

  it('who deletes, overwrites, or shortens the lock of everything: the locked copy is the same', async () => {
    const keys = s3.keys();
    const { Versions = [] } = await thief.send(new ListObjectVersionsCommand({ Bucket }));
    for (const { Key, VersionId } of Versions.filter((version) => !version.Key?.startsWith('current/'))) {
      const version = { Bucket, Key, VersionId };
      const Retention = { Mode: 'COMPLIANCE' as const, RetainUntilDate: new Date(0) };
      await expect(thief.send(new PutObjectRetentionCommand({ ...version, Retention }))).rejects.toThrow();
      await expect(thief.send(new DeleteObjectCommand(version))).rejects.toThrow();
      await thief.send(new PutObjectCommand({ Bucket, Key, Body: 'rubbish' }));
    }
    for (const Key of keys) await thief.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(s3.keys()).toEqual([]);
    const warnings = await equalAnswers('deleted');
    expect(warnings).toEqual([expect.stringMatching(/deleted or overwritten \d+ things at vault/)]);
  });

  it('who forges the manifest with the hub’s own key: what was there first counts', async () => {
    const key = await signingKey(join(place.plan.data, 'backups'));
    const Key = `backups/${good.id}/manifest.json`;
    const file = join(place.at('attic'), Key);
    const { signer: _, signature: __, ...manifest } = readManifest(readFileSync(file), good.id);
    const parts = manifest.parts.map((part) => ({ ...part, sha256: '0'.repeat(64) }));
    await thief.send(new PutObjectCommand({ Bucket, Key, Body: signManifest({ ...manifest, parts }, key) }));
    await equalAnswers('forged');
  });

  it('who makes backups of nothing with short retention: the good one stays, and is named', async () => {
    const aside = join(place.folder, 'aside.db');
    place.database.exec(`vacuum into '${aside}'; delete from things`);
    const keep = { daily: 1, monthly: 0 };
    await makeBackup({ ...plan, keep }, { trustClock: true });
    const hollow = await makeBackup({ ...plan, keep }, { trustClock: true });
    place.database.exec(`attach '${aside}' as aside; insert into things select * from aside.things; detach aside`);
    await equalAnswers('hollow');
    // The newest is the thief's: whoever proves backups elsewhere sees how little it holds, and what was done there.
    const target = vault();
    const proof = await verifyBackup(target, { identity: place.identity, signer: good.signer }).finally(() =>
      target.close(),
    );
    expect(proof).toMatchObject({ backup: hollow.id, rows: 0 });
    expect(proof.warnings).toEqual([expect.stringContaining('vault')]);
  });

  it('what is not locked is gone, and that is told, too', async () => {
    rmSync(place.at('attic'), { recursive: true });
    const kept = join(place.folder, 'elsewhere', 'kept');
    for (const name of readdirSync(kept)) rmSync(join(kept, name), { recursive: true });
    for (const settings of plan.targets.slice(1)) {
      const target = openTarget(settings, now);
      await expect(verifyBackup(target, { identity: place.identity })).rejects.toMatchObject({
        code: 'BACKUP_NOT_FOUND',
      });
      await target.close();
    }
    await equalAnswers('last');
  });
});
