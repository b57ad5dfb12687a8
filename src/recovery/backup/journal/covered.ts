import type { LedgerEntry } from '../ledger.ts';
import type { BackupTarget } from '../target.ts';
import { readSegmentName } from './segment.ts';

type Noted = Pick<LedgerEntry, 'journal' | 'verifiedAt' | 'targets'>;

/**
 * Up to which segment of this line nobody needs any: a proven backup holds them, or as many backups as are kept of days.
 * 0: all are needed. `target`: only what lies there counts.
 */
export function coveredUpTo(ledger: readonly Noted[], line: string, daily: number, target?: string): number {
  const there = ledger.filter(({ targets }) =>
    targets.some(({ name, stored }) => stored && (target === undefined || name === target)),
  );
  const ofLine = there.flatMap(({ journal, verifiedAt }) =>
    journal?.line === line ? [{ sequence: journal.sequence, isProven: verifiedAt !== null }] : [],
  );
  const proven = ofLine.filter(({ isProven }) => isProven).map(({ sequence }) => sequence);
  const many = ofLine.map(({ sequence }) => sequence).sort((one, other) => other - one)[daily - 1];
  return Math.max(0, many ?? 0, ...proven);
}

/** Takes away what nobody needs at a target any more. Resolves with how many segments it was. */
export async function pruneJournal(
  target: BackupTarget,
  ledger: readonly Noted[],
  { line: current, daily }: { line: string; daily: number },
): Promise<number> {
  // Once the present line has a proven backup, what came before that line is covered by it, too.
  const isProven = ledger.some(
    ({ journal, verifiedAt, targets }) =>
      journal?.line === current &&
      verifiedAt !== null &&
      targets.some(({ name, stored }) => stored && name === target.name),
  );
  const covered = new Map<string, number>();
  let removed = 0;
  for (const { name } of await target.list('journal/')) {
    const segment = readSegmentName(name);
    if (!segment) continue;
    const { line, sequence } = segment;
    if (!covered.has(line)) covered.set(line, coveredUpTo(ledger, line, daily, target.name));
    const isOld = line !== current && isProven && ledger.some(({ journal }) => journal?.line === line);
    if (!isOld && sequence > (covered.get(line) ?? 0)) continue;
    await target.remove(name);
    removed += 1;
  }
  return removed;
}
