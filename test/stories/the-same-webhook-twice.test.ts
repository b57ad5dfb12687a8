import { mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import woocommerce from '../../connectors/woocommerce/index.ts';
import { demoShop } from '../../connectors/woocommerce/sandbox/demo-shop.ts';
import { settingsFor, startShop } from '../../connectors/woocommerce/sandbox/demo-sandbox.ts';
import { changeProduct } from '../../connectors/woocommerce/sandbox/products.ts';
import type { WooSandbox } from '../../connectors/woocommerce/sandbox/server.ts';
import type { Row } from '../../connectors/woocommerce/sandbox/store.ts';
import { signed } from '../../connectors/woocommerce/sandbox/webhooks.ts';
import { webhooksRoute } from '../../src/gateway/routes/webhooks.route.ts';
import { openHub, type Hub } from '../../src/hub/index.ts';

const BORN = new Date('2026-11-01T08:00:00Z');
const SECRET = 'sandbox webhook secret';
const silent = pino({ level: 'silent' });

let data: string;
let shop: WooSandbox;
let hub: Hub;
let app: FastifyInstance;
let address: string;

function open(): Promise<Hub> {
  const holds = { percent: 10, records: 5, windowHours: 24, streams: {} };
  const settings = woocommerce.settings.parse(settingsFor(shop));
  return openHub({
    config: { data },
    bricks: [{ name: 'shop', connector: woocommerce, settings, schedule: '0 0 1 1 *', holds }],
    registry: new URL('../../src/registry.ts', import.meta.url).href,
    log: silent,
    now: () => new Date(BORN.getTime() + 3_600_000),
  });
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'mortar-'));
  shop = await startShop(demoShop(7, BORN));
  hub = await open();
  await hub.sync.sync('shop', { full: false, trigger: 'test' });
  app = fastify();
  webhooksRoute(
    app,
    { receive: (brick, delivery) => hub.webhooks.receive(brick, delivery) },
    { log: silent, now: () => BORN },
  );
  address = `${await app.listen({ port: 0, host: '127.0.0.1' })}/webhooks/shop`;
  for (const topic of ['product.updated', 'order.created', 'customer.updated', 'product.deleted']) {
    const about = { topic, delivery_url: address, secret: SECRET, status: 'active', failure_count: 0 };
    shop.store.put('webhooks', about);
  }
});

afterAll(async () => {
  await app.close();
  await hub.close();
  await shop.close();
  await rm(data, { recursive: true });
});

function ask<Answer>(sql: string): Answer[] {
  const database = new DatabaseSync(join(data, 'mortar.db'), { readOnly: true });
  try {
    return database.prepare(sql).all() as Answer[];
  } finally {
    database.close();
  }
}

const revisions = (): number => ask<{ n: number }>('select count(*) as n from revisions')[0]?.n ?? 0;
const waiting = (): number => ask<{ n: number }>('select count(*) as n from webhook_hints')[0]?.n ?? 0;

function simple(): Row {
  const row = shop.store.rows('products').find(({ type, status }) => type === 'simple' && status === 'publish');
  if (!row) throw new Error('no product');
  return row;
}

/** List prices of a product's variants, as queries see them. */
function prices(id: number): string[] {
  const rows = ask<{ data: string }>(
    `select data from facet_variant f join bindings b on b.hub_id = f.hub_id where b.external_id = '${id}-0' and b.type = 'Variant'`,
  );
  return rows.map((row) => (JSON.parse(row.data) as { listPrice: { amount: string } }).listPrice.amount);
}

async function applied(): Promise<void> {
  while ((await hub.webhooks.apply()) > 0) await new Promise((resolve) => setImmediate(resolve));
}

async function posted(body: string, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(address, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', ...headers },
  });
  await answer.arrayBuffer();
  return answer.status;
}

function delivery(body: object, secret = SECRET): [string, Record<string, string>] {
  const text = JSON.stringify(body);
  return [text, { 'X-WC-Webhook-Resource': 'product', 'X-WC-Webhook-Signature': signed(text, secret) }];
}

describe('what a shop pushes', () => {
  test('arrives without a run, and the same webhook twice changes nothing', async () => {
    const product = simple();
    changeProduct(shop.store, product, { regular_price: '31.65' });
    await shop.sender.sent();
    await applied();
    expect(prices(product.id)).toEqual(['30.00']);
    const before = revisions();
    const again = delivery({ id: product.id, regular_price: '31.65' });
    expect(await posted(...again)).toBe(200);
    expect(await posted(...again)).toBe(200);
    await applied();
    expect({ revisions: revisions(), waiting: waiting() }).toEqual({ revisions: before, waiting: 0 });
  });

  test('is only a hint: a payload that lies is not believed', async () => {
    const product = simple();
    const before = { prices: prices(product.id), revisions: revisions() };
    expect(await posted(...delivery({ id: product.id, regular_price: '0.01', name: 'Lies' }))).toBe(200);
    await applied();
    expect({ prices: prices(product.id), revisions: revisions() }).toEqual(before);
  });

  test("is refused without the shop's signature, without detail", async () => {
    expect(await posted(...delivery({ id: simple().id }, 'a secret of somebody else'))).toBe(401);
    expect(await posted(JSON.stringify({ id: simple().id }), {})).toBe(401);
    expect(waiting()).toBe(0);
    const elsewhere = await fetch(address.replace('/shop', '/nobody'), { method: 'POST', body: '{}' });
    expect([elsewhere.status, await elsewhere.text()]).toEqual([404, 'Not found.\n']);
  });

  test('may be a ping, or too large', async () => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(await posted('webhook_id=1', form)).toBe(200);
    expect(await posted(JSON.stringify({ id: 1, name: 'x'.repeat(3 * 1024 * 1024) }), {})).toBe(413);
    expect(waiting()).toBe(0);
  });

  test('is on disk when it is answered: a hub that dies in between applies it when it is back', async () => {
    const product = simple();
    for (const hook of shop.store.rows('webhooks')) hook['status'] = 'paused';
    changeProduct(shop.store, product, { regular_price: '42.20' });
    expect(await posted(...delivery({ id: product.id }))).toBe(200);
    await hub.close();
    hub = await open();
    await applied();
    expect({ prices: prices(product.id), waiting: waiting() }).toEqual({ prices: ['40.00'], waiting: 0 });
    for (const hook of shop.store.rows('webhooks')) hook['status'] = 'active';
  });

  test('is held for a person when it moves many prices at once', async () => {
    const all = shop.store.rows('products').filter(({ type, status }) => type === 'simple' && status === 'publish');
    const before = all.map(({ id }) => prices(id));
    for (const product of all) changeProduct(shop.store, product, { regular_price: '0.01' });
    await shop.sender.sent();
    await applied();
    const holds = await hub.mirror.reader.holds({ brick: 'shop', state: 'open', first: 10 });
    expect(holds.rows.map(({ kind }) => kind)).toEqual(['products']);
    const changed = all.filter(({ id }, at) => prices(id)[0] !== before[at]?.[0]);
    expect(changed.length).toBeLessThan(all.length / 2);
  });
});

test('who floods the hub is turned away, and takes nothing from another sender', async () => {
  const sent = async (remoteAddress: string): Promise<[number, unknown]> => {
    const [payload, headers] = delivery({ id: simple().id });
    const form = { 'content-type': 'application/json', ...headers };
    const answer = await app.inject({ method: 'POST', url: '/webhooks/shop', remoteAddress, payload, headers: form });
    return [answer.statusCode, answer.headers['retry-after']];
  };
  const flood = await Promise.all(Array.from({ length: 510 }, () => sent('192.0.2.1')));
  expect(flood.filter(([status]) => status === 429)).toEqual(Array.from({ length: 10 }, () => [429, '1']));
  expect(await sent('192.0.2.2')).toEqual([200, undefined]);
  await applied();
});

test('a shop that finds nobody at the address gives up after more than five failures', async () => {
  const product = simple();
  const hook = shop.store.put('webhooks', {
    ...{ topic: 'product.updated', delivery_url: address.replace('/shop', '/nobody'), secret: SECRET },
    ...{ status: 'active', failure_count: 0 },
  });
  for (let times = 0; times < 8; times += 1) changeProduct(shop.store, product, { regular_price: `${20 + times}.00` });
  await shop.sender.sent();
  expect(hook['status']).toBe('disabled');
});
