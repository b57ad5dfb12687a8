import { isCoded, type CheckFinding } from '#sdk';
import type { BackupSight, JournalSight } from '../alerts/index.ts';
import { secretsOf, type Config } from '../config.ts';
import type { DatabaseState } from '../mirror/index.ts';
import { accessFindings } from './checks/access.ts';
import { backupFindings, type BackupPlaces } from './checks/backups.ts';
import { brickFindings, type BrickChecks } from './checks/bricks.ts';
import { dumpFindings, type DumpSight } from './checks/dumps.ts';
import { drillFindings } from './checks/drills.ts';
import { clockFindings } from './checks/clock.ts';
import { databaseFindings } from './checks/database.ts';
import { folderFindings } from './checks/folder.ts';
import { masterKeyFindings } from './checks/master-key.ts';
import { voiceOf, type DoctorFinding } from './finding.ts';

/** What the doctor is given to look at. */
export interface Patient {
  /** Throws CONFIG_INVALID. */
  configured(): Promise<Config>;
  /** How each brick is asked: by the running hub, or by a connection of its own. Null: the hub does not run. */
  bricks(config: Config): Promise<{ running: boolean; checks: BrickChecks; close(): Promise<void> }>;
  backups(config: Config): Promise<readonly BackupSight[] | null>;
  /** Null: nobody knows. */
  journal(config: Config): Promise<readonly JournalSight[] | null>;
  /** What agencies have left of bricks. */
  dumps(config: Config): Promise<readonly DumpSight[]>;
  /** The section `backup:`. */
  backupPlaces(config: Config): BackupPlaces | undefined;
  now(): Date;
  /** No brick and no server is waited for longer. */
  timeoutMs: number;
}

export interface Examination {
  findings: DoctorFinding[];
  /** Null: it is invalid. */
  config: Config | null;
  running: boolean;
  database: DatabaseState | null;
  secrets: readonly string[];
}

export async function examine(patient: Patient): Promise<Examination> {
  const { ok, warn, fail } = voiceOf('configuration');
  let config: Config;
  try {
    config = await patient.configured();
  } catch (error) {
    if (!isCoded(error)) throw error;
    const { code, message, remedy } = error;
    const findings = [fail('mortar.config.yaml', { code, message, mend: `${remedy} Then: mortar doctor` })];
    return { findings, config: null, running: false, database: null, secrets: [] };
  }
  const first =
    config.file === undefined
      ? warn('mortar.config.yaml', {
          code: 'CONFIG_ABSENT',
          message: 'There is no configuration: the demo is served.',
          mend: 'mortar init',
        })
      : ok(config.file, 'Everything in it is known and sound.');
  const examined = await examineConfigured(patient, config);
  return { ...examined, findings: [first, ...examined.findings], config, secrets: secretsOf(config) };
}

type Examined = Pick<Examination, 'findings' | 'running' | 'database'>;

async function examineConfigured(patient: Patient, config: Config): Promise<Examined> {
  const deadline = AbortSignal.timeout(patient.timeoutMs);
  const folder = await folderFindings(config);
  const database = await databaseFindings(config);
  const bricks = await lookAtBricks(patient, config, deadline);
  const clock = await clockFindings(urlsOf(config), () => patient.now(), deadline);
  const backups = await backupFindings({
    config,
    places: patient.backupPlaces(config),
    backups: () => patient.backups(config),
    journal: () => patient.journal(config),
    now: () => patient.now(),
  });
  const masterKey = await masterKeyFindings({ config, backups: () => patient.backups(config) });
  const drills = drillFindings(config, database.state, patient.now());
  const dumps = dumpFindings(await patient.dumps(config));
  const own = [...folder, ...database.findings, ...masterKey, ...accessFindings(config)];
  return {
    findings: [...own, ...bricks.findings, ...clock, ...backups, ...drills, ...dumps],
    running: bricks.running,
    database: database.state,
  };
}

async function lookAtBricks(
  patient: Patient,
  config: Config,
  deadline: AbortSignal,
): Promise<{ findings: DoctorFinding[]; running: boolean }> {
  const { ok, skipped } = voiceOf('hub');
  const { running, checks, close } = await patient.bricks(config);
  try {
    const hub = running
      ? ok('hub', 'It runs on this data folder.')
      : skipped('hub', { code: 'HUB_DOWN', message: 'No hub runs on this data folder.', mend: 'mortar serve' });
    return { findings: [hub, ...(await brickFindings(checks, deadline))], running };
  } finally {
    await close();
  }
}

/** Web addresses of bricks, where their settings have one. */
function urlsOf({ bricks }: Config): Record<string, string> {
  return Object.fromEntries(
    bricks.flatMap(({ name, settings }) => {
      const url: unknown = typeof settings === 'object' && settings !== null ? Reflect.get(settings, 'url') : undefined;
      return typeof url === 'string' && /^https?:\/\//.test(url) && URL.canParse(url) ? [[name, url] as const] : [];
    }),
  );
}

/** One brick's own words among those of all, as a running hub tells them. */
export function checksOf(
  names: readonly string[],
  check: (brick: string) => Promise<{ brick: string; findings: CheckFinding[] }[]>,
): BrickChecks {
  return Object.fromEntries(
    names.map((name) => [name, async () => (await check(name)).flatMap(({ findings }) => findings)] as const),
  );
}
