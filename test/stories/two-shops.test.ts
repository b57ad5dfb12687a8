/** Promise: two shops are one catalogue. The primary answers, the other one is asked by name, an entity has one id. */
import { change, fill, openMemoryHub, type MemoryHub } from './memory-hub.ts';

interface Variant {
  id: string;
  listPrice: { amount: string };
  origins: { brick: string; externalId: string }[];
}

let story: MemoryHub;
beforeAll(async () => {
  // The primary is neither the first one configured nor the first one read.
  story = await openMemoryHub(['shop-uk', 'shop-fr'], { shop: { primary: 'shop-fr' } });
  for (const business of Object.values(story.businesses)) fill(business, 'shop');
  const uk = story.businesses['shop-uk'];
  if (!uk) throw new Error('no such shop');
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
