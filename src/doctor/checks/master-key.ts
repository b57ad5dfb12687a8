import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isCoded } from '#sdk';
import type { BackupSight } from '../../alerts/index.ts';
import type { Config } from '../../config.ts';
import { lookAtMasterKey, masterKeyFile } from '../../mirror/index.ts';
import { voiceOf, type DoctorFinding } from '../finding.ts';
import { quoted } from './folder.ts';

const { ok, warn, fail, skipped } = voiceOf('person key');

interface KeyExamination {
  config: Pick<Config, 'data' | 'database' | 'personKey' | 'personKeyKeptAt' | 'backup'>;
  /** Null: nobody knows. */
  backups(): Promise<readonly BackupSight[] | null>;
}

/** Whether the master key of personal data is there, is nobody else's to read, opens this database, and lies elsewhere, too. */
export async function masterKeyFindings({ config, backups }: KeyExamination): Promise<DoctorFinding[]> {
  const file = masterKeyFile(config.data);
  const rights = config.personKey === undefined ? rightsOf(file) : [];
  // Nobody can look further at what nobody can read.
  if (rights.some(({ code }) => code === 'PERSON_KEY_UNREADABLE')) return rights;
  try {
    const state = await lookAtMasterKey(config);
    if (state === 'unused')
      return [...rights, ok('master key', 'It is made at the first start: nothing is sealed yet.')];
  } catch (error) {
    return [...rights, brokenFinding(error, file)];
  }
  const place = config.personKey === undefined ? file : 'MORTAR_PERSON_KEY';
  return [...rights, ok(place, 'It opens this database.'), await keptFinding(config, file, backups)];
}

function rightsOf(file: string): DoctorFinding[] {
  const user = userInfo();
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return [];
  if (user.uid > 0 && stat.uid !== user.uid && (stat.mode & 0o044) === 0) {
    const message = `${user.username} cannot read it: it belongs to somebody else.`;
    const mend = `sudo chown ${user.username} ${quoted(file)}`;
    return [fail(file, { code: 'PERSON_KEY_UNREADABLE', message, mend })];
  }
  if ((stat.mode & 0o077) === 0) return [ok(file, 'Only its owner reads it.')];
  const message = 'Other users of this machine may read the master key of personal data.';
  return [fail(file, { code: 'PERSON_KEY_OPEN', message, mend: `chmod 600 ${quoted(file)}` })];
}

function brokenFinding(error: unknown, file: string): DoctorFinding {
  if (!isCoded(error)) throw error;
  const { code, message, remedy } = error;
  // Of the database itself, its own check tells.
  if (!code.startsWith('PERSON_KEY'))
    return skipped('master key', { code: 'PERSON_KEY_UNKNOWN', message, mend: remedy });
  const mend = `mortar restore FROM --into DIR && cp DIR/data/person-master.key ${quoted(file)}   (or set MORTAR_PERSON_KEY to where it is kept)`;
  return fail('master key', { code, message, mend });
}

async function keptFinding(
  { backup, personKeyKeptAt }: KeyExamination['config'],
  file: string,
  backups: KeyExamination['backups'],
): Promise<DoctorFinding> {
  if (personKeyKeptAt !== undefined) return ok('copy', 'The configuration says where a copy is kept.');
  const stored = backup ? ((await backups().catch(() => null)) ?? []) : [];
  if (stored.length > 0) return ok('copy', 'Every backup carries it, encrypted to your public keys.');
  const message =
    'It lies on this machine only: with the machine, every name in the database is lost, whatever else is kept.';
  const mend = backup
    ? 'mortar backup'
    : `Copy ${quoted(file)} to a safe, and write where: personKeyKeptAt: in the configuration. Or make backups: they carry it.`;
  return warn('copy', { code: 'PERSON_KEY_ONLY_HERE', message, mend });
}
