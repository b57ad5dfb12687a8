import { request as httpRequest } from 'node:http';
import type { JsonObject, JsonValue } from '#sdk';
import {
  putCustomers,
  putOrders,
  putProducts,
  putVariations,
  recordedBody,
  recordedShop,
  recording,
  type Recording,
} from './recorded-shop.ts';
import { startWooServer, type WooSandbox } from './server.ts';
import type { Store } from './store.ts';

const HOST = '127.0.0.1:8083';
const RECORDED_AT = 1_795_410_167;
const KEYS = [
  { key: 'CONSUMER_KEY', secret: 'CONSUMER_SECRET', permissions: 'read_write' },
  { key: 'READONLY_KEY', secret: 'READONLY_SECRET', permissions: 'read' },
] as const;

const PAGE1 = 'products.list.page1';
const page1 = (store: Store): void => putProducts(store, recordedBody(PAGE1));
const scarf = (store: Store): void => putProducts(store, recordedBody('products.create.201.variable'));
const bookmark = (store: Store): void => {
  page1(store);
  const { create } = recordedBody('products.batch.200.with-errors') as { create: JsonValue[] };
  putProducts(store, create[0] ?? null);
};
const people = (store: Store): void => putCustomers(store, recordedBody('customers.list'));
const shirt = (store: Store): void => {
  const all = recordedBody('products.list.modified_after') as JsonObject[];
  putProducts(store, all);
  const base = recordedBody('variations.list') as JsonObject[];
  const sizes = ['S', 'M', 'L'].map((size, at) => ({
    ...{
      ...base[0],
      id: 19 + at,
      parent_id: 18,
      sku: `TEX-001-${at + 1}`,
      regular_price: '25.00',
      stock_quantity: 8,
      stock_status: 'instock',
    },
    global_unique_id: at === 1 ? '3769990000113' : `37699900001${at}9`,
    attributes: [{ id: 0, name: 'Taille', slug: 'taille', option: size }],
  }));
  putVariations(store, sizes);
};

/** Name of the recording, and the shop as it was before. */
const REPLAYED: readonly (readonly [name: string, before: (store: Store) => void])[] = [
  ['error.400.duplicate-gtin', page1],
  ['error.400.duplicate-sku', page1],
  ['error.400.validation-body', page1],
  ['error.401.bad-key', page1],
  ['error.401.basic-over-plain-http', page1],
  ['error.401.no-auth', page1],
  ['error.401.read-only-key', page1],
  ['error.404.product', page1],
  ['error.410.already-trashed', (store) => putProducts(store, recordedBody('products.list.status-trash'))],
  ['error.501.customer-delete-needs-force', people],
  ['products.list.page1', (store) => fill(store, 12)],
  ['products.list.empty', page1],
  ['products.list.modified_after', shirt],
  ['products.list.status-trash', (store) => putProducts(store, recordedBody('products.list.status-trash'))],
  ['products.list.200.oauth1-plain-http', (store) => fill(store, 12)],
  ['products.one', page1],
  ['products.create.201.simple', (store) => void store.put('media', { id: 9 })],
  ['products.create.201.variable', (store) => void store.put('media', { id: 21 })],
  ['products.update.200.partial-price', page1],
  ['products.update.200.stock', page1],
  ['products.batch.200.with-errors', (store) => (page1(store), void store.put('media', { id: 37 }))],
  ['products.delete.200.trash', bookmark],
  ['products.delete.200.force', (store) => putProducts(store, recordedBody('products.list.status-trash'))],
  ['variations.create.201', (store) => (scarf(store), void store.put('media', { id: 23 }))],
  ['variations.list', (store) => (scarf(store), putVariations(store, recordedBody('variations.list')))],
  ['customers.list', (store) => (people(store), putOrders(store, recordedBody('orders.list.modified_after')))],
  [
    'customers.create.201.business-vat-in-meta',
    (store) => void store.put('customers', { id: 3, email: 'x@client.example' }),
  ],
  [
    'orders.create.201.paid',
    (store) => (page1(store), shirt(store), people(store), void store.put('media', { id: 33 })),
  ],
  ['orders.create.201.forced-number-and-date-ignored', (store) => (page1(store), void store.put('media', { id: 36 }))],
  [
    'orders.list.modified_after',
    (store) => putOrders(store, [...(recordedBody('orders.list.modified_after') as JsonObject[]), order37()]),
  ],
  [
    'orders.update.200.completed-with-tracking-meta',
    (store) => putOrders(store, recordedBody('orders.list.modified_after')),
  ],
  [
    'refunds.create.201',
    (store) => (putOrders(store, recordedBody('orders.list.modified_after')), void store.put('media', { id: 40 })),
  ],
];

/** Twelve products, of which five or one are asked for. */
function fill(store: Store, count: number): void {
  page1(store);
  const [first] = recordedBody(PAGE1) as JsonObject[];
  for (let id = 15; id < 21; id += 1) putProducts(store, { ...first, id, sku: `FILL-${id}`, categories: [] });
  putProducts(store, {
    ...first,
    id: 30,
    sku: 'PAP-003',
    categories: [{ id: 19 }],
    date_created_gmt: '2026-11-23T05:00:59',
    date_modified_gmt: '2026-11-23T05:01:03',
  });
  expect(store.rows('products')).toHaveLength(count);
}

function order37(): JsonObject {
  return recordedBody('orders.create.201.forced-number-and-date-ignored') as JsonObject;
}

let running: WooSandbox | null = null;
afterEach(async () => {
  await running?.close();
  running = null;
});

describe('what a real shop answered is what the stand-in answers', () => {
  test.each(REPLAYED)('%s', async (name, before) => {
    const store = recordedShop();
    before(store);
    running = await startWooServer({ store, keys: KEYS, users: [], seconds: () => RECORDED_AT });
    store.home = `http://${HOST}/`;
    const { request, response } = recording(name);
    const answer = await asked(running, request);
    expect({ status: answer.status, body: comparable(JSON.parse(answer.body) as JsonValue) }).toEqual({
      status: response.status,
      body: comparable(JSON.parse(response.body) as JsonValue),
    });
    for (const header of ['X-WP-Total', 'X-WP-TotalPages', 'Location']) {
      expect([header, answer.headers[header.toLowerCase()]]).toEqual([header, response.headers[header]]);
    }
  });
});

test('a page of more than a hundred rows is refused', async () => {
  running = await startWooServer({ store: recordedShop(), keys: KEYS, users: [] });
  const { request } = recording('products.list.empty');
  const answer = await asked(running, { ...request, path: '/wp-json/wc/v3/products?per_page=101' });
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body)).toMatchObject({ code: 'rest_invalid_param' });
});

test('more than a hundred things at once are refused', async () => {
  running = await startWooServer({ store: recordedShop(), keys: KEYS, users: [] });
  const { request } = recording('products.batch.200.with-errors');
  const create = Array.from({ length: 101 }, (_, at) => ({ name: `Article ${at}` }));
  const answer = await asked(running, { ...request, body: JSON.stringify({ create }) });
  expect(answer.status).toBe(413);
});

interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** As it was recorded, with the keys for which its words stand. */
function asked(sandbox: WooSandbox, request: Recording['request']): Promise<RawAnswer> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      value.replace(/base64\((.+)\)/, (_, text: string) => Buffer.from(text).toString('base64')),
    ]),
  );
  return new Promise((resolve, reject) => {
    const options = { method: request.method, headers: { ...headers, Connection: 'close' } };
    const sending = httpRequest(new URL(request.path, sandbox.url), options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers as Record<string, string>,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    sending.on('error', reject);
    sending.end(request.body);
  });
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
/** Drawn by lot, or a count of the database's own. */
const BY_CHANCE = new Set(['order_key', 'payment_url', 'related_ids', '_wp_trash_meta_time', 'unique_sku']);

/** Dates are compared as such, numbers of metas and lines not at all: other tables of that shop had drawn from them. */
function comparable(value: JsonValue, field = ''): JsonValue {
  if (Array.isArray(value)) return value.map((one) => comparable(one, field));
  if (typeof value === 'string') return DATE.test(value) ? 'a date' : value;
  if (value === null || typeof value !== 'object') return value;
  const isCounted =
    field === 'meta_data' || field === 'tax_lines' || field.endsWith('_lines') || field === 'line_items';
  const isTime = value['key'] === '_wp_trash_meta_time';
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !BY_CHANCE.has(name) && !(isCounted && name === 'id') && !(isTime && name === 'value'))
      .map(([name, one]) => [name, comparable(one, name)]),
  );
}
