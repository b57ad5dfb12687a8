import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { explain } from './cli/index.ts';
import { startControl } from './control/index.ts';
import { adminToken, createGateway, createTokenAuth } from './gateway/index.ts';
import { hubStatus } from './hub-status.ts';
import type { OpenedProgram } from './program.ts';

const EXAMPLE =
  '{ products(first: 3, search: "tente") { totalCount nodes { id name variants { sku price { amount currency } } } } bricks { name state lag } }';

/** Serves the hub until it is told to stop. Resolves with the exit code. */
export async function serve(program: OpenedProgram): Promise<number> {
  const { config, hub, log, terminal } = program;
  const demo = config.source === 'demo';
  const { token, fresh } = await adminToken({ data: config.data, configured: config.token, keep: !demo });
  const gateway = await createGateway({
    reader: hub.mirror.reader,
    status: hubStatus(hub, config.roles, () => new Date()),
    blobs: {
      async open(sha256) {
        const blob = await hub.blobs.read(sha256);
        return blob && { stream: blob.stream(), size: blob.size };
      },
    },
    auth: createTokenAuth(() => [token]),
    log,
    ready: () => (demo && !hub.sync.isPublished() ? { ok: false, reason: 'first read under way' } : { ok: true }),
    staleness: () => hub.sync.staleness(),
    ...consoleFolder(),
  });
  const control = await startControl(config.data, hub.operations);
  const stopped = untilStopped();
  try {
    const { url } = await gateway.start(config.port, config.host);
    hub.sync.start();
    banner(program, url, fresh);
    await stopped;
    return 0;
  } catch (error) {
    terminal.talk(explain(error));
    return 1;
  } finally {
    await control.close();
    await gateway.stop();
    await program.close();
  }
}

function consoleFolder(): { consoleDir?: string } {
  const folder = fileURLToPath(new URL('../console', import.meta.url));
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

function banner({ config, terminal }: OpenedProgram, url: string, token: string | null): void {
  const known = token ?? config.token ?? null;
  const lines = [
    config.source === 'demo'
      ? 'Mortar: the demo. A sandbox shop is being mirrored; no configuration was found.'
      : `Mortar serves ${String(config.bricks.length)} brick(s) of ${config.file ?? ''}.`,
    `  GraphQL   ${url}/graphql`,
    `  GraphiQL  ${url}/graphiql${known !== null && config.source === 'demo' ? `#token=${known}` : ''}`,
    `  health    ${url}/health   ready: ${url}/ready   metrics: ${url}/metrics`,
  ];
  if (token !== null) lines.push(`  token     ${token}${config.source === 'demo' ? '' : '   (shown once; keep it)'}`);
  lines.push('Try:', `  curl -s ${url}/graphql -H 'Authorization: Bearer ${token ?? '$MORTAR_TOKEN'}' \\`);
  lines.push(`    -H 'content-type: application/json' -d '${JSON.stringify({ query: EXAMPLE })}'`);
  for (const line of lines) terminal.out(line);
}
