import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { progressOn, type Terminal } from '../cli/index.ts';
import { startControl } from '../control/index.ts';
import { adminToken, createGateway, createTokenAuth, type Gateway, type TokenHash } from '../gateway/index.ts';
import type { Listener } from '../sync/index.ts';
import { hubStatus } from '../hub/index.ts';
import type { OpenedProgram } from '../program.ts';
import { alertsOf } from './alerts.ts';
import { accessOf } from './access.ts';
import { startBackups } from './backups.ts';
import { bannerOf } from './banner.ts';
import { metricsOf } from './brick-metrics.ts';
import { listen } from './listen.ts';

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
    const control = await startControl(config.data, { ...hub.operations, ...(program.day && { day: program.day }) });
    closing.unshift(() => control.close());
    const url = await listen(gateway, config);
    // Made when nothing can fail any more: a token is shown once, and a start that fails would show it to nobody.
    const { token, fresh } = await adminToken({
      data: config.data,
      configured: config.token,
      keep: config.source !== 'demo',
    });
    tokens.push(token);
    for (const line of bannerOf(program, url, fresh)) terminal.out(line);
    const alerts = alertsOf(program);
    if (alerts) {
      program.hear(alerts.hear);
      closing.unshift(() => alerts.stop());
      alerts.start();
    }
    closing.unshift(await startBackups(program));
    closing.unshift(() => hub.sync.stop());
    hub.sync.start(config.source === 'demo' ? await firstRead(terminal) : undefined);
    // Before the syncs end, which close the bricks.
    closing.unshift(() => hub.relay.stop());
    hub.relay.start();
    // What they take, the relay brings: they end before it.
    closing.unshift(() => hub.flows.stop());
    hub.flows.start();
    hub.kit.start();
    await stopped;
    return 0;
  } finally {
    for (const close of closing) await close();
  }
}

/** Shows how the demo is read the first time. */
async function firstRead(terminal: Terminal): Promise<Listener> {
  const progress = await progressOn(terminal, { json: false });
  return (event) => {
    progress.listen(event);
    if (event.event === 'run-done') void progress.end();
  };
}

function openGateway(program: OpenedProgram, tokens: readonly TokenHash[]): Promise<Gateway> {
  const { config, hub, log } = program;
  const demo = config.source === 'demo';
  const metrics = metricsOf(hub.sync, hub.mirror.reader);
  const { auth, people } = accessOf(program, { fixed: createTokenAuth(() => tokens), metrics });
  return createGateway({
    reader: hub.mirror.reader,
    outbox: hub.outbox,
    status: hubStatus(hub, config.roles, () => new Date()),
    blobs: {
      async open(sha256) {
        const blob = await hub.blobs.read(sha256);
        return blob && { stream: blob.stream(), size: blob.size };
      },
    },
    auth,
    people,
    log,
    ready: () => readiness(demo, hub),
    staleness: () => hub.sync.staleness(),
    defaultLocale: config.locale,
    metrics,
    ...consoleFolder(),
  });
}

function readiness(demo: boolean, hub: OpenedProgram['hub']): { ok: boolean; reason?: string } {
  if (!hub.isCaughtUp()) return { ok: false, reason: 'what queries read is being made again' };
  return demo && !hub.sync.isPublished() ? { ok: false, reason: 'first read under way' } : { ok: true };
}

function consoleFolder(): { consoleDir?: string } {
  const folder = fileURLToPath(new URL('../../console', import.meta.url));
  return existsSync(folder) ? { consoleDir: folder } : {};
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}
