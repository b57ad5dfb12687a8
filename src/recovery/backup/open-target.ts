import { resolve } from 'node:path';
import { failure } from './failures.ts';
import { folderTarget } from './folder-target.ts';
import { s3Target } from './s3-target.ts';
import { nameOf, type BackupTargetSettings } from './settings.ts';
import { sftpTarget } from './sftp-target.ts';
import type { BackupTarget } from './target.ts';

export function openTarget(settings: BackupTargetSettings, now: () => Date): BackupTarget {
  const name = nameOf(settings);
  switch (settings.kind) {
    case 'folder':
      return folderTarget({ ...settings, name });
    case 'sftp':
      return sftpTarget({ ...settings, name });
    case 's3':
      return s3Target({ ...settings, name }, now);
  }
}

/**
 * What `mortar restore FROM` names: a target of the configuration, a folder, or an address. Secrets of an address come
 * from the environment: MORTAR_RESTORE_PASSWORD or MORTAR_RESTORE_PRIVATE_KEY, AWS_ACCESS_KEY_ID and the like.
 */
export function targetNamed(
  from: string,
  { known, env, cwd }: { known: readonly BackupTargetSettings[]; env: NodeJS.ProcessEnv; cwd: string },
): BackupTargetSettings {
  const configured = known.find((target) => nameOf(target) === from);
  if (configured) return configured;
  if (from.startsWith('sftp://')) return sftpAt(new URL(from), env);
  if (from.startsWith('s3://')) return s3At(new URL(from), env);
  return { kind: 'folder', site: 'here', path: resolve(cwd, from), name: 'folder' };
}

function sftpAt(
  { hostname, port, username, pathname, searchParams }: URL,
  env: NodeJS.ProcessEnv,
): BackupTargetSettings {
  const { MORTAR_RESTORE_PASSWORD: password, MORTAR_RESTORE_PRIVATE_KEY: privateKey } = env;
  const hostKey = searchParams.get('hostKey') ?? '';
  if (!hostKey.startsWith('SHA256:')) {
    throw failure(
      'RESTORE_FROM_INVALID',
      'The address of an SFTP server needs its host key, so that nobody else can stand in for it.',
      'Write sftp://user@host/folder?hostKey=SHA256:… as in the configuration (and the kit).',
    );
  }
  return {
    kind: 'sftp',
    name: 'sftp',
    site: hostname,
    host: hostname,
    ...(port !== '' && { port: Number(port) }),
    user: decodeURIComponent(username),
    ...(password !== undefined && { password }),
    ...(privateKey !== undefined && { privateKey }),
    // A plus sign of the fingerprint reads as a space in an address.
    hostKey: hostKey.replaceAll(' ', '+'),
    path: decodeURIComponent(pathname),
  };
}

/** `s3://bucket/prefix?region=…&endpoint=…&locked=yes`. */
function s3At({ hostname, pathname, searchParams }: URL, env: NodeJS.ProcessEnv): BackupTargetSettings {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw failure(
      'RESTORE_FROM_INVALID',
      'To read a bucket, its credentials are needed.',
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, then run it again.',
    );
  }
  const endpoint = searchParams.get('endpoint');
  return {
    kind: 's3',
    name: 's3',
    site: hostname,
    bucket: hostname,
    prefix: decodeURIComponent(pathname.slice(1)),
    region: searchParams.get('region') ?? 'eu-west-3',
    ...(endpoint !== null && { endpoint }),
    accessKeyId,
    secretAccessKey,
    ...(searchParams.get('locked') === 'yes' && { lockDays: 1 }),
  };
}
