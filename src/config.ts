import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { alertSecrets, type AlertSettings } from './config/alerts.schema.ts';
import { backupSecrets, resolveBackup, variablesNamed, type BackupConfig } from './config/backup.schema.ts';
import type { AccessSettings, ShoppersSettings } from './config/access.schema.ts';
import type { AuditSettings } from './config/audit.schema.ts';
import { readBricks, type BrickConfig } from './config/bricks.ts';
import { readDocument, type ConfigDocument } from './config/document.ts';
import { environment } from './config/environment.ts';
import { checkPrimaries, checkStockOwner, primariesOf, readHub, type Primaries } from './config/hub.ts';
import { placesOf, readVariables } from './config/overrides.ts';
import { checkDumps, resolveKit, type KitSettings } from './config/kit.schema.ts';
import { checkDrills, type RecoverySettings } from './config/recovery.schema.ts';
import type { RetentionSettings } from './config/retention.schema.ts';
import { Problems } from './config/problems.ts';
import { passwordsIn, textsIn, valueAt } from './config/secrets.ts';
import type { Connector, FlowName } from '#sdk';
import { redactor } from './sdk/redact.ts';

export { ALERT_CAUSES, type AlertSettings } from './config/alerts.schema.ts';
export type { BackupConfig, BackupTargetSettings } from './config/backup.schema.ts';
export type { BrickConfig } from './config/bricks.ts';
export { ACCESS_DEFAULTS, RATE_DEFAULTS, type AccessSettings, type ShoppersSettings } from './config/access.schema.ts';
export { AUDIT_DEFAULTS, type AuditSettings } from './config/audit.schema.ts';
export { BRICK_DEFAULTS } from './config/hub.schema.ts';
export { KIT_DEFAULTS, type KitSettings } from './config/kit.schema.ts';
export { RETENTION_DEFAULTS, type RetentionSettings } from './config/retention.schema.ts';

/** All that is configured. The environment wins over the file. */
export interface Config {
  /** `demo`: there is no file; whoever starts the hub fills in the bricks. */
  source: 'file' | 'demo';
  /** Absolute path of the file. */
  file?: string;
  /** Absolute path of the folder of the database and the blobs. */
  data: string;
  /** Address of a PostgreSQL database; absent: embedded. */
  database?: string;
  port: number;
  host: string;
  /** The master key of personal data, base64; absent: a file in the data folder. */
  personKey?: string;
  /** Where a copy of it is kept, in words. */
  personKeyKeptAt?: string;
  /** The administrator's token; absent: one is made at the first start. */
  token?: string;
  locale: 'fr' | 'en';
  /** Which brick speaks for a role that several play. */
  roles: Primaries;
  stock: StockConfig;
  flows: readonly FlowConfig[];
  /** Absent: `ACCESS_DEFAULTS`. */
  access?: AccessSettings;
  /** Absent: `AUDIT_DEFAULTS`. */
  audit?: AuditSettings;
  /** Absent: shoppers cannot come in. The key set is an address or an absolute path. */
  shoppers?: ShoppersSettings;
  /** Absent: nobody is told. */
  alerts?: AlertSettings;
  /** The https address under which a proxy serves this hub. */
  proxy?: string;
  /** Absent: no backups are made. */
  backup?: BackupConfig;
  /** Of the survival kit; absent: all at its default. */
  kit?: KitSettings;
  /** How long personal data is kept; absent: all at its default. */
  retention?: RetentionSettings;
  /** How much of the past is kept at once; absent: all at its default. */
  past?: { count: number; megabytes: number };
  /** Proof that bricks can be rebuilt; absent: only by hand. */
  recovery?: RecoverySettings;
  bricks: BrickConfig[];
  /** Values that the file took from the environment and that must never be shown. */
  interpolated: readonly string[];
}

/** One flow between two bricks. */
export interface FlowConfig {
  flow: FlowName;
  from: string;
  to: string;
  mode: 'on' | 'observe' | 'off';
}

export interface StockConfig {
  /** The brick that says how much there is; absent: the fulfilment brick, or without one the shop. */
  owner?: string;
  /** What to do with an order for more than there is. */
  oversell: 'refuse' | 'backorder' | 'accept';
}

export interface ConfigOptions {
  env: NodeJS.ProcessEnv;
  cwd: string;
  connectors: readonly Connector[];
}

const FILE = 'mortar.config.yaml';

/** Where the connectors from outside are that the file names, before any brick of theirs can be understood. */
export function externalConnectors({ env, cwd }: Pick<ConfigOptions, 'env' | 'cwd'>): {
  named: string[];
  from: string;
} {
  const file = findFile(env, cwd);
  if (!file) return { named: [], from: cwd };
  const { value } = readDocument(file, shownPath(file, cwd), environment(env), new Problems());
  // Whatever is wrong with the list is told with all else that is wrong.
  const named = valueAt(value, 'connectors');
  const isList = Array.isArray(named) && named.every((one) => typeof one === 'string');
  return { named: isList ? named : [], from: dirname(file) };
}

/** Reads file and environment; throws one CONFIG_INVALID that lists everything that is wrong with them. */
export function loadConfig({ env, cwd, connectors }: ConfigOptions): Config {
  const problems = new Problems();
  const variables = environment(env);
  const file = findFile(env, cwd);
  const document = file ? readDocument(file, shownPath(file, cwd), variables, problems) : nothing();
  const secrets = [...document.secrets];
  const redact = (text: string) => redactor(secrets)(text);
  const given = readVariables(variables, problems);
  if (given.values['token']) secrets.push(given.values['token']);
  if (given.values['personKey']) secrets.push(given.values['personKey']);
  secrets.push(...passwordsIn(given.values['database'] ?? ''));
  const places = placesOf(document, given.origins);
  const hub = readHub(document.value, given.values, places, problems);
  const raw = hub?.bricks ?? {};
  const bricks = readBricks(raw, { connectors, places, problems, secrets });
  if (hub) checkPrimaries(hub.roles, { raw, bricks, places, problems });
  if (hub) checkStockOwner(hub.stock.owner, { raw, bricks, places, problems });
  checkDrills(hub?.recovery, { raw, places, problems });
  checkDumps(hub?.kit, { raw, places, problems });
  problems.throwIfAny(redact);
  if (!hub) throw new Error('unreachable: a configuration without problems has a hub');

  const { token, personKey, personKeyKeptAt, database, port, host, locale } = hub;
  const dataBase = file && !given.origins.has('data') ? dirname(file) : cwd;
  return {
    source: file ? 'file' : 'demo',
    ...(file && { file }),
    data: resolve(dataBase, hub.data),
    ...(database !== undefined && { database }),
    port,
    host,
    ...(token !== undefined && { token }),
    ...(personKey !== undefined && { personKey }),
    ...(personKeyKeptAt !== undefined && { personKeyKeptAt }),
    locale,
    roles: primariesOf(hub.roles),
    stock: { ...(hub.stock.owner !== undefined && { owner: hub.stock.owner }), oversell: hub.stock.oversell },
    flows: hub.flows,
    ...(hub.access && { access: hub.access }),
    ...(hub.audit && { audit: hub.audit }),
    ...(hub.shoppers && {
      shoppers: { ...hub.shoppers, jwks: placeOf(hub.shoppers.jwks, file ? dirname(file) : cwd) },
    }),
    ...(hub.alerts && { alerts: hub.alerts }),
    ...(hub.proxy !== undefined && { proxy: hub.proxy }),
    ...(hub.backup && {
      backup: {
        ...resolveBackup(hub.backup, (path) => resolve(file ? dirname(file) : cwd, path)),
        environment: file ? variablesNamed(readFileSync(file, 'utf8'), variables) : {},
      },
    }),
    ...(hub.past && { past: hub.past }),
    ...(hub.recovery && { recovery: hub.recovery }),
    ...(hub.retention && { retention: hub.retention }),
    ...(hub.kit && { kit: resolveKit(hub.kit, (path) => resolve(file ? dirname(file) : cwd, path)) }),
    bricks,
    interpolated: document.secrets,
  };
}

/** Every value of the configuration that must be cut out of whatever is shown or written. */
export function secretsOf(
  config: Pick<Config, 'token' | 'personKey' | 'database' | 'bricks' | 'interpolated' | 'alerts' | 'backup'>,
): string[] {
  const ofBricks = config.bricks.flatMap(({ connector, settings }) => [
    ...connector.secrets.flatMap((key) => textsIn(valueAt(settings, key))),
    ...textsIn(settings).flatMap(passwordsIn),
  ]);
  const ofAlerts = config.alerts ? alertSecrets(config.alerts) : [];
  const all = [
    config.token ?? '',
    config.personKey ?? '',
    ...passwordsIn(config.database ?? ''),
    ...ofBricks,
    ...ofAlerts,
    ...(config.backup ? backupSecrets(config.backup) : []),
    ...config.interpolated,
  ];
  return [...new Set(all.filter((secret) => secret !== ''))];
}

/** An address stays; a file is beside the configuration. */
function placeOf(jwks: string, folder: string): string {
  return /^https?:/.test(jwks) ? jwks : resolve(folder, jwks);
}

function findFile(env: NodeJS.ProcessEnv, cwd: string): string | undefined {
  if (env['MORTAR_CONFIG']) return resolve(cwd, env['MORTAR_CONFIG']);
  const file = resolve(cwd, FILE);
  return existsSync(file) ? file : undefined;
}

function shownPath(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith('..') ? file : path;
}

function nothing(): ConfigDocument {
  return { value: {}, valuePlace: () => FILE, keyPlace: () => FILE, secrets: [] };
}
