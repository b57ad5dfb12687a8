import { arch, platform, release, totalmem } from 'node:os';
import type { Config } from '../config.ts';
import { redactor } from '../sdk/redact.ts';
import type { Examination } from './examine.ts';
import type { DoctorFinding } from './finding.ts';

/** Checks whose messages are ours alone; what a brick says may name anybody. */
const OWN_WORDS = new Set([
  'folder',
  'disk',
  'database',
  'token',
  'network',
  'alerts',
  'hub',
  'clock',
  'backup',
  'drill',
]);

/**
 * What may be sent to whoever helps, as JSON: what was found, the shape of the configuration, versions and counts. It is
 * put together from what is known to be harmless, and then still cleaned of secrets and of what looks like a person.
 */
export function bundleOf(
  { findings, config, running, database, secrets }: Examination,
  about: { version: string; now: Date },
): string {
  const redact = redactor(secrets);
  const bundle = {
    mortar: about.version,
    at: about.now.toISOString(),
    machine: {
      node: process.version,
      platform: platform(),
      arch: arch(),
      release: release(),
      memoryMb: Math.round(totalmem() / 1_048_576),
    },
    running,
    findings: findings.map(shown),
    configuration: config && shapeOf(config),
    database,
  };
  return `${impersonal(redact(JSON.stringify(bundle, null, 2)))}\n`;
}

function shown({ message, mend, subject, ...finding }: DoctorFinding): object {
  const own = OWN_WORDS.has(finding.check);
  return { ...finding, subject, ...(own && { message, mend }) };
}

/** Names, kinds and modes; no address, no value of a connector. */
function shapeOf({ source, database, host, port, locale, proxy, roles, stock, flows, bricks, alerts }: Config): object {
  return {
    source,
    database: database === undefined ? 'sqlite' : 'postgres',
    listens: {
      loopback: host === '127.0.0.1' || host === 'localhost' || host === '::1',
      port,
      proxy: proxy !== undefined,
    },
    locale,
    ...{ roles, stock, flows },
    alerts: alerts && { mail: alerts.mail !== undefined, webhook: alerts.webhook !== undefined, mute: alerts.mute },
    bricks: bricks.map(({ name, connector, schedule, roles: playing, holds, settings }) => {
      const keys = typeof settings === 'object' && settings !== null ? Object.keys(settings) : [];
      return { name, connector: connector.name, schedule, roles: playing, holds, settings: keys };
    }),
  };
}

/** The last look: mail addresses, home folders, and numbers as long as a telephone's. */
function impersonal(text: string): string {
  return text
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[e-mail]')
    .replace(/\/(home|Users)\/[^/"\s]+/g, '/$1/[user]')
    .replace(/(?<![\w.:-])(\+|00|0)\d([ .-]?\d){8,13}(?![\w.:-])/g, '[number]');
}
