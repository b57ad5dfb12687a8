import { isCoded, PermanentError, RetryableError } from '#sdk';

export function failure(code: string, message: string, remedy: string, cause?: unknown): PermanentError {
  return new PermanentError({ code, message, remedy }, cause === undefined ? undefined : { cause });
}

export function tampered(what: string, cause?: unknown): PermanentError {
  return failure(
    'BACKUP_TAMPERED',
    `${what} is not what the hub wrote: it was changed or damaged.`,
    'Take the same backup from another target, or an older one (--backup ID). Keep the altered files: they are evidence.',
    cause,
  );
}

export function truncated(what: string): PermanentError {
  return failure(
    'BACKUP_TRUNCATED',
    `${what} is cut short.`,
    'Take the same backup from another target, or an older one (--backup ID).',
  );
}

export function missing(what: string): PermanentError {
  return failure(
    'BACKUP_INCOMPLETE',
    `${what} is missing.`,
    'Take the same backup from another target, or an older one (--backup ID).',
  );
}

const refused = ['EACCES', 'EPERM', 'EROFS', 'DROP_ACCESS_DENIED', 'DROP_HOST_KEY_CHANGED', 'AccessDenied'];
const refusedToo = ['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'Forbidden', 'NoSuchBucket', 'InvalidBucketName'];
const full = ['ENOSPC', 'EDQUOT', 'QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage'];

/** A failure of a place where backups are kept, with what to do about it. Secrets are in none of its words. */
export function asTargetFailure(error: unknown, name: string): Error & { code: string } {
  if (isCoded(error) && error.code.startsWith('BACKUP_')) return error;
  const found = codesOf(error);
  const said = found[0] === undefined ? '' : ` (${found[0]})`;
  if (found.some((code) => full.includes(code)) || /no space|quota/i.test(textOf(error))) {
    return failure(
      'BACKUP_TARGET_FULL',
      `There is no room left at the target ${name}${said}. Earlier backups there are untouched.`,
      'Make room there, or lower keep: below backup:, then run `mortar backup` again.',
      error,
    );
  }
  if (found.some((code) => refused.includes(code) || refusedToo.includes(code))) {
    return failure(
      'BACKUP_TARGET_REFUSED',
      `The target ${name} refuses the hub${said}.`,
      'Correct its credentials, its host key, or the rights of this user there, then run `mortar backup` again.',
      error,
    );
  }
  const text = {
    code: 'BACKUP_TARGET_FAILED',
    message: `The target ${name} does not answer, or answers wrong${said}.`,
    remedy: 'Check that it runs and can be reached from here, then run `mortar backup` again.',
    detail: textOf(error).slice(0, 300),
  };
  return new RetryableError(text, { cause: error });
}

/** A failure of this machine's own disk. */
export function asLocalFailure(error: unknown): unknown {
  if (isCoded(error) || !(codesOf(error).some((code) => full.includes(code)) || isSqliteFull(error))) return error;
  return failure(
    'BACKUP_DISK_FULL',
    'There is no room on this machine to prepare the backup or the restore. Earlier backups are untouched.',
    'Free disk space (a copy of the database is needed for the time of it), then run it again.',
    error,
  );
}

/** https://www.sqlite.org/rescode.html#full */
function isSqliteFull(error: unknown): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, 'errcode') === 13;
}

/** Codes as Node, SFTP and S3 tell them. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at = error; typeof at === 'object' && at !== null; at = 'cause' in at ? at.cause : null) {
    for (const key of ['code', 'name', 'Code'] as const) {
      const code: unknown = Reflect.get(at, key);
      if (typeof code === 'string' && code !== 'Error') codes.push(code);
    }
  }
  return codes;
}

export function textOf(error: unknown): string {
  const text: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  return typeof text === 'string' ? text : '';
}

/** What Node, SFTP and S3 put on their errors; not by class, which differs between the worlds that errors come from. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
}

/** For people: `EACCES`. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return typeof code === 'string' ? code : 'unknown failure';
}
