import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A folder where the agency leaves a copy of what the hub does not hold: code, theme, modules of a shop. */
export interface AgencyDump {
  folder: string;
  /** Of its newest file; null: it is empty or absent. */
  newestAt: string | null;
  /** Whether it is below `backup.include`. */
  isBackedUp: boolean;
}

/** A shop's code and theme change with every update of it. */
const OLD_MS = 31 * 86_400_000;

/** Looks at every file below it: what is replaced deep inside does not touch the folder. */
export async function agencyDump(folder: string, backedUp: readonly string[]): Promise<AgencyDump> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let newest = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => null);
    newest = Math.max(newest, found?.mtimeMs ?? 0);
  }
  const isBackedUp = backedUp.some((each) => `${resolve(folder)}/`.startsWith(`${resolve(each)}/`));
  return { folder, newestAt: newest > 0 ? new Date(newest).toISOString() : null, isBackedUp };
}

export function isOldDump({ newestAt }: Pick<AgencyDump, 'newestAt'>, now: Date): boolean {
  return newestAt !== null && now.getTime() - Date.parse(newestAt) > OLD_MS;
}
