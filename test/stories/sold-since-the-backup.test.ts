/**
 * Promise: what was answered after the newest backup is not lost with the machine. A restore brings it back, shows it at
 * once, and the shop gets each order once: those that it had before the fire, too.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { createJournal, type Journal } from '../../src/hub/index.ts';
import { systemTimers } from '../../src/outbox/index.ts';
import {
  journalThread,
  keyringOf,
  makeBackup,
  newKey,
  openTarget,
  restore,
  type BackupPlan,
  type JournalThread,
} from '../../src/recovery/backup/index.ts';
import { openServedHub, type ServedHub } from './served-hub.ts';

const BORN = new Date();
const SEED = 5;
const now = (): Date => new Date();

let folder: string;
let shop: PrestashopSandbox;
let served: ServedHub;
let journal: Journal;
let plan: BackupPlan;
let thread: JournalThread;

/** A hub on this data folder, whose journal is sent as where it is served. */
async function open(data: string): Promise<void> {
  const settings = { url: shop.url, key: shop.key, timezone: 'Europe/Paris', timeoutMs: 20_000 };
  served = await openServedHub([{ name: 'shop', connector: prestashop, settings }], {
    ...{ data, stock: { oversell: 'accept' } },
  });
  plan = { ...plan, data };
  const { hub } = served;
  journal = createJournal({
    ...{ plan, writer: hub.journal, lock: () => hub.mirror.lockBrick('#journal'), now, timers: systemTimers },
    thread: (thread = journalThread(plan, (made) => hub.journal.keepSegment(made))),
    ...{ newest: () => Promise.resolve(null), keyring: keyringOf(plan.recipients), log: pino({ level: 'silent' }) },
  });
  await journal.begin();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mortar-since-'));
  const state = generateShop({ seed: SEED, products: 12, customers: 5, orders: 5, now: BORN, images: false });
  shop = await startPrestashopSandbox({ state, seed: SEED });
  const key = await newKey(now());
  writeFileSync(join(folder, 'owner.key'), key.file);
  plan = {
    ...{ data: '', environment: {}, version: '0.1.0', recipients: [key.recipient], include: [] },
    ...{ schedule: '30 2 * * *', keep: { daily: 14, monthly: 12 }, journal: { every: '1m', before: 'answer' } },
    targets: [{ kind: 'folder', site: 'attic', name: 'attic', path: join(folder, 'attic') }],
  };
  await open(join(folder, 'first'));
  await served.read('shop');
});
afterAll(async () => {
  await journal.stop();
  await served.close();
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});

const PLACE = `mutation ($input: OrderInput!, $key: String) {
  placeOrder(input: $input, idempotencyKey: $key) {
    __typename ... on OrderAccepted { order { id reference } delivery { message } } ... on CommandRefused { code message }
  }
}`;
const SHOWN = `query ($id: ID!) { order(id: $id) { id reference pending { state } lines { quantity } } }`;

interface Placed {
  placeOrder: { order: { id: string; reference: string }; delivery: { message: string } };
}

const inputs = new Map<string, object>();

async function place(key: string): Promise<Placed['placeOrder']['order']> {
  const { products } = await served.ask<{
    products: { nodes: { active: boolean; variants: { id: string; sku: string | null }[] }[] };
  }>('{ products(first: 20) { nodes { active variants { id sku } } } }');
  const variants = products.nodes.filter(({ active }) => active).flatMap((product) => product.variants);
  const variant = variants.find(({ sku }) => sku);
  const name = { firstName: 'Ada', lastName: 'Rey' };
  const input = inputs.get(key) ?? {
    lines: [{ variant: variant?.id, quantity: 1 }],
    customer: { email: `${key}@example.com` },
    shippingAddress: { ...name, street: '1 rue Haute', postcode: '38000', city: 'Grenoble', country: 'FR' },
    payment: { method: 'Carte bancaire', transactionId: key, paid: true },
  };
  inputs.set(key, input);
  const { placeOrder } = await served.ask<Placed>(PLACE, { input, key });
  expect(placeOrder).toMatchObject({ __typename: 'OrderAccepted' });
  // As the gateway waits where `before: answer` is set.
  await journal.shipped();
  return placeOrder.order;
}

const inShop = (reference: string) =>
  (shop.state.resources['orders'] ?? []).filter((row) => row['reference'] === reference);

const orders: Record<string, { id: string; reference: string }> = {};

it('orders are taken after the backup, and the shop makes some of them after the hub’s last word', async () => {
  orders['before'] = await place('before');
  await served.settled();
  await makeBackup(plan);
  orders['had'] = await place('had');
  await served.settled();
  await journal.shipped();
  await shop.stop();
  orders['unsaid'] = await place('unsaid');
  orders['last'] = await place('last');
  expect(inShop(orders['unsaid'].reference)).toEqual([]);
  // From here on, no word of the hub leaves the machine.
  await thread.close();
  await shop.start();
  await served.settled();
  for (const { reference } of Object.values(orders)) expect(inShop(reference)).toHaveLength(1);
});

it('the machine burns; restored elsewhere, every order is there and shown before any brick was asked', async () => {
  await served.close();
  rmSync(plan.data, { recursive: true, force: true });
  const into = join(folder, 'machine');
  const target = openTarget(plan.targets[0]!, now);
  const restored = await restore(target, { into, identity: join(folder, 'owner.key') });
  expect(restored.journal).toMatchObject({ gap: null });
  // What was delivered before the last word is not sent again; the others are looked for first.
  expect(restored.journal?.undelivered).toBe(2);
  await open(join(into, 'data'));
  // As a served hub says by /ready.
  while (!served.hub.isCaughtUp()) await new Promise((resolve) => setImmediate(resolve));
  for (const { id, reference } of Object.values(orders)) {
    const { order } = await served.ask<{ order: object }>(SHOWN, { id });
    expect(order).toMatchObject({ id, reference, lines: [{ quantity: 1 }] });
  }
  // A client that heard no answer asks again, and gets the same one.
  expect(await place('last')).toEqual(orders['last']);
});

it('the shop has each of them once, under the id that the buyer was told', async () => {
  orders['new'] = await place('new');
  // What was read back before the fire is read again.
  await served.read('shop');
  await served.settled();
  await served.read('shop');
  for (const { id, reference } of Object.values(orders)) {
    expect(inShop(reference)).toHaveLength(1);
    const { orders: found } = await served.ask<{ orders: { nodes: object[] } }>(
      `{ orders(first: 5, search: "${reference}") { nodes { id pending { state } } } }`,
    );
    expect(found.nodes).toEqual([{ id, pending: [] }]);
  }
  const { messages } = await served.ask<{ messages: { nodes: { state: string }[] } }>(
    '{ messages(first: 100) { nodes { state } } }',
  );
  expect(messages.nodes.every(({ state }) => state === 'DELIVERED')).toBe(true);
});
