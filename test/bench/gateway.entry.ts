import { join } from 'node:path';
import { destination } from 'pino';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import { hubStatus } from '../../src/hub/index.ts';
import { createLog } from '../../src/log.ts';
import { childOptions, tell, untilDismissed } from './children.ts';
import { openShopHub, type ShopAddress } from './shop-hub.ts';

/** The gateway as `mortar serve` starts it, logging, counting and checking tokens; only the schedules stand still. */
const { data, shop, token } = childOptions<{ data: string; shop: ShopAddress; token: string }>();
const auth = { name: 'bench', sha256: hashToken(token) };
const hub = await openShopHub(data, shop);
const gateway = await createGateway({
  reader: hub.mirror.reader,
  outbox: hub.outbox,
  status: hubStatus(hub, {}, () => new Date()),
  // The query has no pictures.
  blobs: { open: () => Promise.resolve(null) },
  auth: createTokenAuth(() => [auth]),
  log: createLog({ secrets: [token], destination: destination({ dest: join(data, 'bench.log'), sync: true }) }),
  ready: () => ({ ok: true }),
  staleness: () => hub.sync.staleness(),
});
const { url } = await gateway.start(0, '127.0.0.1');
tell({ port: Number(new URL(url).port) });
await untilDismissed();
await gateway.stop();
await hub.close();
