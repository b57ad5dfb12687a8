import { isCoded, PermanentError, RetryableError, type FailureText } from '#sdk';

interface Known extends FailureText {
  retryable?: boolean;
}

const corrupt: Known = {
  code: 'MIRROR_CORRUPT',
  message: 'The database of the mirror is damaged.',
  remedy:
    'Stop the hub and move the damaged file aside (keep it: it holds the history). Put your newest copy in its place, or start without one: the bricks are read again.',
};
const readOnly: Known = {
  code: 'MIRROR_READ_ONLY',
  message: 'The mirror cannot be written: its folder or its database is read-only.',
  remedy: 'Give the hub’s user the right to write the data folder (or the database), then start again.',
};
const full: Known = {
  code: 'MIRROR_FULL',
  message: 'There is no room left where the mirror is kept.',
  remedy: 'Free disk space or move the data folder to a larger disk, then start again.',
};
const unreachable: Known = {
  code: 'MIRROR_UNREACHABLE',
  message: 'The database of the mirror does not answer.',
  remedy: 'Check that the database server runs and that its address in the configuration is right.',
  retryable: true,
};
const refused: Known = {
  code: 'MIRROR_REFUSED',
  message: 'The database of the mirror refuses the user or the password.',
  remedy: 'Check user and password of the database in the configuration.',
};
const absent: Known = {
  code: 'MIRROR_ABSENT',
  message: 'The database of the mirror does not exist.',
  remedy: 'Create the database (`createdb`), or correct its name in the configuration.',
};
const busy: Known = {
  code: 'MIRROR_BUSY',
  message: 'The mirror is locked by another program.',
  remedy: 'Close other programs that have the database open.',
  retryable: true,
};
const broken: Known = {
  code: 'MIRROR_FAILED',
  message: 'The mirror could not do what was asked.',
  remedy: 'Look at the hub’s log; if it happens again, run `mortar doctor` and report it.',
};
const closed: Known = {
  code: 'MIRROR_CLOSED',
  message: 'The mirror has been closed.',
  remedy: 'Open it again.',
};

/** SQLite's primary result codes: https://www.sqlite.org/rescode.html */
const sqliteCodes: Record<number, Known> = {
  5: busy,
  6: busy,
  8: readOnly,
  10: { ...corrupt, code: 'MIRROR_IO', message: 'The disk of the mirror fails to read or write.' },
  11: corrupt,
  13: full,
  14: readOnly,
  26: corrupt,
};

/** PostgreSQL's error codes and Node's: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const textCodes: Record<string, Known> = {
  '28P01': refused,
  '28000': refused,
  '3D000': absent,
  '42501': { ...readOnly, message: 'The database user of the mirror lacks a right.' },
  '25006': readOnly,
  '53100': full,
  '53300': { ...unreachable, message: 'The database of the mirror has no connection left.' },
  '57P01': unreachable,
  '57P03': unreachable,
  '08006': unreachable,
  XX001: corrupt,
  XX002: corrupt,
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  ENOTFOUND: unreachable,
  ETIMEDOUT: unreachable,
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: readOnly,
  ENOTDIR: readOnly,
  EEXIST: readOnly,
  ENOSPC: full,
  EDQUOT: full,
  ERR_INVALID_STATE: closed,
};

/** Any failure of the mirror as an error with a code, a message without SQL or paths, and a remedy. */
export function asMirrorError(error: unknown): RetryableError | PermanentError {
  if (isCoded(error)) return error;
  const { retryable, ...known } = recognise(error);
  const text = { ...known, detail: firstLine(error) };
  return retryable ? new RetryableError(text, { cause: error }) : new PermanentError(text, { cause: error });
}

/** The same work, with failures as `asMirrorError` says them. */
export async function coded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asMirrorError(error);
  }
}

export function invalid(code: string, message: string, remedy: string): PermanentError {
  return new PermanentError({ code, message, remedy });
}

function recognise(error: unknown): Known {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = 'cause' in cause ? cause.cause : null) {
    const sqlite = 'errcode' in cause && typeof cause.errcode === 'number' ? sqliteCodes[cause.errcode & 0xff] : null;
    const coded = 'code' in cause && typeof cause.code === 'string' ? textCodes[cause.code] : null;
    const known = sqlite ?? coded;
    if (known) return known;
  }
  return broken;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
