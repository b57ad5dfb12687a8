import { isCoded, PermanentError } from '#sdk';

const ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** A failure of the target folder, coded; others as they are. */
export function asKitError(error: unknown, folder: string): unknown {
  const reason = systemCode(error);
  if (isCoded(error) || reason === null) return error;
  if (ROOM.has(reason)) {
    const message = `The kit does not fit into ${folder} (${reason}); the previous one is untouched.`;
    return new PermanentError({ code: 'KIT_FOLDER_FULL', message, remedy: 'Make room there.' }, { cause: error });
  }
  return unusable(folder, `cannot be written (${reason})`, error);
}

/** What the operating system refused with: `EACCES`. Null: it was something else. */
export function systemCode(error: unknown): string | null {
  const isSystems = typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
  return isSystems ? String(error.code) : null;
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
