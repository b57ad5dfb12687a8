/**
 * Promise: the shop's vendor is gone, and another vendor's shop takes its place. A client asks the same queries by the
 * same ids all the time and sees no error and nothing missing; what it orders meanwhile arrives at the new shop, once.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import woocommerce from '../../connectors/woocommerce/index.ts';
import { settingsFor, startFreshSandbox } from '../../connectors/woocommerce/sandbox/demo-sandbox.ts';
import { gmt } from '../../connectors/woocommerce/sandbox/dates.ts';
import { newOrder } from '../../connectors/woocommerce/sandbox/orders.ts';
import { changeProduct } from '../../connectors/woocommerce/sandbox/products.ts';
import type { WooSandbox } from '../../connectors/woocommerce/sandbox/server.ts';
import type { Row, Table } from '../../connectors/woocommerce/sandbox/store.ts';
import type { MovePlan } from '../../src/recovery/index.ts';
import { polled } from './polled.ts';
import { openServedHub, type ServedHub } from './served-hub.ts';

const BORN = new Date();

let old: PrestashopSandbox;
let next: WooSandbox;
let served: ServedHub;
let plan: MovePlan;

beforeAll(async () => {
  const state = generateShop({ seed: 3, products: 12, customers: 8, orders: 10, now: BORN });
  old = await startPrestashopSandbox({ state, seed: 3 });
  next = await startFreshSandbox(BORN);
  served = await openServedHub(
    [
      { name: 'shop', connector: prestashop, settings: { url: old.url, key: old.key, timezone: 'Europe/Paris' } },
      { name: 'woo', connector: woocommerce, settings: settingsFor(next), replaces: 'shop' },
    ],
    { roles: { shop: { primary: 'shop' } } },
  );
});
afterAll(async () => {
  await served.close();
  await next.close();
  await old.close();
});

const SHOWN = `{
  products(first: 50) {
    nodes { id active name summary brand categories { id name } variants { id sku gtin listPrice { amount } options { name value } taxRate } images { url } }
  }
  orders(first: 50) {
    nodes {
      id reference status totals { totalWithTax { amount } } customer { id email }
      lines { sku name quantity variant { id } } invoices { number }
    }
  }
  customers(first: 50) { nodes { id email lastName addresses { city } } }
  invoices(first: 50) { nodes { id number } }
}`;

/** Somebody has a wrong value in the new shop, in each field of which a difference is expected by nature. */
const CORRUPTIONS: readonly { path: string; table: Table; corrupt(row: Row): void }[] = [
  wrong('Product.name', 'products', (row) => void (row['name'] = 'VISIT EVIL SHOP')),
  wrong('Product.slug', 'products', (row) => void (row['slug'] = 'another-address')),
  wrong('Product.categories', 'products', (row) => void (row['categories'] as unknown[]).pop()),
  wrong('Product.features', 'products', (row) => void (shownOptions(row)[0] = 'Plomb')),
  wrong('Product.tags', 'products', (row) => void (row['tags'] as unknown[]).pop()),
  wrong('Variant.priceRules', 'variations', (row) => void (row['sale_price'] = '0.01')),
  wrong('Variant.images', 'variations', (row) => void (row['image'] = null)),
  wrong('Variant.taxRates', 'taxes', (row) => void (row['rate'] = '1.0000')),
  wrong('Category.name', 'categories', (row) => void (row['name'] = 'Autre')),
  wrong('Carrier.rates', 'methods', (row) => void (costOf(row)['cost'] = '0.01')),
  wrong('Customer.addresses.phone', 'customers', (row) => void (billingOf(row)['phone'] = '0666')),
];

it('is planned when it does not answer any more, with what is lost of each thing', async () => {
  await old.stop();
  const order = { way: 'swap', source: 'shop', target: 'woo', asOf: null, merge: null, by: 'staff' } as const;
  plan = await served.hub.moves.plan(order);
  expect(plan.rights.filter(({ state }) => state !== 'ok')).toEqual([]);
  const told = Object.fromEntries(plan.losses.map(({ kind, field, count }) => [`${kind}.${field}`, count]));
  expect(told).toMatchObject({ 'Customer.password': 7, 'Order.invoices': 8, 'Carrier.freeFromAmount': 5 });
  expect(plan.losses.every(({ remedy }) => remedy.en !== '' && remedy.fr !== '')).toBe(true);
});

it('is filled while a client asks, and found equal by streams and public pages', async () => {
  const { moves, mirror } = served.hub;
  const client = await polled(served, SHOWN);
  const ended = await moves.apply(plan, () => undefined);
  const failed = await mirror.moves.moveItems({ move: plan.id, states: ['failed'], first: 20 });
  expect(failed.map(({ kind, id, failure }) => [kind, id, failure])).toEqual([]);
  expect(ended.state).toBe('applied');
  const verdict = await moves.verify(plan.id, { sample: 6 });
  const { findings, witness } = await reportIn(verdict.folder);
  expect(findings).toEqual([]);
  expect(witness.map(({ state }) => state)).toEqual(witness.map(() => 'seen'));
  expect(witness.length).toBeGreaterThan(3);
  expect(await client.stop()).toBeGreaterThan(0);
});

it('is not taken for right where one field of it is wrong, whichever', async () => {
  const { store } = next;
  const before = new Map(CORRUPTIONS.map(({ table }) => [table, structuredClone(store.rows(table))]));
  for (const { table, corrupt, path } of CORRUPTIONS) {
    const row = store.rows(table).find((one) => isFit(path, one));
    if (!row) throw new Error(`nothing in ${table} to make wrong for ${path}`);
    corrupt(row);
  }
  const verdict = await served.hub.moves.verify(plan.id, { sample: 0 });
  const { findings } = await reportIn(verdict.folder);
  const found = new Set(findings.map(({ path }) => path));
  const missed = CORRUPTIONS.filter(({ path }) => ![...found].some((one) => `${one}.`.startsWith(`${path}.`)));
  expect(missed.map(({ path }) => path)).toEqual([]);
  for (const [table, rows] of before) for (const row of rows) store.put(table, row);
  expect(await served.hub.moves.verify(plan.id, { sample: 0 })).toMatchObject({ findings: 0 });
});

interface Placed {
  placeOrder: { __typename: string; order: { id: string; reference: string } };
}
let placed: Placed['placeOrder']['order'];

it('takes the place: the client sees no error and nothing missing, and what was ordered meanwhile follows', async () => {
  const variant = await inStock();
  const input = {
    lines: [{ variant, quantity: 2 }],
    customer: { email: 'ada.rey@example.com' },
    shippingAddress: { firstName: 'Ada', lastName: 'Rey', ...PLACE },
    payment: { method: 'Carte bancaire', transactionId: 'tx-42', paid: true },
  };
  const order = `mutation ($input: OrderInput!) { placeOrder(input: $input, idempotencyKey: "cart-42") {
    __typename ... on OrderAccepted { order { id reference } } ... on CommandRefused { code message } } }`;
  const { placeOrder } = await served.ask<Placed>(order, { input });
  expect(placeOrder.__typename).toBe('OrderAccepted');
  placed = placeOrder.order;
  const client = await polled(served, SHOWN);
  const cut = { move: plan.id, source: 'shop', by: 'staff', witness: false, accept: false };
  const done = await served.hub.moves.cutOver(cut);
  expect(done).toMatchObject({ refused: 0, kept: 9 });
  expect(done.messages).toBeGreaterThan(0);
  await served.settled();
  expect(await client.stop()).toBeGreaterThan(0);
  const arrived = next.store.rows('orders').filter((row) => JSON.stringify(row).includes(placed.reference));
  expect(arrived).toHaveLength(1);
  const { order: shown } = await served.ask<{ order: object }>(
    `{ order(id: "${placed.id}") { reference status pending { state } origins { brick } } }`,
  );
  expect(shown).toEqual({ reference: placed.reference, status: 'PAID', pending: [], origins: [{ brick: 'woo' }] });
});

it('goes on: orders and prices come from the new shop, and a bulk edit goes to it', async () => {
  const { store } = next;
  const [product] = store.rows('products').filter((row) => row['type'] === 'simple' && row['status'] === 'publish');
  if (!product) throw new Error('the shop has no simple product');
  const sale = {
    ...{
      customer_id: 0,
      status: 'processing',
      billing: { first_name: 'Bo', last_name: 'Li', email: 'bo@example.org' },
    },
    line_items: [{ product_id: product.id, quantity: 1 }],
  };
  const made = newOrder(store, sale, gmt(store.now()));
  changeProduct(store, product, { regular_price: '31.00' });
  await served.read('woo');
  const of = `{ products(first: 50) { nodes { id variants { id sku listPrice { amount } } } } orders(first: 50) { nodes { number } } }`;
  type Page = {
    products: { nodes: { id: string; variants: { id: string; sku: string; listPrice: { amount: string } }[] }[] };
    orders: { nodes: { number: string }[] };
  };
  const { products, orders } = await served.ask<Page>(of);
  expect(orders.nodes.map(({ number }) => number)).toContain(String(made.id));
  const shown = products.nodes.find(({ variants }) => variants.some(({ sku }) => sku === product['sku']));
  expect(shown?.variants[0]?.listPrice.amount).toBe('31.00');

  const edit = `mutation ($input: BulkEditInput!) { applyBulkEdit(input: $input, name: "Spring", idempotencyKey: "spring") {
    __typename ... on CommandRefused { code message } } }`;
  const input = { selection: { ids: [shown?.id] }, operations: { price: { addPercent: '10' } } };
  expect(await served.ask(edit, { input })).toEqual({ applyBulkEdit: { __typename: 'BulkEditAccepted' } });
  await served.settled();
  expect(Number(store.get('products', product.id)?.['regular_price'])).toBeCloseTo(34.1, 6);
  await served.read('woo');
  expect(await served.ask('{ holds(first: 5) { nodes { id } } bindingConflicts(first: 5) { nodes { id } } }')).toEqual({
    holds: { nodes: [] },
    bindingConflicts: { nodes: [] },
  });
});

const PLACE = { street: '1 rue Haute', postcode: '38000', city: 'Grenoble', country: 'FR' };

async function inStock(): Promise<string> {
  const query = '{ products(first: 20) { nodes { active kind variants { id sku } } } }';
  type Answer = {
    products: { nodes: { active: boolean; kind: string; variants: { id: string; sku: string | null }[] }[] };
  };
  const { products } = await served.ask<Answer>(query);
  const one = products.nodes.find(({ active, kind, variants }) => active && kind === 'SIMPLE' && variants[0]?.sku);
  if (!one?.variants[0]) throw new Error('nothing can be sold');
  return one.variants[0].id;
}

interface ReportFile {
  findings: { kind: string; path: string; source: string | null; target: string | null }[];
  witness: { state: string }[];
}

async function reportIn(folder: string): Promise<ReportFile> {
  return JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as ReportFile;
}

function wrong(path: string, table: Table, corrupt: (row: Row) => void) {
  return { path, table, corrupt };
}

/** Whether there is something that can be made wrong. */
function isFit(path: string, row: Row): boolean {
  const list = (field: string): unknown[] => (Array.isArray(row[field]) ? row[field] : []);
  if (path === 'Product.categories' || path === 'Product.tags') return list(path.slice('Product.'.length)).length > 1;
  if (path === 'Product.features') return shownOptions(row).length > 0;
  if (path === 'Variant.priceRules') return Boolean(row['sale_price']);
  if (path === 'Variant.images') return row['image'] !== null;
  if (path === 'Category.name') return row.id !== 15;
  if (path === 'Carrier.rates') return row['method_id'] === 'flat_rate';
  if (path === 'Customer.addresses.phone') return row['role'] === 'customer' && Boolean(billingOf(row)['phone']);
  return true;
}

function shownOptions(row: Row): string[] {
  const all = (row['attributes'] ?? []) as { variation: boolean; options: string[] }[];
  return all.find(({ variation }) => !variation)?.options ?? [];
}

const costOf = (row: Row): Record<string, unknown> => row['settings'] as Record<string, unknown>;
const billingOf = (row: Row): Record<string, unknown> => row['billing'] as Record<string, unknown>;
