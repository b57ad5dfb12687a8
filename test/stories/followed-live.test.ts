/**
 * Promise: a client that follows the hub sees what changes, whether the hub or the brick changed it, and misses nothing
 * of what happened while it was away; how a command gets on can be watched to its end.
 */
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { Inbox } from '../gateway/live-samples.ts';
import { openServedHub, TOKEN, type ServedHub } from './served-hub.ts';

const SEED = 5;

let shop: PrestashopSandbox;
let served: ServedHub;
let client: Client;
beforeAll(async () => {
  const state = generateShop({ seed: SEED, products: 10, customers: 3, orders: 3, now: new Date(), images: false });
  shop = await startPrestashopSandbox({ state, seed: SEED });
  const settings = { url: shop.url, key: shop.key, timezone: 'Europe/Paris', timeoutMs: 20_000 };
  served = await openServedHub([{ name: 'shop', connector: prestashop, settings }]);
  client = createClient({
    url: `${served.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${TOKEN}` },
  });
});
afterAll(async () => {
  await client.dispose();
  await served.close();
  await shop.close();
});

const CHANGES = `subscription ($after: String) {
  changes(after: $after, types: ["Variant"]) { cursor brick change variant { id price { amount } } }
}`;
const PRICE = `mutation ($id: ID!, $price: Decimal!) {
  updateVariantPrice(id: $id, price: $price) { ... on VariantAccepted { delivery { message } } }
}`;

interface Changed {
  changes: { cursor: string; brick: string; variant: { id: string; price: { amount: string } } };
}

function follow<Data>(query: string, variables: Record<string, unknown>): { inbox: Inbox<Data>; stop(): void } {
  const inbox = new Inbox<Data>();
  const stop = client.subscribe<Data>(
    { query, variables },
    {
      next: ({ data, errors }) => (data ? inbox.take(data) : fail(errors)),
      error: fail,
      complete: () => undefined,
    },
  );
  return { inbox, stop };
}

function fail(error: unknown): never {
  throw new Error(`A subscription failed: ${JSON.stringify(error)}`);
}

async function setPrice(id: string, price: string): Promise<string> {
  type Priced = { updateVariantPrice: { delivery: { message: string } } };
  return (await served.ask<Priced>(PRICE, { id, price })).updateVariantPrice.delivery.message;
}

/** Until the variant is told with this price. */
async function seen({ inbox }: { inbox: Inbox<Changed> }, id: string, amount: string): Promise<string> {
  for (;;) {
    const { cursor, variant } = (await inbox.next()).changes;
    if (variant.id === id && Number(variant.price.amount) === Number(amount)) return cursor;
  }
}

it('what commands change is told, and what was missed comes first', async () => {
  const { changeCursor: after } = await served.ask<{ changeCursor: string }>('{ changeCursor }');
  type Products = { products: { nodes: { variants: { id: string }[] }[] } };
  const { products } = await served.ask<Products>('{ products(first: 10) { nodes { variants { id } } } }');
  const [one, two] = products.nodes.map(({ variants }) => variants[0]?.id ?? '');
  if (!one || !two) throw new Error('The shop is too small');

  const first = follow<Changed>(CHANGES, { after });
  const message = await setPrice(one, '12.2');
  const cursor = await seen(first, one, '12.2');
  first.stop();

  await setPrice(two, '13.3');
  const progress = follow<{ progress: { message: { state: string; confirmedAt: string | null } } }>(
    'subscription ($ids: [ID!]) { progress(messages: $ids) { ... on DeliveryProgress { message { state confirmedAt } } } }',
    { ids: [message] },
  );
  for (let isConfirmed = false; !isConfirmed;)
    isConfirmed = (await progress.inbox.next()).progress.message.confirmedAt !== null;
  progress.stop();
  await served.settled();

  const again = follow<Changed>(CHANGES, { after: cursor });
  await seen(again, two, '13.3');
  again.stop();
});

it('what the shop changed is told, and the run that read it, to its end', async () => {
  const { changeCursor: after } = await served.ask<{ changeCursor: string }>('{ changeCursor }');
  const [product] = shop.state.resources['products'] ?? [];
  shop.touch('products', Number(product?.id), { price: '123.450000' });
  const runs = follow<{ progress: { run?: string; state?: string; read?: number } }>(
    'subscription { progress(bricks: ["shop"]) { ... on RunProgress { run state read } } }',
    {},
  );
  const before = (await runs.inbox.next()).progress;
  await served.read('shop');
  const states = new Set<string | undefined>();
  for (let isOver = false; !isOver;) {
    const { progress } = await runs.inbox.next();
    if (progress.run === undefined || progress.run === before.run) continue;
    states.add(progress.state);
    isOver = progress.state === 'DONE' && (progress.read ?? 0) > 0;
  }
  expect([...states].at(-1)).toBe('DONE');
  runs.stop();
  const changes = follow<Changed>(CHANGES, { after });
  expect((await changes.inbox.next()).changes).toMatchObject({ brick: 'shop', change: 'UPDATED' });
  changes.stop();
});
