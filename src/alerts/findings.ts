import { ALERT_CAUSES, type AlertSettings } from '../config.ts';
import type { BrickSight, DrillSight, FlowSight, JournalSight, Sights } from './sights.ts';

export const CAUSES = ALERT_CAUSES;
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
    holds.map(({ brick, kind, isOutgoing = false, changes, rules, openedAt }) => ({
      key: `hold:${brick}:${kind}`,
      cause: 'hold',
      facts: { brick, kind, changes, rules: rules.join(', '), at: openedAt, way: isOutgoing ? 'outgoing' : 'incoming' },
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
  look('flow-drift', sights.flows, (flows) => flowsBehind(flows, settings));
  look('disk', sights.disk, (disk) => diskFilling(disk, settings, isOpen('disk')));
  look('backup', sights.backups, (backups) => unverified(backups, settings, now));
  look('journal', sights.journal, (journal) => journal.flatMap((one) => journalLate(one, settings, looking)));
  look('drill', sights.drills, (drills) => drills.flatMap((one) => drillFailed(one, looking)));
  look('people', sights.readers, (readers) =>
    readers.map(({ token, span, count, isStopped }) => ({
      key: `people:${token}:${span}`,
      cause: 'people',
      facts: { token, span, count, state: isStopped ? 'stopped' : 'warned' },
    })),
  );
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

/** Each flow for itself, by what two looks agree on. */
function flowsBehind({ now, before }: NonNullable<Sights['flows']>, { drift }: AlertSettings): Finding[] {
  const keyOf = ({ flow, from, to }: FlowSight): string => `flow-drift:${flow}:${from}:${to}`;
  const last = new Map(before.map((sight) => [keyOf(sight), sight.count]));
  return now.flatMap((sight): Finding[] => {
    const key = keyOf(sight);
    if (Math.min(sight.count, last.get(key) ?? 0) <= drift.variants) return [];
    return [{ key, cause: 'flow-drift', facts: { ...sight } }];
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

/** Of each target: one that is down is told, although another has everything. */
function journalLate(
  { target, at, code }: JournalSight,
  { journalMinutes }: AlertSettings,
  looking: Looking,
): Finding[] {
  // A hub that was down itself sends what it missed first.
  const since = Math.max(at === null ? 0 : Date.parse(at), looking.startedAt.getTime());
  if (looking.now.getTime() - since < journalMinutes * 60_000) return [];
  const facts = { target, at: at ?? '–', minutes: journalMinutes, code: code ?? '–' };
  return [{ key: `journal:${target}`, cause: 'journal', facts }];
}

/** The last one failed, or the last good one is too old. Where there was none, since this hub began to look. */
function drillFailed({ brick, days, last, passedAt }: DrillSight, { now, startedAt }: Looking): Finding[] {
  const since = passedAt === null ? startedAt.getTime() : Date.parse(passedAt);
  const isFailed = last?.outcome === 'failed';
  if (!isFailed && now.getTime() - since <= days * DAY) return [];
  const facts = { brick, days, at: passedAt ?? '–', code: isFailed ? (last.code ?? 'DIFFERS') : 'LATE' };
  return [{ key: `drill:${brick}`, cause: 'drill', facts }];
}

function unverified(backups: NonNullable<Sights['backups']>, { backupDays }: AlertSettings, now: Date): Finding[] {
  const newest = backups.map(({ verifiedAt }) => verifiedAt ?? '').reduce((a, b) => (a > b ? a : b), '');
  if (newest !== '' && now.getTime() - Date.parse(newest) <= backupDays * DAY) return [];
  return [{ key: 'backup', cause: 'backup', facts: { days: backupDays, at: newest || '–', count: backups.length } }];
}
