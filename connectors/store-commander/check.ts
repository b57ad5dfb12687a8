import { access, constants } from 'node:fs/promises';
import { isCoded, type CheckFinding, type DropBox, type DropBoxOptions } from '#sdk';

const LEFT_OVERS = 'in: leftover files';

/**
 * Leftover files are written beside the imports, so that folder must take a file, too. A drop box cannot take a file
 * away again, and this folder is also the tool's: nothing is written for a trial.
 */
export async function checkImports(box: DropBox, place: DropBoxOptions): Promise<CheckFinding[]> {
  const reached = await checkReached('in', box);
  return reached.state === 'ok' ? [reached, await checkWritable(place)] : [reached];
}

export function checkExports(box: DropBox): Promise<CheckFinding> {
  return checkReached('out', box);
}

async function checkReached(subject: string, box: DropBox): Promise<CheckFinding> {
  try {
    return { subject, state: 'ok', message: `The folder is reached; ${(await box.list()).length} files lie in it.` };
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { subject, state: 'error', message: error.message, remedy: error.remedy };
  }
}

async function checkWritable(place: DropBoxOptions): Promise<CheckFinding> {
  const subject = LEFT_OVERS;
  if (place.kind === 'sftp') {
    const message =
      'Whether the folder can be written is not known: an SFTP server tells it only when a file is written.';
    const remedy = 'Give the user the right to write there. A run that cannot write a leftover file fails and says so.';
    return { subject, state: 'ok', message, remedy };
  }
  try {
    await access(place.path, constants.W_OK | constants.X_OK);
    return { subject, state: 'ok', message: 'The folder can be written.' };
  } catch {
    const message = 'The folder cannot be written: an import with faulty lines would not be taken.';
    return { subject, state: 'error', message, remedy: 'Give the user of the hub the right to write there.' };
  }
}
