import { isCoded, type CheckFinding, type DropBox } from '#sdk';

/** Left out of every list by its name, and the same each time: a drop box cannot delete. */
const TRIAL = 'mortar-check.tmp';

/** Leftover files are written beside the imports, so that folder must take a file, too. */
export function checkImports(box: DropBox): Promise<CheckFinding> {
  return finding('in', async () => {
    const files = await box.list();
    await box.write(TRIAL, new TextEncoder().encode('Written by a check. It may be deleted.\n'));
    return `The folder is reached and can be written; ${files.length} files lie in it.`;
  });
}

export function checkExports(box: DropBox): Promise<CheckFinding> {
  return finding('out', async () => `The folder is reached; ${(await box.list()).length} files lie in it.`);
}

async function finding(subject: string, trial: () => Promise<string>): Promise<CheckFinding> {
  try {
    return { subject, state: 'ok', message: await trial() };
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { subject, state: 'error', message: error.message, remedy: error.remedy };
  }
}
