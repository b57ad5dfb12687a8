/**
 * Promise: a frontend sells while the shop is down. The order is there once after it returns, with the total, the
 * reference and the state that the buyer was told, fulfilment's own link imports it once, and its tracking comes back.
 */
import myfulfillment from '../../connectors/myfulfillment/index.ts';
import { startDemoSandbox, type DemoSandbox } from '../../connectors/myfulfillment/sandbox/index.ts';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { openServedHub, type ServedHub } from './served-hub.ts';

const BORN = new Date();
const SEED = 11;

let shop: PrestashopSandbox;
let warehouse: DemoSandbox;
let served: ServedHub;
const ask: ServedHub['ask'] = (...question) => served.ask(...question);

beforeAll(async () => {
  const state = generateShop({ seed: SEED, products: 20, customers: 10, orders: 30, now: BORN, images: false });
  shop = await startPrestashopSandbox({ state, seed: SEED });
  const settings = { url: shop.url, key: shop.key };
  const peer = { url: shop.url, settings, close: () => shop.close(), connector: 'prestashop' };
  warehouse = await startDemoSandbox({ seed: SEED, bornAt: BORN, peers: { shop: peer } });
  const bricks = [
    { name: 'shop', connector: prestashop, settings: { ...settings, timezone: 'Europe/Paris', timeoutMs: 20_000 } },
    { name: 'warehouse', connector: myfulfillment, settings: warehouse.settings },
  ];
  served = await openServedHub(bricks, { stock: { owner: 'warehouse', oversell: 'refuse' } });
});
afterAll(async () => {
  await served.close();
  await warehouse.close();
  await shop.close();
});

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
  await served.settled();
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
});

it('the next run of the shop sees nothing new, and the hub has one order of it', async () => {
  await served.read('shop');
  expect(await ask('{ holds(first: 1) { totalCount } }')).toEqual({ holds: { totalCount: 0 } });
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
  await served.read('warehouse', 'shop');
  const { order } = await ask<Shown>(ORDER, { id: placed.order.id });
  expect(order.origins.map(({ brick }) => brick).sort()).toEqual(['shop', 'warehouse']);
  expect(order.trackingNumbers).toHaveLength(1);
  expect(order.shipments.map(({ trackingNumber }) => trackingNumber)).toEqual(order.trackingNumbers);
  expect(['SHIPPED', 'DELIVERED']).toContain(order.status);
  expect(ordersOf(placed.order.reference)).toHaveLength(1);
});

it('beside the vendor’s own link, the hub’s flows write nothing', async () => {
  const { flows } = await ask<{ flows: { name: string; state: string }[] }>('{ flows { name state } }');
  expect(Object.fromEntries(flows.map(({ name, state }) => [name, state]))).toMatchObject({
    'order-to-fulfilment': 'OFF',
    'shipment-to-shop': 'OFF',
    'stock-to-shop': 'OFF',
  });
});

it('a stock that the vendor does not let anybody write is refused at once, with the reason', async () => {
  const text = `mutation ($variant: ID!) { adjustStock(variant: $variant, quantity: 3) {
    __typename ... on CommandRefused { code message } } }`;
  expect(await ask(text, { variant: variant.id })).toEqual({
    adjustStock: {
      __typename: 'CommandRefused',
      code: 'COMMAND_UNSUPPORTED',
      message: 'The brick "warehouse" cannot be told to do this (setStock).',
    },
  });
});
