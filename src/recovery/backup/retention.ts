import type { BackupTarget } from './target.ts';

/** What retention knows of a backup. */
export interface Dated {
  id: string;
  at: string;
  sequence: number;
}

/**
 * Which backups stay: the newest of each of the last days and months *on which there is one*. Counted, not measured:
 * a clock that jumps ahead deletes nothing.
 */
export function keptOf(
  all: readonly Dated[],
  keep: { daily: number; monthly: number },
  always: readonly string[],
): Set<string> {
  const newestFirst = [...all].sort((one, other) => other.sequence - one.sequence);
  const newestOf = (length: number, count: number): string[] => {
    const periods = new Map<string, string>();
    for (const { id, at } of newestFirst) if (!periods.has(at.slice(0, length))) periods.set(at.slice(0, length), id);
    return [...periods.values()].slice(0, count);
  };
  return new Set([
    ...newestOf('2026-11-23'.length, keep.daily),
    ...newestOf('2026-11'.length, keep.monthly),
    ...always,
  ]);
}

/** Takes away a backup: its manifest first, so that what is half gone is no backup any more. */
export async function removeBackup(target: BackupTarget, id: string, names: readonly string[]): Promise<void> {
  const own = names.filter((name) => name.startsWith(`backups/${id}/`));
  const last = own.filter((name) => !name.endsWith('/manifest.json'));
  for (const name of own.filter((each) => !last.includes(each))) await target.remove(name);
  for (const name of last) await target.remove(name);
}
