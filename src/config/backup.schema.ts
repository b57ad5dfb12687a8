import { z } from 'zod';
import type { Environment } from './environment.ts';
import { checkSchedule } from './schedule.ts';

/** Whole numbers that may come from the environment as text. */
const whole = (schema: z.ZodNumber) =>
  z.preprocess((value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value), schema);

const place = {
  /** What messages and receipts call it. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'is no name in lower case: nas, vault')
    .optional(),
  /** Where it physically is: what burns together has one site. */
  site: z.string().min(1),
};

/** One place where backups are kept. */
const backupTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...place, kind: z.literal('folder'), path: z.string().min(1) }),
  z.strictObject({
    ...place,
    kind: z.literal('sftp'),
    host: z.string().min(1),
    port: whole(z.number().int().min(1).max(65_535)).optional(),
    user: z.string().min(1),
    password: z.string().min(1).optional(),
    privateKey: z.string().min(1).optional(),
    /** As `ssh-keygen -lf` shows it: `SHA256:…`. */
    hostKey: z.string().startsWith('SHA256:'),
    path: z.string().min(1),
  }),
  z.strictObject({
    ...place,
    kind: z.literal('s3'),
    bucket: z.string().min(1),
    /** Folder in the bucket. */
    prefix: z.string().default(''),
    region: z.string().min(1).default('eu-west-3'),
    /** Of a server that is not Amazon's. */
    endpoint: z.url({ protocol: /^https?$/ }).optional(),
    accessKeyId: z.string().min(1),
    secretAccessKey: z.string().min(1),
    /** Days for which nobody, the hub included, can delete or change what was stored. The bucket needs object lock. */
    lockDays: whole(z.number().int().min(1).max(3_650)).optional(),
  }),
]);

/** Copies of all that the hub holds, at places that do not burn together. */
export const backupSchema = z.strictObject({
  /** Public age keys, `age1…`: who holds one of their private keys can read the backups. The hub cannot. */
  recipients: z
    .array(z.string().regex(/^age1[0-9a-z]+$/, 'is no public age key like age1…; see mortar backup key'))
    .min(1),
  /** Cron expression: when the serving hub makes a backup. */
  schedule: z.string().superRefine(checkSchedule).default('30 2 * * *'),
  targets: z.array(backupTargetSchema).min(1),
  keep: z
    .strictObject({
      /** The newest of each of so many days on which there is one. */
      daily: whole(z.number().int().min(1)).default(14),
      /** The newest of each of so many months. */
      monthly: whole(z.number().int().min(0)).default(12),
    })
    .prefault({}),
  /** Folders backed up beside the data: the agency's dump of the shop. Relative to the file. */
  include: z.array(z.string().min(1)).default([]),
  /** What is acknowledged between backups. */
  journal: z
    .strictObject({
      /** How often it is sent: `30s`, `1m`. What a burnt machine loses is no older than that. */
      every: z
        .string()
        .regex(/^([5-9]|[1-5][0-9])s$|^([1-9]|[1-5][0-9])m$/, 'is no time like 30s or 5m, from 5s to 59m')
        .default('1m'),
      /** `answer`: a command is answered when a target has it, which takes as long as the fastest target. */
      before: z.enum(['nothing', 'answer']).default('nothing'),
    })
    .prefault({}),
  /** Proof on schedule that the newest backup restores. */
  verify: z
    .strictObject({
      schedule: z.string().superRefine(checkSchedule).default('30 4 * * 0'),
      /** Private age key. On a medium that is not always in the hub: with it, whoever takes the hub reads the backups. */
      identityFile: z.string().min(1),
    })
    .optional(),
});

export type BackupSettings = z.output<typeof backupSchema>;
export type BackupTargetSettings = BackupSettings['targets'][number];

/** Every value of the section that must never be shown. */
export function backupSecrets({ targets }: Pick<BackupSettings, 'targets'>): string[] {
  return targets.flatMap((target) => {
    if (target.kind === 'sftp') return [target.password ?? '', target.privateKey ?? ''];
    return target.kind === 's3' ? [target.secretAccessKey] : [];
  });
}

/** A section as the hub uses it. */
export interface BackupConfig extends BackupSettings {
  /** What the configuration took from the environment, by variable: without it, a restored hub does not start. */
  environment: Record<string, string>;
}

/** The variables that a configuration file names, and those that stand in for its keys, with their values. */
export function variablesNamed(text: string, env: Environment): Record<string, string> {
  const names = [...text.matchAll(/(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name = '']) => name);
  const found = [...new Set([...names, 'DATABASE_URL', 'MORTAR_TOKEN', 'MORTAR_PERSON_KEY'])].flatMap((name) => {
    const variable = env.read(name);
    return variable && 'value' in variable ? [[name, variable.value] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Paths of the file are relative to it. */
export function resolveBackup(settings: BackupSettings, at: (path: string) => string): BackupSettings {
  const { targets, include, verify } = settings;
  return {
    ...settings,
    targets: targets.map((target) => (target.kind === 'folder' ? { ...target, path: at(target.path) } : target)),
    include: include.map(at),
    verify: verify && { ...verify, identityFile: at(verify.identityFile) },
  };
}
