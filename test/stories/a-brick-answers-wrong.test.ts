/**
 * Promise: whatever a shop answers to what it is told, it happens once: a 500 after the write, a broken connection, a
 * refusal, two relays at work, a price that somebody edits in the shop in the same minute.
 */
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { openServedHub, type ServedHub } from './served-hub.ts';

const SEED = 5;

let shop: PrestashopSandbox;
let served: ServedHub;
const ask: ServedHub['ask'] = (...question) => served.ask(...question);

interface Variant {
  id: string;
  sku: string;
  price: { amount: string };
  product: { id: string; variants: { id: string }[] };
  origins: { externalId: string }[];
}
let variants: Variant[];

beforeAll(async () => {
  const now = new Date();
  const state = generateShop({ seed: SEED, products: 15, customers: 5, orders: 5, now, images: false });
  shop = await startPrestashopSandbox({ state, seed: SEED });
  const settings = { url: shop.url, key: shop.key, timezone: 'Europe/Paris', timeoutMs: 20_000 };
  served = await openServedHub([{ name: 'shop', connector: prestashop, settings }]);
  const query = `{ products(first: 15, filter: { active: true }) { nodes { variants {
    id sku price { amount } product { id variants { id } } origins { externalId } } } } }`;
  const { products } = await ask<{ products: { nodes: { variants: Variant[] }[] } }>(query);
  variants = products.nodes.flatMap((product) => product.variants).filter(({ sku }) => sku);
});
afterEach(() => shop.faults.clear());
afterAll(async () => {
  await served.close();
  await shop.close();
});

const STOCK = `mutation ($variant: ID!, $quantity: Int!) { adjustStock(variant: $variant, quantity: $quantity) {
  __typename ... on StockAdjusted { delivery { message } } ... on CommandRefused { code } } }`;
const PRICE = `mutation ($id: ID!, $price: Decimal!) { updateVariantPrice(id: $id, price: $price) {
  __typename ... on VariantAccepted { variant { price { amount } } delivery { message } } } }`;
const PLACE = `mutation ($input: OrderInput!) { placeOrder(input: $input) {
  __typename ... on OrderAccepted { order { id reference } } ... on CommandRefused { code message } } }`;

function anOrderOf(variant: Variant, email: string): object {
  const shippingAddress = {
    ...{ firstName: 'Ada', lastName: 'Rey', street: '1 rue Haute', postcode: '38000', city: 'Grenoble', country: 'FR' },
  };
  return {
    lines: [{ variant: variant.id, quantity: 1 }],
    customer: { email },
    shippingAddress,
    payment: { method: 'Carte', paid: true },
  };
}

async function place(email: string): Promise<{ id: string; reference: string }> {
  const orderable = await orderableVariant();
  const { placeOrder } = await ask<{ placeOrder: { order: { id: string; reference: string } } }>(PLACE, {
    input: anOrderOf(orderable, email),
  });
  expect(placeOrder).toMatchObject({ __typename: 'OrderAccepted' });
  return placeOrder.order;
}

async function orderableVariant(): Promise<Variant> {
  for (const variant of variants) {
    const preview = `query ($input: OrderInput!) { previewOrder(input: $input) {
      ... on OrderPreview { lines { available } } } }`;
    const input = anOrderOf(variant, 'look@example.com');
    const { previewOrder } = await ask<{ previewOrder: { lines?: { available: number }[] } }>(preview, { input });
    if ((previewOrder.lines?.[0]?.available ?? 0) > 3) return variant;
  }
  throw new Error('nothing can be ordered');
}

function ordersOf(reference: string) {
  return (shop.state.resources['orders'] ?? []).filter((row) => row['reference'] === reference);
}

const count = (resource: string): number => (shop.state.resources[resource] ?? []).length;

it.each([
  [
    'a 500 after the order was made',
    { match: { method: 'POST', resource: 'orders' }, effect: { kind: 'status', status: 500, after: true } },
  ],
  [
    'a connection that breaks after the order was made',
    { match: { method: 'POST', resource: 'orders' }, effect: { kind: 'drop', after: true } },
  ],
  [
    'a 500 after the cart was made',
    { match: { method: 'POST', resource: 'carts' }, effect: { kind: 'status', status: 500, after: true } },
  ],
  [
    'a connection that breaks after the customer was made',
    { match: { method: 'POST', resource: 'customers' }, effect: { kind: 'drop', after: true } },
  ],
  [
    'a 500 after the total was mended',
    { match: { method: 'PATCH', resource: 'orders' }, effect: { kind: 'status', status: 500, after: true } },
  ],
] as const)('%s: there is one order', async (what, rule) => {
  const before = { orders: count('orders'), customers: count('customers') };
  shop.faults.add({ ...rule, match: { ...rule.match }, effect: { ...rule.effect }, when: { next: 1 } });
  const { reference } = await place(`buyer-${what.length}-${rule.match.resource}@example.com`);
  await served.settled();
  expect(ordersOf(reference)).toHaveLength(1);
  expect({ orders: count('orders'), customers: count('customers') }).toEqual({
    orders: before.orders + 1,
    customers: before.customers + 1,
  });
});

it('what the shop refuses is a dead letter with its own words, is shown no longer, and can be redriven', async () => {
  const [variant] = variants;
  if (!variant) throw new Error('no variant');
  shop.faults.add({
    match: { method: 'PATCH', resource: 'stock_availables' },
    effect: { kind: 'status', status: 400, body: '{"errors":[{"code":84,"message":"Validation error: quantity"}]}' },
  });
  const stock = 'query ($id: ID!) { message(id: $id) { state failure { code detail } } bricks { deadLetters queued } }';
  const { adjustStock } = await ask<{ adjustStock: { delivery: { message: string } } }>(STOCK, {
    variant: variant.id,
    quantity: 77,
  });
  await served.settled();
  const dead = await ask<{ message: { failure: { detail: string } } }>(stock, { id: adjustStock.delivery.message });
  expect(dead).toMatchObject({ message: { state: 'DEAD' }, bricks: [{ deadLetters: 1, queued: 0 }] });
  expect(dead.message.failure.detail).toContain('Validation error: quantity');
  shop.faults.clear();
  const redrive = 'mutation ($id: ID!) { redriveMessage(id: $id) { __typename } }';
  expect(await ask(redrive, { id: adjustStock.delivery.message })).toEqual({
    redriveMessage: { __typename: 'MessageRedriven' },
  });
  await served.settled();
  expect(await ask(stock, { id: adjustStock.delivery.message })).toMatchObject({ message: { state: 'DELIVERED' } });
});

it('of two prices in one minute the last one counts, and a price edited in the shop meanwhile is not lost silently', async () => {
  const alone = variants.find(({ product }) => product.variants.length === 1);
  if (!alone) throw new Error('no product without combinations');
  const productId = Number(alone.origins[0]?.externalId.split('-')[0]);
  await shop.stop();
  await ask(PRICE, { id: alone.id, price: '11.10' });
  expect(await ask(PRICE, { id: alone.id, price: '12.20' })).toMatchObject({
    updateVariantPrice: { variant: { price: { amount: '12.20' } } },
  });
  // Somebody in the back office, while the hub's price is on its way.
  shop.touch('products', productId, { price: '15.500000' });
  await shop.start();
  await served.settled();
  const row = (shop.state.resources['products'] ?? []).find(({ id }) => id === productId);
  expect(Number(row?.['price'])).toBe(12.2);
  await served.read('shop');
  const shown = await ask<{ variant: { price: { amount: string }; pending: object[] } }>(
    'query ($id: ID!) { variant(id: $id) { price { amount } pending { state } } }',
    { id: alone.id },
  );
  expect(shown.variant).toEqual({ price: { amount: '12.20' }, pending: [] });
  // The first one may have been tried before the second one came; each was written once, in their order.
  const patches = shop.writes.filter(({ resource, id }) => resource === 'products' && Number(id) === productId);
  expect(patches.length).toBeLessThanOrEqual(2);
});
