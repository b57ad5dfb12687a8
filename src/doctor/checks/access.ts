import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { voiceOf, type DoctorFinding } from '../finding.ts';

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1|\[::1\])$/;
const SHORTEST_TOKEN = 24;

/** Who can come in, from where, and whom the hub tells when it needs a person. */
export function accessFindings(config: Config): DoctorFinding[] {
  return [token(config), listening(config), alerts(config)];
}

function token({ token: configured, data }: Config): DoctorFinding {
  const { ok, warn } = voiceOf('token');
  const mend = 'openssl rand -base64 32 > admin.token && chmod 600 admin.token   (then MORTAR_TOKEN_FILE=admin.token)';
  if (configured !== undefined) {
    if (configured.length >= SHORTEST_TOKEN) return ok('administrator', 'It is configured.');
    const message = `The administrator’s token is shorter than ${SHORTEST_TOKEN} characters.`;
    return warn('administrator', { code: 'TOKEN_SHORT', message, mend });
  }
  if (existsSync(join(data, 'admin-token.sha256'))) return ok('administrator', 'It was made at the first start.');
  const message = 'No administrator’s token is set: the first start makes one, and shows it once in the log.';
  return warn('administrator', { code: 'TOKEN_UNSET', message, mend });
}

function listening({ host, port, proxy }: Config): DoctorFinding {
  const { ok, fail } = voiceOf('network');
  const subject = `${host}:${port}`;
  if (LOOPBACK.test(host)) return ok(subject, 'Only this machine reaches it.');
  if (proxy !== undefined) return ok(subject, `A proxy serves it as ${proxy}.`);
  const message = 'Other machines reach the hub without TLS: tokens and personal data would travel readable.';
  const mend = 'Write host: 127.0.0.1, or put a proxy before it (deploy/reverse-proxy.md) and write proxy: https://…';
  return fail(subject, { code: 'LISTENS_OPENLY', message, mend });
}

function alerts({ alerts: settings }: Config): DoctorFinding {
  const { ok, warn } = voiceOf('alerts');
  if (settings?.mail || settings?.webhook) return ok('channels', 'Somebody is told when something needs a person.');
  const message = 'Nobody is told when something needs a person.';
  return warn('channels', {
    code: 'ALERTS_UNSET',
    message,
    mend: 'Write alerts: with mail: or webhook: in the configuration.',
  });
}
