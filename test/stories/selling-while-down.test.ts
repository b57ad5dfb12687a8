/**
 * Promise: a frontend sells while the shop is down. The order is there once after it returns, with the total, the
 * reference and the state that the buyer was told, fulfilment's own link imports it once, and its tracking comes back.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import myfulfillment from '../../connectors/myfulfillment/index.ts';
import { startDemoSandbox, type DemoSandbox } from '../../connectors/myfulfillment/sandbox/index.ts';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { createGateway, createTokenAuth, hashToken, type Gateway } from '../../src/gateway/index.ts';
import { hubStatus, openHub, type Hub } from '../../src/hub/index.ts';

const TOKEN = 'a-token-of-staff';
const BORN = new Date();
const SEED = 11;

let data: string;
let shop: PrestashopSandbox;
let warehouse: DemoSandbox;
let hub: Hub;
let gateway: Gateway;
let url: string;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'mortar-selling-'));
  const state = generateShop({ seed: SEED, products: 20, customers: 10, orders: 30, now: BORN, images: false });
  shop = await startPrestashopSandbox({ state, seed: SEED });
  const settings = { url: shop.url, key: shop.key };
  const peer = { url: shop.url, settings, close: () => shop.close(), connector: 'prestashop' };
  warehouse = await startDemoSandbox({ seed: SEED, bornAt: BORN, peers: { shop: peer } });
  hub = await openTheHub();
  for (const brick of ['shop', 'warehouse']) await hub.sync.sync(brick, { full: false, trigger: 'test' });
  gateway = await serve(hub);
  hub.relay.start();
}, 120_000);
afterAll(async () => {
  await gateway.stop();
  await hub.close();
  await warehouse.close();
  await shop.close();
  rmSync(data, { recursive: true, force: true });
});

function openTheHub(): Promise<Hub> {
  const rest = { schedule: '*/2 * * * *', holds: { percent: 10, records: 50, windowHours: 24, streams: {} } };
  const quick = { timeoutMs: 2_000 };
  const settings = { url: shop.url, key: shop.key, timezone: 'Europe/Paris', ...quick };
  return openHub({
    config: { data, stock: { owner: 'warehouse', oversell: 'refuse' } },
    bricks: [
      { name: 'shop', connector: prestashop, settings: prestashop.settings.parse(settings), ...rest },
      {
        name: 'warehouse',
        connector: myfulfillment,
        settings: myfulfillment.settings.parse(warehouse.settings),
        ...rest,
      },
    ],
    registry: new URL('../../src/registry.ts', import.meta.url).href,
    log: pino({ level: 'silent' }),
  });
}

async function serve(open: Hub): Promise<Gateway> {
  const now = (): Date => new Date();
  const served = await createGateway({
    reader: open.mirror.reader,
    outbox: open.outbox,
    status: hubStatus(open, {}, now),
    blobs: { open: () => Promise.resolve(null) },
    auth: createTokenAuth(() => [{ name: 'frontend', sha256: hashToken(TOKEN) }]),
    log: pino({ level: 'silent' }),
    ready: () => ({ ok: true }),
    staleness: () => open.sync.staleness(),
    now,
    defaultLocale: 'fr',
  });
  ({ url } = await served.start(0, '127.0.0.1'));
  return served;
}

async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as { data: Data; errors?: unknown };
  expect(body.errors).toBeUndefined();
  return body.data;
}

const PLACE = `mutation ($input: OrderInput!, $key: String) {
  placeOrder(input: $input, idempotencyKey: $key) {
    __typename
    ... on OrderAccepted {
      order { id reference status totals { totalWithTax { amount } } pending { state } lines { sku quantity } }
      delivery { message state brick }
    }
    ... on CommandRefused { code message remedy path }
  }
}`;
const ORDER = `query ($id: ID!) {
  order(id: $id) {
    reference number status trackingNumbers pending { state problem }
    totals { totalWithTax { amount } paid { amount } }
    shipments { trackingNumber }
    origins { brick }
  }
}`;

interface Accepted {
  __typename: string;
  order: {
    id: string;
    reference: string;
    status: string;
    totals: { totalWithTax: { amount: string } };
    pending: object[];
  };
  delivery: { message: string; state: string };
}
interface Shown {
  order: {
    reference: string;
    number: string;
    status: string;
    trackingNumbers: string[];
    pending: { state: string; problem: string | null }[];
    totals: { totalWithTax: { amount: string }; paid: { amount: string } };
    shipments: { trackingNumber: string | null }[];
    origins: { brick: string }[];
  };
}

const ADDRESS = {
  ...{ firstName: 'Ada', lastName: 'Rey', street: '1 rue Haute', postcode: '38000', city: 'Grenoble', country: 'FR' },
};

/** A variant of which there is enough. */
async function something(): Promise<{ id: string; available: number }> {
  const query =
    '{ products(first: 20, filter: { available: true }) { nodes { active variants { id sku available } } } }';
  type Answer = {
    products: { nodes: { active: boolean; variants: { id: string; sku: string | null; available: number }[] }[] };
  };
  const { products } = await ask<Answer>(query);
  const found = products.nodes.filter(({ active }) => active).flatMap(({ variants }) => variants);
  const one = found.find(({ available, sku }) => available > 5 && sku);
  if (!one) throw new Error('nothing is in stock');
  return one;
}

function ordersOf(reference: string) {
  return (shop.state.resources['orders'] ?? []).filter((row) => row['reference'] === reference);
}

let placed: Accepted;
let variant: { id: string; available: number };

it('is taken at once while the shop is down, shown to everybody, and what it needs is set aside', async () => {
  variant = await something();
  await shop.stop();
  const input = {
    lines: [{ variant: variant.id, quantity: 2 }],
    customer: { email: 'ada.rey@example.com' },
    shippingAddress: ADDRESS,
    payment: { method: 'Carte bancaire', transactionId: 'tx-42', paid: true },
  };
  ({ placeOrder: placed } = await ask<{ placeOrder: Accepted }>(PLACE, { input, key: 'cart-42' }));
  expect(placed).toMatchObject({
    __typename: 'OrderAccepted',
    order: { status: 'PAID', pending: [{ state: 'QUEUED' }], lines: [{ quantity: 2 }] },
    delivery: { state: 'QUEUED', brick: 'shop' },
  });
  const again = await ask<{ placeOrder: Accepted }>(PLACE, { input, key: 'cart-42' });
  expect(again.placeOrder.order.id).toBe(placed.order.id);
  const other = { ...input, lines: [{ variant: variant.id, quantity: 1 }] };
  expect(await ask(PLACE, { input: other, key: 'cart-42' })).toMatchObject({
    placeOrder: { code: 'IDEMPOTENCY_CONFLICT' },
  });
  const left = await ask('query ($id: ID!) { variant(id: $id) { available } }', { id: variant.id });
  expect(left).toEqual({ variant: { available: variant.available - 2 } });
  const tooMany = { ...input, lines: [{ variant: variant.id, quantity: variant.available - 1 }] };
  expect(await ask(PLACE, { input: tooMany, key: 'cart-43' })).toMatchObject({ placeOrder: { code: 'SOLD_OUT' } });
  const { orders } = await ask<{ orders: { nodes: { id: string }[] } }>(
    '{ orders(first: 50, search: "' + placed.order.reference + '") { nodes { id } } }',
  );
  expect(orders.nodes).toEqual([{ id: placed.order.id }]);
});

it('is there once after it returned, with its total, reference and state', async () => {
  await shop.start();
  await hub.relay.idle();
  for (let tries = 0; tries < 200; tries += 1) {
    const { order } = await ask<Shown>(ORDER, { id: placed.order.id });
    if (order.pending.length === 0) break;
    hub.relay.wake();
    await hub.relay.idle();
  }
  const { order } = await ask<Shown>(ORDER, { id: placed.order.id });
  expect(order.pending).toEqual([]);
  const [row, ...more] = ordersOf(placed.order.reference);
  expect(more).toEqual([]);
  expect(Number(row?.['total_paid'])).toBeCloseTo(Number(placed.order.totals.totalWithTax.amount), 6);
  expect(order).toMatchObject({
    reference: placed.order.reference,
    number: String(row?.id),
    status: 'PAID',
    totals: { totalWithTax: { amount: placed.order.totals.totalWithTax.amount } },
  });
}, 60_000);

it('the next run of the shop sees nothing new, and the hub has one order of it', async () => {
  const run = await hub.sync.sync('shop', { full: false, trigger: 'test' });
  expect(run).toMatchObject({ state: 'done', held: 0 });
  const { orders } = await ask<{ orders: { nodes: { id: string; reference: string }[] } }>(
    '{ orders(first: 100) { nodes { id reference } } }',
  );
  expect(orders.nodes.filter(({ reference }) => reference === placed.order.reference)).toEqual([
    { id: placed.order.id, reference: placed.order.reference },
  ]);
});

it('fulfilment imports it once by its own link, and its tracking comes back to the shop and to the hub', async () => {
  const number = String(ordersOf(placed.order.reference)[0]?.id);
  for (let day = 0; day < 6; day += 1) await warehouse.step();
  expect(warehouse.state.orders.filter(({ reference }) => reference === number)).toHaveLength(1);
  for (const brick of ['warehouse', 'shop']) await hub.sync.sync(brick, { full: false, trigger: 'test' });
  const { order } = await ask<Shown>(ORDER, { id: placed.order.id });
  expect(order.origins.map(({ brick }) => brick).sort()).toEqual(['shop', 'warehouse']);
  expect(order.trackingNumbers).toHaveLength(1);
  expect(order.shipments.map(({ trackingNumber }) => trackingNumber)).toEqual(order.trackingNumbers);
  expect(['SHIPPED', 'DELIVERED']).toContain(order.status);
  expect(ordersOf(placed.order.reference)).toHaveLength(1);
}, 60_000);

it('beside the vendor’s own link, the hub’s flows write nothing', async () => {
  const { flows } = await ask<{ flows: { name: string; state: string }[] }>('{ flows { name state } }');
  expect(Object.fromEntries(flows.map(({ name, state }) => [name, state]))).toMatchObject({
    'order-to-fulfilment': 'OFF',
    'shipment-to-shop': 'OFF',
    'stock-to-shop': 'OFF',
  });
});
