import { isCoded, PermanentError } from '#sdk';

const ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** A failure of the target folder, coded; others as they are. */
export function asKitError(error: unknown, folder: string): unknown {
  if (isCoded(error) || !(error instanceof Error) || !('syscall' in error)) return error;
  const reason = 'code' in error ? String(error.code) : 'unknown failure';
  if (ROOM.has(reason)) {
    const message = `The kit does not fit into ${folder} (${reason}); the previous one is untouched.`;
    return new PermanentError({ code: 'KIT_FOLDER_FULL', message, remedy: 'Make room there.' }, { cause: error });
  }
  return unusable(folder, `cannot be written (${reason})`, error);
}

export function unusable(folder: string, what: string, cause?: unknown): PermanentError {
  return new PermanentError(
    {
      code: 'KIT_FOLDER_UNUSABLE',
      message: `The folder ${folder} ${what}; no kit was written.`,
      remedy: 'Let the hub’s user write it, or name another folder: mortar kit --into DIR.',
    },
    { cause },
  );
}
