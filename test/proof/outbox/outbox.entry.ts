/**
 * A hub that takes wishes from a list, as clients would send them, until all are acknowledged and delivered:
 * `outbox.entry.js WORK`, a JSON of `OutboxWork`. An acknowledgement is on disk before the next wish is sent. A wish
 * whose acknowledgement was cut off is sent again with its key, as a client would.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { pino } from 'pino';
import prestashop from '../../../connectors/prestashop/index.ts';
import { BRICK_DEFAULTS } from '../../../src/config.ts';
import { createGateway, createTokenAuth, hashToken } from '../../../src/gateway/index.ts';
import { hubStatus, openHub, type Hub } from '../../../src/hub/index.ts';
import type { Acknowledged, OutboxWork, Wish } from './wishes.ts';

const TOKEN = 'a-token-of-the-proof';
const REFUSED = '... on CommandRefused { code message }';
const REQUESTS: Record<Wish['kind'], string> = {
  order: `mutation ($input: OrderInput!, $key: String!) { answer: placeOrder(input: $input, idempotencyKey: $key) {
    __typename ... on OrderAccepted { order { id reference totals { totalWithTax { amount } } } } ${REFUSED} } }`,
  price: `mutation ($id: ID!, $price: Decimal!, $key: String!) {
    answer: updateVariantPrice(id: $id, price: $price, idempotencyKey: $key) { __typename ${REFUSED} } }`,
  stock: `mutation ($id: ID!, $quantity: Int!, $key: String!) {
    answer: adjustStock(variant: $id, quantity: $quantity, idempotencyKey: $key) { __typename ${REFUSED} } }`,
  customer: `mutation ($input: CustomerInput!, $key: String!) { answer: upsertCustomer(input: $input, idempotencyKey: $key) {
    __typename ... on CustomerAccepted { customer { id } } ${REFUSED} } }`,
  status: `mutation ($id: ID!, $key: String!) {
    answer: updateOrderStatus(id: $id, status: SHIPPED, idempotencyKey: $key) { __typename ${REFUSED} } }`,
};

interface Answer {
  __typename: string;
  code?: string;
  message?: string;
  customer?: { id: string };
  order?: { id: string; reference: string; totals: { totalWithTax: { amount: string } } };
}

const work = JSON.parse(process.argv[2] ?? '') as OutboxWork;
const log = pino({ level: 'silent' });
const hub = await openHub({
  config: {
    data: work.data,
    ...(work.database === undefined ? {} : { database: work.database }),
    stock: { oversell: 'accept' },
  },
  bricks: [{ name: 'shop', connector: prestashop, settings: prestashop.settings.parse(work.shop), ...BRICK_DEFAULTS }],
  registry: new URL('../../../src/registry.js', import.meta.url).href,
  log,
  leaseMs: work.leaseMs,
});
const gateway = await createGateway({
  reader: hub.mirror.reader,
  outbox: hub.outbox,
  status: hubStatus(hub, {}, () => new Date()),
  blobs: { open: () => Promise.resolve(null) },
  auth: createTokenAuth(() => [{ name: 'proof', sha256: hashToken(TOKEN) }]),
  log,
  ready: () => ({ ok: true }),
  staleness: () => hub.sync.staleness(),
});
const { url } = await gateway.start(0, '127.0.0.1');
hub.relay.start();

const known = new Map(acknowledged().map((one) => [wordOf(one), one]));
for (const wish of JSON.parse(readFileSync(work.wishes, 'utf8')) as Wish[]) {
  if (known.has(wordOf(wish))) continue;
  const told = await send(wish);
  acknowledge(told);
  known.set(wordOf(wish), told);
}
await settled(hub);
await gateway.stop();
await hub.close();
process.stdout.write(`${JSON.stringify({ settled: true })}\n`);

/** A wish that is sent once more is acknowledged once more. */
function wordOf({ key, again }: Pick<Wish, 'key' | 'again'>): string {
  return again ? `${key} again` : key;
}

async function send(wish: Wish): Promise<Acknowledged> {
  const answer = await ask<{ answer: Answer }>(REQUESTS[wish.kind], await variablesOf(wish));
  const { __typename, code, message, order, customer } = answer.answer;
  if (__typename === 'CommandRefused') throw new Error(`${wish.key} was refused: ${code} ${message}`);
  const told: Acknowledged = { key: wish.key, ...(wish.again && { again: true }) };
  if (customer) return { ...told, id: customer.id };
  if (!order) return told;
  return { ...told, id: order.id, reference: order.reference, total: order.totals.totalWithTax.amount };
}

async function variablesOf({ key, kind, sku, value, email, of = '' }: Wish): Promise<object> {
  if (kind === 'customer') return { key, input: { email, firstName: 'Ada', lastName: 'Rey' } };
  if (kind === 'status') return { key, id: known.get(of)?.id };
  if (kind === 'order') {
    const shippingAddress = {
      ...{
        firstName: 'Ada',
        lastName: 'Rey',
        street: '1 rue Haute',
        postcode: '38000',
        city: 'Grenoble',
        country: 'FR',
      },
    };
    const payment = { method: 'Carte', transactionId: key, paid: true };
    const lines = [{ sku, quantity: Number(value) }];
    return { key, input: { lines, customer: { email }, shippingAddress, payment } };
  }
  const { variant } = await ask<{ variant: { id: string } }>('query ($sku: String!) { variant(sku: $sku) { id } }', {
    sku,
  });
  return { key, id: variant.id, ...(kind === 'price' ? { price: value } : { quantity: Number(value) }) };
}

async function ask<Data>(query: string, variables: object): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/**
 * Nothing is on its way any more. What was delivered and not read back before a kill is confirmed by the next run of the
 * shop, as by a schedule. What was refused for good is told: it is none of the proof's wishes.
 */
async function settled({ relay, mirror, sync }: Hub): Promise<void> {
  for (;;) {
    await relay.idle();
    const states = new Set((await mirror.reader.messageCounts()).map(({ state }) => state));
    const dead = (await mirror.reader.messages({ state: 'dead', first: 1 })).rows[0];
    if (dead) throw new Error(`a dead letter: ${JSON.stringify(dead.failure)}`);
    if (!states.has('queued') && !states.has('delivered')) return;
    if (states.has('queued')) await new Promise((resolve) => setTimeout(resolve, 20));
    else await sync.sync('shop', { full: false, trigger: 'schedule' });
    relay.wake();
  }
}

function acknowledged(): Acknowledged[] {
  if (!existsSync(work.acknowledged)) return [];
  // A line that was cut off was not told to anybody.
  const lines = readFileSync(work.acknowledged, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Acknowledged);
}

function acknowledge(one: Acknowledged): void {
  const file = openSync(work.acknowledged, 'a');
  writeSync(file, `${JSON.stringify(one)}\n`);
  fsyncSync(file);
  closeSync(file);
}
