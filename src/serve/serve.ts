import type { PeopleMeter } from '../access/index.ts';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { progressOn, type Terminal } from '../cli/index.ts';
import { AUDIT_DEFAULTS } from '../config.ts';
import { startControl } from '../control/index.ts';
import { adminToken, createGateway, createTokenAuth, type Gateway, type TokenHash } from '../gateway/index.ts';
import type { Listener } from '../sync/index.ts';
import { hubStatus } from '../hub/index.ts';
import type { OpenedProgram } from '../program.ts';
import { alertsOf } from './alerts.ts';
import { accessOf, peopleMeter } from './access.ts';
import { openBackups } from './backups.ts';
import { bannerOf } from './banner.ts';
import { metricsOf } from './brick-metrics.ts';
import { addKeyMetrics } from './key-metrics.ts';
import { listen } from './listen.ts';

/** Serves the hub until it is told to stop. Resolves with the exit code. */
export async function serve(program: OpenedProgram): Promise<number> {
  const { config, hub, terminal } = program;
  const stopped = untilStopped();
  const tokens: TokenHash[] = [];
  // Last opened, first closed, whatever failed in between.
  const closing = [() => program.close()];
  try {
    const backups = await openBackups(program);
    closing.unshift(() => backups.stopJournal());
    const people = peopleMeter(program);
    const gateway = await openGateway(program, { tokens, outbox: backups.outbox, people });
    closing.unshift(() => gateway.stop());
    const control = await startControl(config.data, {
      ...hub.operations,
      query: (asked) => gateway.answer(asked),
      ...(program.day && { day: program.day }),
    });
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
    const alerts = alertsOf(program, people);
    if (alerts) {
      program.hear(alerts.hear);
      closing.unshift(() => alerts.stop());
      alerts.start();
    }
    closing.unshift(() => backups.stop());
    backups.start();
    closing.unshift(() => hub.sync.stop());
    hub.sync.start(config.source === 'demo' ? await firstRead(terminal) : undefined);
    // Before the syncs end, which close the bricks.
    closing.unshift(() => hub.relay.stop());
    hub.relay.start();
    closing.unshift(() => hub.webhooks.stop());
    hub.webhooks.start();
    // What they take, the relay brings: they end before it.
    closing.unshift(() => hub.flows.stop());
    hub.flows.start();
    hub.kit.start();
    hub.drills.start();
    hub.retention.start();
    hub.trail.start();
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

/** A gateway that answers and does not listen: for a command that found no hub running. */
export function silentGateway(program: OpenedProgram): Promise<Gateway> {
  return openGateway(program, { tokens: [], outbox: program.hub.outbox, people: peopleMeter(program) });
}

function openGateway(
  program: OpenedProgram,
  {
    tokens,
    outbox,
    people,
  }: { tokens: readonly TokenHash[]; outbox: OpenedProgram['hub']['outbox']; people: PeopleMeter },
): Promise<Gateway> {
  const { config, hub, log } = program;
  const demo = config.source === 'demo';
  const metrics = metricsOf(hub.sync, hub.mirror.reader);
  addKeyMetrics(metrics, config);
  const { auth, rates } = accessOf(program, { fixed: createTokenAuth(() => tokens), metrics, people });
  return createGateway({
    reader: hub.mirror.reader,
    outbox,
    status: hubStatus(hub, config.roles, () => new Date()),
    blobs: {
      async open(sha256) {
        const blob = await hub.blobs.read(sha256);
        return blob && { stream: blob.stream(), size: blob.size };
      },
    },
    auth,
    people,
    ...(rates && { rates }),
    audit: { trail: hub.trail, queries: (config.audit ?? AUDIT_DEFAULTS).queries },
    log,
    ready: () => readiness(demo, hub),
    staleness: () => hub.sync.staleness(),
    past: hub.mirror.pasts,
    defaultLocale: config.locale,
    metrics,
    webhooks: hub.webhooks,
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
