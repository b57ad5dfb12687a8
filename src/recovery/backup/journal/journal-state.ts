import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { notesFolder } from '../ledger.ts';

const targetSchema = z.object({
  /** The last segment that lies there. */
  sequence: z.number(),
  /** All that was acknowledged up to then lies there; null: nobody knows of any. */
  at: z.string().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
});

const stateSchema = z.object({
  line: z.string(),
  targets: z.record(z.string(), targetSchema),
});

/** How far the journal has come at every target, as this hub remembers it. */
export type JournalState = z.infer<typeof stateSchema>;
export type JournalTargetState = z.infer<typeof targetSchema>;

export function journalFolder(data: string): string {
  return join(notesFolder(data), 'journal');
}

/** Null: nothing was ever sent. What is lost of it is sent again. */
export async function readJournalState(data: string): Promise<JournalState | null> {
  const text = await readFile(stateFile(data), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export async function writeJournalState(data: string, state: JournalState): Promise<void> {
  await mkdir(journalFolder(data), { recursive: true, mode: 0o700 });
  await writeFile(`${stateFile(data)}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${stateFile(data)}.new`, stateFile(data));
}

function stateFile(data: string): string {
  return join(journalFolder(data), 'state.json');
}
