import type { BackupSight, JournalSight } from '../../alerts/index.ts';
import type { Config } from '../../config.ts';
import { voiceOf, type DoctorFinding } from '../finding.ts';
import { privateKeysBelow } from './private-keys.ts';
import { quoted } from './folder.ts';

const { ok, warn, fail, skipped } = voiceOf('backup');
const DAY = 86_400_000;
const PROMISED_DAYS = 8;
const JOURNAL_MINUTES = 15;

/** What the configuration says of backups, as far as the doctor cares. */
export interface BackupPlaces {
  targets: readonly { site: string }[];
  verify?: { identityFile: string } | undefined;
}

export interface BackupExamination {
  config: Pick<Config, 'data' | 'file' | 'alerts'>;
  /** Absent: none are made. */
  places: BackupPlaces | undefined;
  /** Null: nobody knows. */
  backups(): Promise<readonly BackupSight[] | null>;
  /** Null: nobody knows. */
  journal(): Promise<readonly JournalSight[] | null>;
  now(): Date;
}

/** Whether a fire, a thief or a rotten copy would take everything. */
export async function backupFindings({
  config,
  places,
  backups,
  journal,
  now,
}: BackupExamination): Promise<DoctorFinding[]> {
  const keys = await keyFindings(config, places);
  if (!places) {
    const message = 'No backup is made.';
    const mend = 'Write backup: with recipients and two targets in the configuration, then: mortar backup';
    return [fail('backup', { code: 'BACKUP_UNSET', message, mend }), ...keys];
  }
  const known = await backups().catch(() => null);
  const promised = config.alerts?.backupDays ?? PROMISED_DAYS;
  const sent = (await journal().catch(() => null)) ?? [];
  const minutes = config.alerts?.journalMinutes ?? JOURNAL_MINUTES;
  const late = sent.flatMap((sight) => journalFinding(sight, minutes, now()));
  return [siteFinding(places), verifiedFinding(known, promised, now()), ...late, ...keys];
}

function siteFinding({ targets }: BackupPlaces): DoctorFinding {
  const sites = new Set(targets.map(({ site }) => site.trim().toLowerCase()));
  if (sites.size > 1) return ok('sites', `Copies lie at ${sites.size} sites.`);
  const message = `All copies lie at one site (${targets[0]?.site ?? 'none'}): one fire takes them all.`;
  const mend = 'Add a target at another site below backup.targets, then: mortar backup';
  return fail('sites', { code: 'BACKUP_ONE_SITE', message, mend });
}

function verifiedFinding(backups: readonly BackupSight[] | null, days: number, now: Date): DoctorFinding {
  if (backups === null) {
    const message = 'What backups there are could not be learned.';
    return skipped('verified', { code: 'BACKUP_UNKNOWN', message, mend: 'mortar backup verify' });
  }
  const newest = backups.map(({ verifiedAt }) => verifiedAt ?? '').reduce((a, b) => (a > b ? a : b), '');
  if (newest === '') {
    const message = backups.length === 0 ? 'There is no backup yet.' : 'No backup was ever restored and compared.';
    const mend = backups.length === 0 ? 'mortar backup && mortar backup verify' : 'mortar backup verify';
    return fail('verified', { code: 'BACKUP_UNVERIFIED', message, mend });
  }
  const age = now.getTime() - Date.parse(newest);
  if (age <= days * DAY) return ok('verified', `The newest proof is of ${newest}.`);
  const message = `The newest backup that was restored and compared is of ${newest}; ${days} days are promised.`;
  return fail('verified', { code: 'BACKUP_UNVERIFIED', message, mend: 'mortar backup verify' });
}

/** A hub that does not run sends nothing: that is no failure, but it is to be known. */
function journalFinding({ target, at, code }: JournalSight, minutes: number, now: Date): DoctorFinding[] {
  const name = `journal at ${target}`;
  if (at !== null && now.getTime() - Date.parse(at) <= minutes * 60_000)
    return [ok(name, `All that was acknowledged up to ${at} lies there.`)];
  const message =
    at === null
      ? `Nothing that was acknowledged since the last backup lies at ${target}.`
      : `What was acknowledged after ${at} does not lie at ${target}${code === null ? '' : ` (${code})`}.`;
  return [
    warn(name, { code: 'JOURNAL_LATE', message, mend: 'Start the hub; where it runs, see its log for this target.' }),
  ];
}

async function keyFindings(
  { data, file }: BackupExamination['config'],
  places: BackupPlaces | undefined,
): Promise<DoctorFinding[]> {
  const found = await privateKeysBelow(data, file);
  const identity = places?.verify?.identityFile;
  if (found.files.length === 0) {
    const unread = found.unread > 0 ? ` ${found.unread} file(s) could not be read.` : '';
    return [
      ok('private key', `None lies beside the data or the configuration.${unread}`),
      ...identityFinding(identity),
    ];
  }
  return found.files.map((path) => {
    const message = 'The private key of the backups lies on the hub: whoever takes the hub reads them all.';
    const mend = `Copy it to two media that are not in this machine, then: shred -u ${quoted(path)}`;
    return fail(path, { code: 'PRIVATE_KEY_ON_HUB', message, mend });
  });
}

function identityFinding(path: string | undefined): DoctorFinding[] {
  if (path === undefined) return [];
  const message = 'Backups are proven with a private key that this machine can read while its medium is in it.';
  return [warn(path, { code: 'PRIVATE_KEY_READABLE', message, mend: 'Take the medium out between the proofs.' })];
}
