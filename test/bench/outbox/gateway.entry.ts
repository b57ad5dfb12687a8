import { join } from 'node:path';
import { destination } from 'pino';
import { createGateway, createTokenAuth, hashToken } from '../../../src/gateway/index.ts';
import { hubStatus } from '../../../src/hub/index.ts';
import { createLog } from '../../../src/log.ts';
import { childOptions, tell, untilDismissed, whenTold } from '../children.ts';
import { BRICK, openShopHub, type ShopAddress } from '../shop-hub.ts';
import { instantRelay, turnsAt } from './instant-relay.ts';
import { enqueueAll, shownPrices } from './queue.ts';

/** The gateway as `mortar serve` starts it; told to, it takes a queue of prices and brings them to a brick of its own. */
const { data, shop, token, messages, perSecond } = childOptions<{
  data: string;
  shop: ShopAddress;
  token: string;
  messages: number;
  perSecond: number;
}>();
const hub = await openShopHub(data, shop);
const { mirror, sync } = hub;
const gateway = await createGateway({
  reader: mirror.reader,
  outbox: hub.outbox,
  status: hubStatus(hub, {}, () => new Date()),
  // The query has no pictures.
  blobs: { open: () => Promise.resolve(null) },
  auth: createTokenAuth(() => [{ name: 'bench', sha256: hashToken(token) }]),
  log: createLog({ secrets: [token], destination: destination({ dest: join(data, 'bench.log'), sync: true }) }),
  ready: () => ({ ok: true }),
  staleness: () => sync.staleness(),
});
const { url } = await gateway.start(0, '127.0.0.1');

const relay = instantRelay({
  mirror,
  turn: turnsAt(perSecond),
  project: (brick, signal) => sync.project(brick, signal),
});
whenTold('queue', async () => {
  const { rows } = await mirror.reader.facets.page({ type: 'Variant', brick: BRICK, first: 500 });
  await enqueueAll(
    mirror.writer,
    shownPrices(
      messages,
      rows.map(({ row }) => row.id),
    ),
  );
});
whenTold('deliver', async () => {
  relay.start();
  await relay.idle();
  const left = await mirror.reader.messageCounts();
  if (left.length > 0) throw new Error(`The relay came to rest before all was delivered: ${JSON.stringify(left)}`);
});

tell({ port: Number(new URL(url).port) });
await untilDismissed();
await relay.stop();
await gateway.stop();
await hub.close();
