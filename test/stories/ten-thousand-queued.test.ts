/**
 * Promise: what is queued while a brick is down reaches it when it is back, each once, in order for each entity, never
 * more at a time than the brick is given; and queries are answered all along, with what was ordered last. Two thousand
 * stand for ten thousand here; `npm run bench -- outbox` does the whole number.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { RetryableError, type BrickCommands, type Command, type Connector } from '#sdk';
import { believable } from '../../connectors/memory/believable.ts';
import memory, { openBusiness, type Business } from '../../connectors/memory/index.ts';
import { createGateway, createTokenAuth, hashToken, type Gateway } from '../../src/gateway/index.ts';
import { hubStatus, openHub, type Hub } from '../../src/hub/index.ts';
import type { NewMessage } from '../../src/mirror/index.ts';

const MESSAGES = 2_000;
const VARIANTS = 25;
/** What the relay gives to one brick at once. */
const LIMIT = 2;
const TOKEN = 'a-token-of-staff';
const BORN = new Date('2026-11-01T08:00:00Z');
const MINUTES = 60_000;

let data: string;
let business: Business;
let hub: Hub;
let gateway: Gateway;
let url: string;
let clock = BORN.getTime();
/** Hub ids by SKU. */
const variants = new Map<string, string>();

/** What the brick sees: what was asked of it, in order, and how much at once. */
const brick = { isDown: true, refused: 0, received: [] as string[], underWay: 0, most: 0 };

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'mortar-queued-'));
  business = openBusiness(data);
  believable(business, BORN);
  const [facet] = business.things('shop').flatMap((thing) => (thing.type === 'Variant' ? [thing.facet] : []));
  for (const sku of skus()) business.put({ role: 'shop', type: 'Variant', id: sku, facet: { ...facet, sku } }, BORN);
  const now = (): Date => new Date(clock);
  const log = pino({ level: 'silent' });
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
  const settings = memory.settings.parse({ business: data, pageSize: 100 });
  hub = await openHub({
    config: { data },
    bricks: [{ name: 'shop', connector: watched(memory), settings, schedule: '*/2 * * * *', holds }],
    registry: new URL('./memory-registry.ts', import.meta.url).href,
    log,
    now,
  });
  gateway = await createGateway({
    reader: hub.mirror.reader,
    outbox: hub.outbox,
    status: hubStatus(hub, {}, now),
    blobs: { open: () => Promise.resolve(null) },
    auth: createTokenAuth(() => [{ name: 'staff', sha256: hashToken(TOKEN) }]),
    log,
    ready: () => ({ ok: true }),
    staleness: () => hub.sync.staleness(),
    now,
  });
  ({ url } = await gateway.start(0, '127.0.0.1'));
  await hub.sync.sync('shop', { full: false, trigger: 'test' });
  hub.relay.start();
});
afterAll(async () => {
  await gateway.stop();
  await hub.close();
  business.close();
  await rm(data, { recursive: true });
});

function skus(): string[] {
  return Array.from({ length: VARIANTS }, (_, index) => `QUEUED-${index}`);
}

/** The connector as it is, at a brick that is down at first, takes its time and is looked at. */
function watched(connector: Connector): Connector {
  return {
    ...connector,
    open(settings, tools) {
      const opened = connector.open(settings, tools);
      const tell = opened.commands?.setVariantPrice;
      if (!tell) throw new Error('the connector cannot be told prices');
      return { ...opened, commands: { ...opened.commands, setVariantPrice: slow(tell) } };
    },
  };
}

type SetPrice = Parameters<BrickCommands['setVariantPrice']>[0];

function slow(tell: Command<SetPrice>): Command<SetPrice> {
  return async (payload, delivery) => {
    if (brick.isDown) {
      brick.refused += 1;
      throw new RetryableError({ code: 'DOWN', message: 'It is down.', remedy: 'Wait.' });
    }
    brick.underWay += 1;
    brick.most = Math.max(brick.most, brick.underWay);
    await new Promise((resolve) => setImmediate(resolve));
    brick.received.push(delivery.message);
    return tell(payload, delivery).finally(() => (brick.underWay -= 1));
  };
}

/** The n-th message is of one variant after the other, and says another price than all before it. */
function message(n: number): NewMessage {
  const variant = variants.get(skus()[n % VARIANTS] ?? '') ?? '';
  const listPrice = { amount: priceOf(n), currency: 'EUR' };
  return {
    ...{ id: `msg_${n}`, brick: 'shop', command: 'setVariantPrice', lane: `Variant:${variant}` },
    payload: { variant, listPrice },
    overlays: [{ type: 'Variant', hubId: variant, patch: { listPrice }, creates: false }],
    ...{ replaces: null, creates: false, origin: 'command' },
  };
}

const priceOf = (n: number): string => `${100 + n}.50`;
const all = Array.from({ length: MESSAGES }, (_, n) => n);
/** What the last message of each variant says. */
const lastPrices = Object.fromEntries(skus().map((sku, n) => [sku, priceOf(MESSAGES - VARIANTS + n)]));

/** SKU to the price that a frontend sees. */
async function shownPrices(): Promise<Record<string, string>> {
  const asked = skus().map((sku, n) => `v${n}: variant(sku: "${sku}") { id sku price { amount } }`);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
  const body = JSON.stringify({ query: `{ ${asked.join(' ')} }` });
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  const { data: found, errors } = (await response.json()) as {
    data: Record<string, { id: string; sku: string; price: { amount: string } }>;
    errors?: unknown;
  };
  expect(errors).toBeUndefined();
  for (const { id, sku } of Object.values(found)) variants.set(sku, id);
  return Object.fromEntries(Object.values(found).map(({ sku, price }) => [sku, price.amount]));
}

it('takes them while the brick is down, and shows what they say', async () => {
  await shownPrices();
  expect(variants.size).toBe(VARIANTS);
  const order = { by: 'staff', name: 'updateVariantPrice', key: null, answer: null, reservations: [] };
  for (let from = 0; from < MESSAGES; from += 100) {
    const messages = all.slice(from, from + 100).map(message);
    const at = new Date(clock).toISOString();
    await hub.outbox.submit({ ...order, at, messages, oversell: 'refuse' });
  }
  await hub.relay.idle();
  await hub.sync.project('shop', new AbortController().signal);
  expect(await hub.mirror.reader.messageCounts()).toMatchObject([{ brick: 'shop', state: 'queued', count: MESSAGES }]);
  // One of each entity has been tried; the others wait behind it.
  expect(brick).toMatchObject({ refused: VARIANTS, received: [] });
  expect(await shownPrices()).toEqual(lastPrices);
});

it('delivers them when it is back: each once, in order, within the limit, and no answer goes back to an older price', async () => {
  brick.isDown = false;
  clock += 10 * MINUTES;
  hub.relay.wake();
  let answers = 0;
  while (brick.received.length < MESSAGES) {
    expect(await shownPrices()).toEqual(lastPrices);
    answers += 1;
  }
  await hub.relay.idle();
  expect(answers).toBeGreaterThan(1);
  const inOrder = Map.groupBy(
    brick.received.map((id) => Number(id.slice('msg_'.length))),
    (n) => n % VARIANTS,
  );
  expect(Object.fromEntries(inOrder)).toEqual(Object.fromEntries(Map.groupBy(all, (n) => n % VARIANTS)));
  expect(brick).toMatchObject({ refused: VARIANTS, underWay: 0, most: LIMIT });
});

it('has read all of it back, and the brick says what was ordered last', async () => {
  expect(await hub.mirror.reader.messageCounts()).toEqual([]);
  const inBrick = business.things('shop').filter(({ type, id }) => type === 'Variant' && id in lastPrices);
  expect(Object.fromEntries(inBrick.map(({ id, facet }) => [id, facet['listPrice']]))).toEqual(
    Object.fromEntries(Object.entries(lastPrices).map(([sku, amount]) => [sku, { amount, currency: 'EUR' }])),
  );
  expect(await shownPrices()).toEqual(lastPrices);
});
