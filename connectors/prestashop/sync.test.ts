import type { OpenBrick, Stream } from '#sdk';
import connector from './index.ts';
import { generateShop } from './sandbox/demo/index.ts';
import { startPrestashopSandbox } from './sandbox/index.ts';
import type { PrestashopSandbox } from './sandbox/index.ts';
import { TestMirror, testTools } from './test-brick.ts';
import type { TestTools } from './test-brick.ts';

const START = new Date('2026-11-01T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a shop is mirrored', () => {
  let now: Date;
  let shop: PrestashopSandbox;
  let tools: TestTools;
  let brick: OpenBrick;
  let mirror: TestMirror;

  beforeEach(async () => {
    now = START;
    const state = generateShop({ products: 60, customers: 30, orders: 90, now: START });
    shop = await startPrestashopSandbox({ state, now: () => now });
    tools = testTools(now);
    mirror = new TestMirror();
    const settings = connector.settings.parse({ url: shop.url, key: shop.key, pageSize: 20 });
    brick = connector.open(settings, tools);
  });

  afterEach(() => shop.close());

  function stream(kind: string): Stream {
    const found = brick.streams.find((candidate) => candidate.kind === kind);
    if (!found) throw new Error(`no stream ${kind}`);
    return found;
  }

  async function sync(streams: readonly Stream[] = brick.streams): Promise<Record<string, string[]>> {
    const changed: Record<string, string[]> = {};
    for (const one of streams) {
      const ids = await mirror.run(one, now);
      const gone = await mirror.prune(one, now);
      if (ids.length + gone.length > 0) changed[one.kind] = [...ids, ...gone.map((id) => `-${id}`)];
    }
    return changed;
  }

  /** Runs every half hour until `kind` changes; how many milliseconds that took. */
  async function timeUntilFound(kind: string): Promise<{ after: number; changed: string[] }> {
    const from = now.getTime();
    for (let run = 0; run < 100; run += 1) {
      const changed = await mirror.run(stream(kind), now);
      if (changed.length > 0) return { after: now.getTime() - from, changed };
      now = new Date(now.getTime() + 30 * MINUTE);
    }
    throw new Error(`nothing of ${kind} was found`);
  }

  it('whole by the first read, and nothing has changed by a second at once', async () => {
    const first = await sync();
    for (const [kind, records] of Object.entries(shop.state.resources)) {
      if (!(kind in first)) continue;
      expect([kind, first[kind]?.length]).toEqual([kind, records.length]);
    }
    expect(Object.keys(first)).toEqual(expect.arrayContaining(['products', 'combinations', 'orders', 'images']));
    expect(tools.warnings).toEqual([]);
    expect(await sync()).toEqual({});
  });

  it('after a check that finds every right', async () => {
    const findings = await brick.check();
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(findings.length).toBeGreaterThan(50);
  });

  it('with every product exactly as the webservice lists it', async () => {
    await sync([stream('products')]);
    const headers = { Authorization: `Basic ${Buffer.from(`${shop.key}:`).toString('base64')}` };
    const answer = await fetch(`${shop.url}/api/products?display=full&sort=[id_ASC]&output_format=JSON`, { headers });
    const { products } = (await answer.json()) as { products: unknown[] };
    expect(mirror.records('products').map(({ body }) => JSON.stringify(body))).toEqual(
      products.map((one) => JSON.stringify(one)),
    );
  });

  it('with a page asked for only once, and one empty answer at the end', async () => {
    await mirror.run(stream('products'), now);
    expect(tools.asked.map((path) => /filter\[id\]=>\[(\d+)\]/.exec(path)?.[1] ?? '0')).toEqual([
      '0',
      '20',
      '40',
      '60',
    ]);
  });

  it.each(['products', 'order_details', 'combinations'])(
    'going on after a kill where %s was stored last',
    async (kind) => {
      await mirror.run(stream(kind), now, { dieAfter: 1 });
      const stored = mirror.records(kind).length;
      tools.asked.length = 0;
      await mirror.run(stream(kind), now);
      expect(tools.asked[0]).toContain(`filter[id]=>[${mirror.records(kind)[stored - 1]?.id}]`);
      expect(mirror.records(kind)).toHaveLength(shop.state.resources[kind]?.length ?? -1);
    },
  );

  it('finding an edit at once that moves the date', async () => {
    await sync();
    now = new Date(now.getTime() + HOUR);
    shop.touch('products', 7, { price: '99.000000' });
    expect(await mirror.run(stream('products'), now)).toEqual(['7']);
  });

  it.each([
    ['products', { price: '99.000000' }],
    ['customers', { firstname: 'Zoé' }],
    ['order_details', { product_quantity_refunded: 1 }],
    ['order_carriers', { tracking_number: 'XX123' }],
  ])('finding a direct SQL edit of %s, which moves no date, within the bound', async (kind, change) => {
    await sync();
    now = new Date(now.getTime() + 30 * MINUTE);
    const first = shop.state.resources[kind]?.[0]?.id ?? 0;
    await mirror.run(stream(kind), now);
    shop.edit(kind, first, change);
    const { after, changed } = await timeUntilFound(kind);
    expect(changed).toEqual([String(first)]);
    expect(after).toBeLessThanOrEqual(6 * HOUR);
  });

  it('comparing only a share of the whole in each run', async () => {
    await sync();
    now = new Date(now.getTime() + HOUR);
    tools.asked.length = 0;
    await mirror.run(stream('products'), now);
    const compared = tools.asked.filter((path) => !path.includes('date_upd'));
    expect(compared).toHaveLength(1);
  });

  it('finding at once what changed with an old order', async () => {
    for (let id = 1000; id < 1400; id += 1) shop.insert('order_carriers', carrierRow(id));
    await sync();
    now = new Date(now.getTime() + HOUR);
    // Neither among the last rows nor in the next slice of the comparison.
    shop.edit('order_carriers', 1150, { tracking_number: '6A123' });
    shop.touch('orders', 90);
    expect(await mirror.run(stream('order_carriers'), now)).toEqual(['1150']);
  });

  it('not blinded by a record dated 2099', async () => {
    shop.edit('products', 3, { date_upd: '2099-01-01 00:00:00' });
    await sync([stream('products')]);
    now = new Date(now.getTime() + HOUR);
    shop.touch('products', 50, { price: '1.000000' });
    tools.asked.length = 0;
    expect(await mirror.run(stream('products'), now)).toEqual(['50']);
    expect(tools.asked[0]).toContain('filter[date_upd]=>[2026-');
  });

  it('looking behind the last date only until nothing can still arrive there', async () => {
    const products = stream('products');
    await mirror.run(products, now);
    const newest =
      mirror
        .records('products')
        .map(({ body }) => String(body['date_upd'] as string))
        .sort()
        .at(-1) ?? '';
    for (let run = 0; run < 3; run += 1) {
      now = new Date(now.getTime() + 15 * MINUTE);
      tools.asked.length = 0;
      await mirror.run(products, now);
    }
    expect(tools.asked[0]).toContain(`filter[date_upd]=>[${newest}]`);
  });

  it('missing what was deleted, by the complete list of ids', async () => {
    await sync();
    shop.remove('products', 12);
    expect(await mirror.prune(stream('products'), now)).toEqual(['12']);
  });

  it('by ids, leaving out those that do not exist', async () => {
    const products = stream('products');
    const records = await products.byIds?.(['5', '3', '9999'], mirror.context(products, now));
    expect(records?.map(({ id }) => id)).toEqual(['3', '5']);
  });

  it('with images as blobs, asked for once', async () => {
    await sync();
    const images = mirror.records('images');
    expect(images.length).toBeGreaterThan(60);
    for (const { body } of images) expect(tools.stored.has(String(body['sha256'] as string))).toBe(true);
    now = new Date(now.getTime() + 30 * MINUTE);
    tools.asked.length = 0;
    expect(await mirror.run(stream('images'), now)).toEqual([]);
    expect(tools.asked.filter((path) => path.startsWith('api/images/products')).length).toBeLessThan(5);
  });

  it('with an image gone that was taken from its product', async () => {
    await sync([stream('products'), stream('images')]);
    const [first] = mirror.records('images');
    const { id } = first ?? { id: '' };
    const product = mirror.records('products').find((one) => id.startsWith(`products/${one.id}/`));
    Object.assign(product?.body ?? {}, { associations: {} });
    expect(await mirror.prune(stream('images'), now)).toContain(id);
  });

  it.each([
    ['fails', { kind: 'status', status: 500 }],
    ['is cut off', { kind: 'status', status: 200, body: '<?xml version="1.0"?><prestashop><images><image id="3"' }],
  ] as const)('with all that is mirrored kept where a list of pictures %s', async (_what, effect) => {
    await sync();
    const categories = mirror.records('images').filter(({ id }) => id.startsWith('categories/'));
    expect(categories.length).toBeGreaterThan(0);
    shop.faults.add({ match: { path: '/images/(categories|stores)' }, effect });
    expect(await mirror.prune(stream('images'), now)).toEqual([]);
    expect(await mirror.run(stream('images'), now)).toEqual([]);
  });
});

function carrierRow(id: number): { id: number } & Record<string, unknown> {
  const fields = { id_order: 90, id_carrier: 2, id_order_invoice: 0, weight: '1.000000', tracking_number: '' };
  return {
    id,
    ...fields,
    shipping_cost_tax_excl: '0.000000',
    shipping_cost_tax_incl: '0.000000',
    date_add: '2026-10-30 10:00:00',
  };
}
