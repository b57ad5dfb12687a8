import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PermanentError } from '#sdk';
import type { Config } from './config.ts';
import { startControl } from './control/index.ts';
import { adminToken, createGateway, createTokenAuth, type Gateway, type TokenHash } from './gateway/index.ts';
import { hubStatus } from './hub-status.ts';
import type { OpenedProgram } from './program.ts';
import { bannerOf } from './serve-banner.ts';

/** Serves the hub until it is told to stop. Resolves with the exit code. */
export async function serve(program: OpenedProgram): Promise<number> {
  const { config, hub, terminal } = program;
  const stopped = untilStopped();
  const tokens: TokenHash[] = [];
  // Last opened, first closed, whatever failed in between.
  const closing = [() => program.close()];
  try {
    const gateway = await openGateway(program, tokens);
    closing.unshift(() => gateway.stop());
    const control = await startControl(config.data, hub.operations);
    closing.unshift(() => control.close());
    const url = await listen(gateway, config);
    // Made when nothing can fail any more: a token is shown once, and a start that fails would show it to nobody.
    const { token, fresh } = await adminToken({
      data: config.data,
      configured: config.token,
      keep: config.source !== 'demo',
    });
    tokens.push(token);
    hub.sync.start();
    closing.unshift(() => hub.sync.stop());
    for (const line of bannerOf(config, url, fresh)) terminal.out(line);
    await stopped;
    return 0;
  } finally {
    for (const close of closing) await close();
  }
}

function openGateway({ config, hub, log }: OpenedProgram, tokens: readonly TokenHash[]): Promise<Gateway> {
  const demo = config.source === 'demo';
  return createGateway({
    reader: hub.mirror.reader,
    status: hubStatus(hub, config.roles, () => new Date()),
    blobs: {
      async open(sha256) {
        const blob = await hub.blobs.read(sha256);
        return blob && { stream: blob.stream(), size: blob.size };
      },
    },
    auth: createTokenAuth(() => tokens),
    log,
    ready: () => (demo && !hub.sync.isPublished() ? { ok: false, reason: 'first read under way' } : { ok: true }),
    staleness: () => hub.sync.staleness(),
    defaultLocale: config.locale,
    ...consoleFolder(),
  });
}

function consoleFolder(): { consoleDir?: string } {
  const folder = fileURLToPath(new URL('../console', import.meta.url));
  return existsSync(folder) ? { consoleDir: folder } : {};
}

async function listen(gateway: Gateway, { port, host }: Config): Promise<string> {
  try {
    return (await gateway.start(port, host)).url;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const remedy = REMEDIES[code];
    if (remedy === undefined) throw error;
    const message = `The hub cannot listen on port ${port} of ${host}: ${remedy.why} (${code}).`;
    throw new PermanentError({ code: 'LISTEN_FAILED', message, remedy: remedy.then }, { cause: error });
  }
}

const REMEDIES: Record<string, { why: string; then: string }> = {
  EADDRINUSE: {
    why: 'another program has it',
    then: 'Stop that program, or name another port: PORT, or port: in the configuration.',
  },
  EACCES: {
    why: 'this user may not take it',
    then: 'Name a port above 1023: PORT, or port: in the configuration; put a proxy in front of it for 80 and 443.',
  },
  EADDRNOTAVAIL: {
    why: 'this machine has no such address',
    then: 'Name an address of this machine: HOST, or host: in the configuration; 127.0.0.1 is always there.',
  },
  ENOTFOUND: {
    why: 'this name is unknown',
    then: 'Name an address of this machine: HOST, or host: in the configuration; 127.0.0.1 is always there.',
  },
};

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}
