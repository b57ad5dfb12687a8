import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ListObjectsV2CommandOutput, ListObjectVersionsCommandOutput, S3Client } from '@aws-sdk/client-s3';
import type * as S3 from '@aws-sdk/client-s3';
import type { BackupTargetSettings } from './settings.ts';
import type { BackupTarget, StoredObject } from './target.ts';

type S3Settings = Extract<BackupTargetSettings, { kind: 's3' }> & { name: string };
type Sdk = typeof S3;

const DAY_MS = 86_400_000;
const SMALL = 32_000_000;

/**
 * A bucket. With `lockDays`, what is stored can be taken away by nobody for so long, and the first version of an object
 * is the one that counts: whoever has the hub's credentials can lay newer versions or deletions over it, to no effect.
 */
export function s3Target(settings: S3Settings, now: () => Date): BackupTarget {
  const { name, site, bucket: Bucket, lockDays } = settings;
  const prefix = settings.prefix === '' ? '' : `${settings.prefix.replace(/\/+$/, '')}/`;
  let opened: Promise<{ sdk: Sdk; client: S3Client }> | null = null;
  const open = () => (opened ??= connect(settings));
  const keyOf = (object: string) => ({ Bucket, Key: `${prefix}${object}` });

  return {
    name,
    site,
    locked: lockDays !== undefined,
    async list(folder) {
      const { sdk, client } = await open();
      const all = lockDays === undefined ? listed(sdk, client, keyOf(folder)) : versions(sdk, client, keyOf(folder));
      return (await all).map(({ key, size }) => ({ name: key.slice(prefix.length), size }));
    },
    async put(object, file) {
      const { sdk, client } = await open();
      const { size: ContentLength } = await stat(file);
      // A stream cannot be sent a second time after a failure on the way; what is small can.
      const Body = ContentLength <= SMALL ? await readFile(file) : createReadStream(file);
      const lock = lockDays !== undefined && isKept(object);
      const until = new Date(now().getTime() + (lockDays ?? 0) * DAY_MS);
      // With a lock, a checksum has to come along; MD5 is the one that every server knows.
      const ContentMD5 = await md5Of(file);
      const body = { Body, ContentLength, ContentMD5 };
      const locking = lock ? { ObjectLockMode: 'COMPLIANCE' as const, ObjectLockRetainUntilDate: until } : {};
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
      await client.send(new sdk.PutObjectCommand({ ...keyOf(object), ...body, ...locking }));
    },
    async get(object) {
      const { sdk, client } = await open();
      const first = lockDays !== undefined && isKept(object) ? await firstOf(sdk, client, keyOf(object)) : {};
      if (first === null) return null;
      try {
        const { Body } = await client.send(new sdk.GetObjectCommand({ ...keyOf(object), ...first }));
        return (Body as Readable | undefined) ?? null;
      } catch (error) {
        if (error instanceof sdk.NoSuchKey || error instanceof sdk.NotFound) return null;
        throw error;
      }
    },
    async remove(object) {
      const { sdk, client } = await open();
      await client.send(new sdk.DeleteObjectCommand(keyOf(object)));
    },
    ...(lockDays !== undefined && {
      async laidOver() {
        const { sdk, client } = await open();
        const found = new Set<string>();
        for (const folder of ['backups/', 'blobs/', 'journal/'])
          for (const name of laidOverIn(await everyVersion(sdk, client, keyOf(folder)))) found.add(name);
        return [...found].map((key) => key.slice(prefix.length));
      },
    }),
    async close() {
      const open = await opened?.catch(() => null);
      open?.client.destroy();
    },
  };
}

function silent(): void {}

async function md5Of(file: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('base64');
}

/** What is written once. `current/` is replaced by design. */
function isKept(object: string): boolean {
  return !object.startsWith('current/');
}

async function connect({ region, endpoint, accessKeyId, secretAccessKey }: S3Settings) {
  // Loaded when it is wanted: it is large.
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    maxAttempts: 3,
    // It would warn on the console, past the log and its redaction.
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 120_000 },
    // Servers that are not Amazon's do not know the newer checksums behind the body.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { sdk, client };
}

interface Listed extends Omit<StoredObject, 'name'> {
  key: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
async function listed(sdk: Sdk, client: S3Client, { Bucket, Key }: { Bucket: string; Key: string }): Promise<Listed[]> {
  const found: Listed[] = [];
  let more: { ContinuationToken?: string } | null = {};
  while (more) {
    const page: ListObjectsV2CommandOutput = await client.send(
      new sdk.ListObjectsV2Command({ Bucket, Prefix: Key, ...more }),
    );
    for (const { Key: key = '', Size: size = 0 } of page.Contents ?? []) found.push({ key, size });
    more = page.NextContinuationToken === undefined ? null : { ContinuationToken: page.NextContinuationToken };
  }
  return found;
}

interface Version extends Listed {
  VersionId: string;
  at: number;
  /** Null: a deletion. */
  etag: string | null;
}

/** The hub writes each of them once, or the same again. */
function laidOverIn(versions: readonly Version[]): string[] {
  return [...Map.groupBy(versions, ({ key }) => key)].flatMap(([key, all]) =>
    new Set(all.map(({ etag }) => etag)).size > 1 ? [key] : [],
  );
}

/** The first version of every object, whatever was laid over it. */
async function versions(sdk: Sdk, client: S3Client, where: { Bucket: string; Key: string }): Promise<Listed[]> {
  const first = new Map<string, Version>();
  for (const version of await everyVersion(sdk, client, where)) {
    if (version.etag === null) continue;
    const known = first.get(version.key);
    if (known === undefined || version.at < known.at) first.set(version.key, version);
  }
  return [...first.values()];
}

async function firstOf(
  sdk: Sdk,
  client: S3Client,
  where: { Bucket: string; Key: string },
): Promise<{ VersionId: string } | null> {
  const all = (await everyVersion(sdk, client, where)).filter(({ key, etag }) => key === where.Key && etag !== null);
  const [first] = all.sort((one, other) => one.at - other.at);
  return first === undefined ? null : { VersionId: first.VersionId };
}

/** Newest first within a key, as S3 lists them. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
async function everyVersion(
  sdk: Sdk,
  client: S3Client,
  { Bucket, Key }: { Bucket: string; Key: string },
): Promise<Version[]> {
  const found: Version[] = [];
  let more: { KeyMarker?: string; VersionIdMarker?: string } | null = {};
  while (more) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new sdk.ListObjectVersionsCommand({ Bucket, Prefix: Key, ...more }),
    );
    for (const { Key: key = '', Size: size = 0, VersionId = 'null', LastModified, ETag = '' } of page.Versions ?? [])
      found.push({ key, size, VersionId, at: LastModified?.getTime() ?? 0, etag: ETag });
    for (const { Key: key = '', VersionId = 'null', LastModified } of page.DeleteMarkers ?? [])
      found.push({ key, size: 0, VersionId, at: LastModified?.getTime() ?? 0, etag: null });
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
    more = IsTruncated
      ? {
          ...(NextKeyMarker !== undefined && { KeyMarker: NextKeyMarker }),
          ...(NextVersionIdMarker !== undefined && { VersionIdMarker: NextVersionIdMarker }),
        }
      : null;
  }
  // Two versions of one second: the one listed last is the older one.
  return found.reverse();
}
