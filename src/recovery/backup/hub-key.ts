import { readFile } from 'node:fs/promises';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { notesFolder } from './ledger.ts';
import { keyFile, signerOf, signingKey } from './manifest.ts';

/** The key with which the hub of a data folder signs backups and reports; made where there is none yet. */
export function hubKey(data: string): Promise<KeyObject> {
  return signingKey(notesFolder(data));
}

/** The public half of it; null: this hub has signed nothing yet. */
export async function hubSigner(data: string): Promise<string | null> {
  const kept = await readFile(keyFile(notesFolder(data)), 'utf8').catch(() => null);
  return kept === null ? null : signerOf(createPrivateKey(kept));
}
