/** Promise: two shops are one catalogue. The primary answers, the other one is asked by name, an entity has one id. */
import type { JsonObject } from '#sdk';
import { change, fill, openMemoryHub, type MemoryHub } from './memory-hub.ts';

interface Variant {
  id: string;
  listPrice: { amount: string };
  origins: { brick: string; externalId: string }[];
}

let story: MemoryHub;
beforeAll(async () => {
  // The primary is neither the first one configured nor the first one read.
  story = await openMemoryHub(['shop-uk', 'shop-fr', 'warehouse'], { shop: { primary: 'shop-fr' } });
  const { 'shop-uk': uk, 'shop-fr': fr } = story.businesses;
  if (!uk || !fr) throw new Error('no such shop');
  for (const shop of [uk, fr]) fill(shop, 'shop');
  change(uk, 'shop', { type: 'Variant', id: 'MUG-01' }, { listPrice: { amount: '7.00', currency: 'GBP' } });
  change(uk, 'shop', { type: 'Variant', id: 'TENT-2P' }, { sku: 'ONLY-UK' });
  await story.sync('shop-uk', 'shop-fr');
});
afterAll(() => story.close());

async function variant(named: string): Promise<Variant | null> {
  const fields = 'id listPrice { amount } origins { brick externalId }';
  return (await story.ask(`{ variant(${named}) { ${fields} } }`))['variant'] as Variant | null;
}

it('a variant is what the primary says of it, unless the other shop is asked', async () => {
  const [primary, other] = [await variant('sku: "MUG-01"'), await variant('sku: "MUG-01", brick: "shop-uk"')];
  expect(primary?.listPrice.amount).toBe('8.25');
  expect(other?.listPrice.amount).toMatch(/^7(\.00)?$/);
  expect(other?.id).toBe(primary?.id);
});

it('a variant of both shops lists both', async () => {
  const both = ['shop-fr', 'shop-uk'].map((brick) => ({ brick, externalId: 'MUG-01' }));
  for (const named of ['sku: "MUG-01"', 'sku: "MUG-01", brick: "shop-uk"']) {
    const found = await variant(named);
    expect(found?.origins.toSorted((a, b) => a.brick.localeCompare(b.brick))).toEqual(both);
  }
});

it('its product is one, too', async () => {
  const query = (more: string): string => `{ variant(sku: "MUG-01"${more}) { product { id } } }`;
  expect(await story.ask(query(''))).toEqual(await story.ask(query(', brick: "shop-uk"')));
});

it('what only the other shop has is found there, and is nothing of the primary', async () => {
  expect(await variant('sku: "ONLY-UK"')).toBeNull();
  const only = await variant('sku: "ONLY-UK", brick: "shop-uk"');
  expect(only?.origins).toEqual([{ brick: 'shop-uk', externalId: 'TENT-2P' }]);
  expect(only?.id).not.toBe((await variant('sku: "TENT-2P"'))?.id);
});

describe('orders', () => {
  /** Order 496 is another one in each shop; 500 is only in the French one. */
  const ofShops = { 'shop-fr': ['496', '500'], 'shop-uk': ['496'] };

  async function orderIds(type: string, brick: string): Promise<Record<string, string>> {
    const { rows } = await story.hub.mirror.reader.facets.page({ type, brick, first: 50 });
    return Object.fromEntries(rows.map(({ row }) => [row.externalId, row.id]));
  }

  async function conflicts(): Promise<object[]> {
    const fields = 'nodes { brick externalId reason value }';
    const { bindingConflicts } = await story.ask(`{ bindingConflicts(type: "Order") { ${fields} } }`);
    return (bindingConflicts as { nodes: object[] }).nodes;
  }

  function warehouse(id: string, facet: JsonObject): void {
    const business = story.businesses['warehouse'];
    if (!business) throw new Error('no such warehouse');
    const order = { reference: null, status: 'OPEN', statusLabel: 'open', placedAt: null, location: null, batch: null };
    business.put({ role: 'fulfilment', type: 'FulfilmentOrder', id, facet: { ...order, lines: [], ...facet } });
  }

  beforeAll(async () => {
    for (const [brick, numbers] of Object.entries(ofShops)) {
      const shop = story.businesses[brick];
      const known = shop?.things('shop').find(({ type }) => type === 'Order');
      if (!shop || !known) throw new Error('no such shop');
      // The same random letters, too: as unlikely as it is.
      for (const number of numbers)
        shop.put({ ...known, id: number, facet: { ...known.facet, number, reference: `XKBKNABJ${number}` } });
    }
    warehouse('w-fr', { number: '496', shop: 'shop-fr' });
    warehouse('w-uk', { number: '496', shop: 'shop-uk' });
    warehouse('unsaid', { number: '500' });
    await story.sync('warehouse', 'shop-uk', 'shop-fr');
  });

  it('of two shops are never one, whatever number or reference they share', async () => {
    const [fr, uk] = [await orderIds('Order', 'shop-fr'), await orderIds('Order', 'shop-uk')];
    expect(fr['496']).toBeDefined();
    expect(uk['496']).toBeDefined();
    expect(Object.values(fr).filter((id) => Object.values(uk).includes(id))).toEqual([]);
  });

  it('of a warehouse that knows numbers only are those of the shop that it names', async () => {
    const [fr, uk] = [await orderIds('Order', 'shop-fr'), await orderIds('Order', 'shop-uk')];
    expect(await orderIds('FulfilmentOrder', 'warehouse')).toMatchObject({ 'w-fr': fr['496'], 'w-uk': uk['496'] });
  });

  it('of a warehouse that names no shop are left to a person, even where one shop only has the number', async () => {
    const fr = await orderIds('Order', 'shop-fr');
    const unsaid = (await orderIds('FulfilmentOrder', 'warehouse'))['unsaid'];
    expect(unsaid).toBeDefined();
    expect(unsaid).not.toBe(fr['500']);
    expect(await conflicts()).toEqual([
      { brick: 'warehouse', externalId: 'unsaid', reason: 'AMBIGUOUS', value: '500' },
    ]);
  });

  it('move when the warehouse is told to serve the other shop', async () => {
    warehouse('w-uk', { number: '500', shop: 'shop-uk' });
    warehouse('unsaid', { number: '500', shop: 'shop-fr' });
    await story.sync('warehouse');
    expect((await orderIds('FulfilmentOrder', 'warehouse'))['unsaid']).toBe(
      (await orderIds('Order', 'shop-fr'))['500'],
    );
    expect(await conflicts()).toEqual([]);
    warehouse('w-fr', { number: '496', shop: 'shop-uk' });
    await story.sync('warehouse');
    expect((await orderIds('FulfilmentOrder', 'warehouse'))['w-fr']).toBe((await orderIds('Order', 'shop-uk'))['496']);
  });
});

it('what was recognised stays so when all is projected again', async () => {
  const { facets } = story.hub.mirror.reader;
  const ids = async (): Promise<object[]> => {
    const found: object[] = [];
    for (const type of ['Variant', 'Product', 'Customer', 'Order', 'FulfilmentOrder']) {
      for (const brick of ['shop-uk', 'shop-fr', 'warehouse']) {
        const { rows } = await facets.page({ type, brick, first: 50 });
        found.push({ type, brick, ids: rows.map(({ row: { externalId, id } }) => `${externalId} ${id}`).sort() });
      }
    }
    return found;
  };
  const before = await ids();
  for (const brick of [null, 'shop-fr', 'shop-uk']) {
    await story.hub.operations.reproject(brick, () => undefined);
    expect(await ids()).toEqual(before);
    await story.settle();
    expect(await ids()).toEqual(before);
  }
});

it('what one shop says while the other is projected again is recognised when that has ended', async () => {
  const { writer } = story.hub.mirror;
  const { 'shop-fr': fr } = story.businesses;
  if (!fr) throw new Error('no such shop');
  const drop = writer.reproject.bind(writer);
  writer.reproject = async (brick) => {
    await drop(brick);
    change(fr, 'shop', { type: 'Variant', id: 'TENT-2P' }, { sku: 'ONLY-UK' });
    await story.sync('shop-fr');
  };
  try {
    await story.hub.operations.reproject('shop-uk', () => undefined);
  } finally {
    writer.reproject = drop;
  }
  const [uk, here] = [await variant('sku: "ONLY-UK", brick: "shop-uk"'), await variant('sku: "ONLY-UK"')];
  expect(here?.id).toBeDefined();
  expect(here?.id).toBe(uk?.id);
});
