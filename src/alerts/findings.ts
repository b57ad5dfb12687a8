import type { AlertSettings } from '../config.ts';
import type { BrickSight, Sights } from './sights.ts';

export const CAUSES = ['brick-down', 'hold', 'dead-letter', 'quiet', 'drift', 'disk', 'backup'] as const;
export type Cause = (typeof CAUSES)[number];

/** One thing that is wrong now. */
export interface Finding {
  /** The same as long as it is the same thing: `hold:shop:products`. */
  key: string;
  cause: Cause;
  /** What its sentence is filled with. No personal data, nothing of a brick's own words. */
  facts: Readonly<Record<string, string | number>>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MB = 1_048_576;

export interface Looking {
  now: Date;
  /** When this hub began to look. */
  startedAt: Date;
  /** Whether it was told already. */
  isOpen(key: string): boolean;
}

/** What is wrong, by what was seen. Causes that were not looked at are not in `looked`. */
export function findingsOf(
  sights: Sights,
  settings: AlertSettings,
  looking: Looking,
): { findings: Finding[]; looked: ReadonlySet<Cause> } {
  const { now, isOpen } = looking;
  const looked = new Set<Cause>();
  const findings: Finding[] = [];
  const look = <Sight>(cause: Cause, sight: Sight | undefined, find: (sight: Sight) => Finding[]): void => {
    if (sight === undefined) return;
    looked.add(cause);
    if (!settings.mute.includes(cause)) findings.push(...find(sight));
  };
  look('brick-down', sights.bricks, (bricks) => bricks.flatMap((brick) => brickDown(brick, settings, looking)));
  look('hold', sights.holds, (holds) =>
    holds.map(({ brick, kind, changes, rules, openedAt }) => ({
      key: `hold:${brick}:${kind}`,
      cause: 'hold',
      facts: { brick, kind, changes, rules: rules.join(', '), at: openedAt },
    })),
  );
  look('dead-letter', sights.deadLetters, (letters) =>
    letters
      .filter(({ count }) => count > 0)
      .map(({ brick, count, oldest }) => {
        return { key: `dead-letter:${brick}`, cause: 'dead-letter', facts: { brick, count, at: oldest } };
      }),
  );
  look('quiet', sights.moved, (moved) => quiet(moved, settings, now));
  look('drift', sights.drift, ({ now: count, before }) =>
    // A sale that is on its way between two bricks differs for a moment: what two looks agree on is drift.
    Math.min(count, before) > settings.drift.variants ? [{ key: 'drift', cause: 'drift', facts: { count } }] : [],
  );
  look('disk', sights.disk, (disk) => diskFilling(disk, settings, isOpen('disk')));
  look('backup', sights.backups, (backups) => unverified(backups, settings, now));
  return { findings, looked };
}

function brickDown(brick: BrickSight, { brickDownMinutes }: AlertSettings, looking: Looking): Finding[] {
  const { name, state, lastGoodAt, lastRunAt, failure } = brick;
  if (state !== 'FAILING' && state !== 'LATE') return [];
  const since = lastGoodAt ?? lastRunAt;
  const key = `brick-down:${name}`;
  if (since === null) return [];
  // A hub that was down itself reads what it missed before it accuses anybody; what it had told stays told.
  const from = looking.isOpen(key) ? Date.parse(since) : Math.max(Date.parse(since), looking.startedAt.getTime());
  if (looking.now.getTime() - from < brickDownMinutes * 60_000) return [];
  return [{ key, cause: 'brick-down', facts: { brick: name, at: since, code: failure ?? state } }];
}

function quiet(moved: Readonly<Record<string, string>>, { quiet: limits }: AlertSettings, now: Date): Finding[] {
  return Object.entries(moved).flatMap(([name, at]): Finding[] => {
    // A stream is only watched where it is named: many rarely move.
    const hours = limits.of[name] ?? (name.includes('.') ? 0 : limits.hours);
    if (hours === 0 || now.getTime() - Date.parse(at) < hours * HOUR) return [];
    const [brick = '', stream = ''] = name.split('.');
    return [{ key: `quiet:${name}`, cause: 'quiet', facts: { name, brick, stream, hours, at } }];
  });
}

/** Once it is told, a little more room must be there before it is over: it would flutter else. */
function diskFilling(
  { folder, freeBytes, sizeBytes }: NonNullable<Sights['disk']>,
  { disk: { freePercent, freeMb } }: AlertSettings,
  open: boolean,
): Finding[] {
  const slack = open ? 1.1 : 1;
  const least = Math.min((sizeBytes * freePercent) / 100, freeMb * MB) * slack;
  if (freeBytes >= least) return [];
  const facts = { folder, freeMb: Math.floor(freeBytes / MB), leastMb: Math.ceil(least / MB) };
  return [{ key: 'disk', cause: 'disk', facts }];
}

function unverified(backups: NonNullable<Sights['backups']>, { backupDays }: AlertSettings, now: Date): Finding[] {
  const newest = backups.map(({ verifiedAt }) => verifiedAt ?? '').reduce((a, b) => (a > b ? a : b), '');
  if (newest !== '' && now.getTime() - Date.parse(newest) <= backupDays * DAY) return [];
  return [{ key: 'backup', cause: 'backup', facts: { days: backupDays, at: newest || '–', count: backups.length } }];
}
