import { PermanentError, RetryableError } from './errors.ts';

/** Largest file that is read where nothing else is said. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** How long a file must have been left alone before it is believed to be whole. */
export const SETTLE_MS = 2_000;

const LONGEST_NAME = 255;

/** Refuses names that could lead out of the folder. Back slashes too: an SFTP server may run on Windows. */
export function checkName(name: string): string {
  // eslint-disable-next-line no-control-regex -- that is what is refused
  if (name === '' || name === '.' || name === '..' || name.length > LONGEST_NAME || /[/\\\u0000-\u001f]/.test(name)) {
    throw new PermanentError({
      code: 'DROP_NAME_INVALID',
      message: `${JSON.stringify(name.slice(0, 80))} is no name of a file in the box.`,
      remedy: 'Use a plain file name, without folders.',
    });
  }
  return name;
}

/** The parts of a sub-folder, each a plain name. */
export function checkBelow(below: string | undefined): string[] {
  return below === undefined || below === '' ? [] : below.split('/').map(checkName);
}

/** Hidden files, and those that somebody is still writing or has open. */
export function isUnderWay(name: string): boolean {
  return name.startsWith('.') || name.startsWith('~') || /(\.part|\.tmp|~)$/i.test(name);
}

/** Size and time of a file, as they were at one moment. */
export interface FileState {
  size: number;
  modifiedMs: number;
}

export function checkSize(name: string, { size }: FileState, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new PermanentError({
    code: 'DROP_FILE_TOO_LARGE',
    message: `${name} has ${size} bytes; ${maxBytes} are read at most.`,
    remedy: 'Export a shorter period, or take the file away.',
  });
}

/** A time ahead of our clock by a little is a server's clock that goes ahead: the file may still be new. */
export function checkSettled(name: string, { modifiedMs }: FileState, now: Date, settleMs: number): void {
  if (Math.abs(now.getTime() - modifiedMs) < settleMs) throw changing(name);
}

export function checkUnchanged(name: string, before: FileState, after: FileState, read: number): void {
  const isSame = before.size === after.size && before.modifiedMs === after.modifiedMs && read === after.size;
  if (!isSame) throw changing(name);
}

/** Also for a file that went away between the list and the reading. */
export function changing(name: string): RetryableError {
  return new RetryableError({
    code: 'DROP_FILE_CHANGING',
    message: `${name} is still being written.`,
    remedy: 'Nothing: it is read in the next run.',
  });
}

export function folderMissing(below: string): PermanentError {
  return new PermanentError({
    code: 'DROP_FOLDER_MISSING',
    message: below === '' ? 'The folder of the drop box does not exist.' : `The box has no folder ${below}.`,
    remedy: 'Create the folder, or correct the path in the settings of the brick.',
  });
}

export function accessDenied(what: string): PermanentError {
  return new PermanentError({
    code: 'DROP_ACCESS_DENIED',
    message: `The drop box denies access to ${what}.`,
    remedy:
      'Give the user of the hub the right to read and write there; links that lead out of the folder are refused.',
  });
}

export function unreachable(cause: unknown): RetryableError {
  const text = {
    code: 'DROP_UNREACHABLE',
    message: 'The drop box does not answer.',
    remedy: 'Look whether the server or the disk is there; the next run tries again.',
    detail: cause instanceof Error ? cause.message : String(cause),
  };
  return new RetryableError(text, { cause });
}
