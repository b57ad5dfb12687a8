import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Unix socket addresses hold 107 bytes; longer data paths get a private folder in the system's temporary one. */
const LONGEST = 100;

/** Where the hub that owns this data folder listens for the command line. Only its user can reach it. */
export function socketPath(data: string): string {
  const beside = join(data, 'hub.sock');
  if (Buffer.byteLength(beside) <= LONGEST) return beside;
  const digest = createHash('sha256').update(data).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `mortar-${String(process.getuid?.() ?? 0)}-${digest}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return join(folder, 'hub.sock');
}

/** Whether a hub answers there. */
export function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = httpRequest({ socketPath: path, method: 'HEAD', path: '/', agent: false }, (response) => {
      response.resume();
      resolve(true);
    });
    probe.once('error', () => {
      resolve(false);
    });
    probe.end();
  });
}
