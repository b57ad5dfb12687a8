import { isCoded } from '#sdk';
import { createBrickHttp } from '../../src/sdk/http-client.ts';
import { startDemoSandbox, type DemoSandbox } from './sandbox/index.ts';
import { openTestBrick, streamOf, TestMirror, type TestBrick } from './test-brick.ts';

const HOUR = 3_600_000;
const NOW = new Date('2026-11-23T12:00:00Z');

let warehouse: DemoSandbox;
let settings: { url: string; username: string; password: string };
let brick: TestBrick;
let mirror: TestMirror;

beforeEach(async () => {
  warehouse = await startDemoSandbox({ seed: 7, bornAt: new Date('2026-11-20T08:00:00Z'), peers: {} });
  settings = warehouse.settings as typeof settings;
  brick = openTestBrick(createBrickHttp, { settings }, { tailRows: 4 });
  mirror = new TestMirror();
});
afterEach(() => warehouse.close());

const run = (kind: string, now = NOW): Promise<string[]> => mirror.run(streamOf(brick, kind), now);

async function sync(): Promise<Record<string, string[]>> {
  const changed: Record<string, string[]> = {};
  for (const { kind } of brick.streams) {
    const ids = await run(kind);
    if (ids.length > 0) changed[kind] = ids;
  }
  return changed;
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'none';
  } catch (error) {
    if (isCoded(error)) return error.code;
    throw error;
  }
}

function addShipments(from: number, count: number): void {
  const [sample] = warehouse.state.shipments;
  const base = sample ?? {
    order_reference: '1',
    packer: 'Lina',
    created_at: '2026-11-21T09:00:00+01:00',
    method_code: 'colissimo',
    method_description: 'Colissimo',
    trackings: [],
    items: [],
  };
  for (let id = from; id < from + count; id += 1) warehouse.state.shipments.push({ ...base, id });
}

describe('a warehouse is mirrored', () => {
  it('with the shop that it was told to serve; a hub that says nothing sees no change', async () => {
    await run('conventions');
    expect(mirror.records('conventions')).toEqual([
      { id: 'brick', body: { timezone: 'Europe/Paris', currency: 'EUR' } },
    ]);
    brick = openTestBrick(createBrickHttp, { settings }, { shop: 'shop-uk' });
    expect(await run('conventions')).toEqual(['brick']);
    expect(mirror.records('conventions')).toMatchObject([{ body: { shop: 'shop-uk' } }]);
  });

  it('whole by the first read; a second at once finds nothing changed', async () => {
    await warehouse.step();
    await sync();
    const { state } = warehouse;
    expect(mirror.ids('products')).toEqual(state.products.map(({ sku }) => sku));
    expect(mirror.records('stocks')).toHaveLength(state.products.length);
    const byId = mirror.records('orders').sort((one, other) => Number(one.id) - Number(other.id));
    expect(byId.map(({ body }) => body)).toEqual(state.orders);
    expect(mirror.records('shipments').map(({ body }) => body)).toEqual(state.shipments);
    expect(mirror.records('receptions').map(({ body }) => body)).toEqual(state.receptions);
    expect(mirror.records('locations')).toHaveLength(36);
    expect(await sync()).toEqual({});
  });

  it('and every kind that mappers read is a stream', async () => {
    const kinds = new Set(brick.streams.map(({ kind }) => kind));
    const { aggregates } = (await import('./index.ts')).default;
    for (const { root, reads } of aggregates)
      for (const kind of [root, ...reads.map((one) => one.kind)]) expect(kinds).toContain(kind);
  });

  it('with the same business for the same seed and birth', async () => {
    const twin = await startDemoSandbox({ seed: 7, bornAt: new Date('2026-11-20T08:00:00Z'), peers: {} });
    try {
      await Promise.all([warehouse.step(), twin.step()]);
      expect(twin.state).toEqual(warehouse.state);
    } finally {
      await twin.close();
    }
  });
});

describe('the token', () => {
  it('is renewed once for all who were refused, and shown nowhere', async () => {
    await run('products');
    warehouse.faults.expireTokens();
    warehouse.log.length = 0;
    await run('stocks');
    expect(warehouse.log.filter((line) => line === 'POST /api/auth/token')).toHaveLength(1);
    expect(mirror.records('stocks')).toHaveLength(warehouse.state.products.length);
    expect(brick.logged()).not.toMatch(/sandbox-token|sandbox-password/);
  });

  it('is not begged for with a wrong password', async () => {
    const locked = openTestBrick(createBrickHttp, { settings: { ...settings, password: 'wrong-password' } });
    expect(await codeOf(mirror.run(streamOf(locked, 'products')))).toBe('BRICK_LOGIN_REFUSED');
    expect(warehouse.log).toEqual(['POST /api/auth/token']);
    expect(await locked.check()).toMatchObject([{ subject: 'suppliers', state: 'error' }]);
  });
});

describe('what the brick answers is not believed blindly', () => {
  it.each([
    [
      'a list that is shorter than its total',
      () => warehouse.faults.shortLists.set('catalog-product/products', 15),
      'BRICK_LIST_SHORT',
    ],
    [
      'a list that is empty but has a total',
      () => warehouse.faults.shortLists.set('catalog-product/products', 0),
      'BRICK_LIST_SHORT',
    ],
    ['a list that is empty', () => warehouse.state.products.splice(0), 'BRICK_LIST_EMPTY'],
    [
      'the same page for ever',
      () => warehouse.faults.stuckLists.add('catalog-product/products'),
      'BRICK_PAGING_IGNORED',
    ],
    ['a web page', () => warehouse.faults.pages.add('catalog-product/products'), 'BRICK_ANSWER_BROKEN'],
  ])('%s buries nothing', async (_what, lie, code) => {
    await run('products');
    const before = mirror.ids('products');
    lie();
    expect(await codeOf(run('products'))).toBe(code);
    expect(mirror.ids('products')).toEqual(before);
  });

  it('"Too Many Attempts" is waited out', async () => {
    warehouse.faults.tooMany = 2;
    expect(await run('suppliers')).toEqual(['1', '2', '3']);
    warehouse.faults.tooMany = 9;
    expect(await codeOf(run('suppliers'))).toBe('BRICK_BUSY');
  });

  it('rows that slip past while others are deleted are found by reading anew', async () => {
    let struck = false;
    warehouse.faults.onList = (path, offset) => {
      if (struck || path !== 'catalog-product/products' || offset === 0) return;
      struck = true;
      warehouse.state.products.shift();
    };
    await run('products');
    expect(new Set(mirror.ids('products'))).toEqual(
      new Set(['ART-001', ...warehouse.state.products.map(({ sku }) => sku)]),
    );
  });
});

describe('stock', () => {
  it('of an unknown SKU is absent, that of the others stays', async () => {
    await run('products');
    await run('stocks');
    delete warehouse.state.stocks['ART-005'];
    await run('stocks');
    expect(mirror.ids('stocks')).not.toContain('ART-005');
    expect(mirror.records('stocks')).toHaveLength(35);
  });

  it('of one SKU that fails hides no other, and buries none', async () => {
    await run('products');
    await run('stocks');
    warehouse.faults.brokenSkus.add('ART-005');
    delete warehouse.state.stocks['ART-006'];
    const [level] = warehouse.state.stocks['ART-036'] ?? [];
    level!.wi_available_quantity = 999;
    expect(await codeOf(run('stocks'))).toBe('BRICK_STOCK_INCOMPLETE');
    expect(mirror.records('stocks')).toHaveLength(36);
    expect(mirror.records('stocks').find(({ id }) => id === 'ART-036')?.body['levels']).toMatchObject([
      { wi_available_quantity: 999 },
      {},
    ]);
    // The pass after that begins anew instead of doing nothing.
    warehouse.faults.clear();
    level!.wi_available_quantity = 1;
    expect(await run('stocks')).toEqual(['ART-036']);
  });

  it('is not asked for of deleted products', async () => {
    warehouse.state.products[4]!.sku = 'ART-005_deleted';
    await run('products');
    await run('stocks');
    expect(warehouse.log.filter((line) => line.includes('ART-005'))).toEqual([]);
  });
});

describe('orders', () => {
  it('that leave the open statuses are looked for from the end', async () => {
    await run('orders');
    const order = warehouse.state.orders.find(({ status }) => status === 'processing');
    order!.status = 'complete';
    warehouse.log.length = 0;
    expect(await run('orders', new Date(NOW.getTime() + HOUR))).toEqual([String(order!.id)]);
    warehouse.log.length = 0;
    expect(await run('orders', new Date(NOW.getTime() + 2 * HOUR))).toEqual([]);
    expect(warehouse.log.every((line) => line.includes('filters[status]'))).toBe(true);
  });

  it('that are closed are compared within the bound', async () => {
    await run('orders');
    const closed = warehouse.state.orders[0]!;
    closed.status = 'complete';
    await run('orders', new Date(NOW.getTime() + HOUR));
    closed.shipping_address.lastname = 'Durand';
    expect(await run('orders', new Date(NOW.getTime() + 2 * HOUR))).toEqual([]);
    expect(await run('orders', new Date(NOW.getTime() + 25 * HOUR))).toEqual([String(closed.id)]);
  });
});

describe('the tail of shipments', () => {
  const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

  beforeEach(async () => {
    addShipments(6000, 30);
    await run('shipments');
  });

  it('finds new ones and reads no more than the end', async () => {
    addShipments(6030, 3);
    warehouse.log.length = 0;
    expect(await run('shipments', later(5))).toEqual(['6030', '6031', '6032']);
    expect(warehouse.log).toEqual(['GET /api/v2/sales/shipments?offset=26&limit=10']);
  });

  it.each([3, 4, 5, 12, 29])('misses none when %i earlier ones were deleted meanwhile', async (deleted) => {
    warehouse.state.shipments.splice(0, deleted);
    addShipments(6030, 9);
    await run('shipments', later(5));
    for (let id = 6030; id < 6039; id += 1) expect(mirror.ids('shipments')).toContain(String(id));
  });

  it('does not believe a server that forgot its offset', async () => {
    warehouse.faults.stuckLists.add('v2/sales/shipments');
    expect(await codeOf(run('shipments', later(5)))).toBe('BRICK_PAGING_IGNORED');
  });

  it('lists its ids for deletions, and not when the list is short', async () => {
    const stream = streamOf(brick, 'shipments');
    const context = { checkpoint: null, full: false, now: NOW, mirror, signal: new AbortController().signal };
    const ids = async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const page of stream.ids!(context)) found.push(...page);
      return found;
    };
    expect(await ids()).toHaveLength(30);
    warehouse.state.shipments.shift();
    expect(await ids()).not.toContain('6000');
    warehouse.faults.shortLists.set('v2/sales/shipments', 12);
    expect(await codeOf(ids())).toBe('BRICK_LIST_SHORT');
  });
});
