import { extname, join } from 'node:path';
import { destination } from 'pino';
import { BRICK_DEFAULTS } from '../../src/config.ts';
import { startDemo } from '../../src/demo.ts';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import { hubStatus, openHub } from '../../src/hub/index.ts';
import { createLog } from '../../src/log.ts';
import { connectors } from '../../src/registry.ts';
import { childOptions, tell, untilDismissed } from './children.ts';

/** The demo's hub, all its bricks read once; only the schedules stand still. */
const { data, token } = childOptions<{ data: string; token: string }>();
const log = createLog({ secrets: [token], destination: destination({ dest: join(data, 'bench.log'), sync: true }) });
const demo = await startDemo(data, connectors);
const hub = await openHub({
  config: { data },
  bricks: demo.bricks.map((brick) => ({ ...brick, ...BRICK_DEFAULTS })),
  registry: new URL(`../../src/registry${extname(import.meta.url)}`, import.meta.url).href,
  log,
});
for (const { name } of demo.bricks) {
  const run = await hub.sync.sync(name, { full: false, trigger: 'command' });
  if (run.state !== 'done') throw new Error(`The sync of ${name} is ${run.state}: ${JSON.stringify(run.failures)}`);
}
const gateway = await createGateway({
  reader: hub.mirror.reader,
  outbox: hub.outbox,
  status: hubStatus(hub, {}, () => new Date()),
  // The query has no pictures.
  blobs: { open: () => Promise.resolve(null) },
  auth: createTokenAuth(() => [{ name: 'bench', sha256: hashToken(token) }]),
  log,
  ready: () => ({ ok: true }),
  staleness: () => hub.sync.staleness(),
});
const { url } = await gateway.start(0, '127.0.0.1');
tell({ port: Number(new URL(url).port) });
await untilDismissed();
await gateway.stop();
await hub.close();
await demo.close();
