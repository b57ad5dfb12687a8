import { sourcesOf } from '../../src/serve/alerts.ts';
import type { Config } from '../../src/config.ts';
import { change, fill, openMemoryHub, type MemoryHub } from '../stories/memory-hub.ts';

let memory: MemoryHub;
beforeAll(async () => {
  memory = await openMemoryHub(
    ['shop', 'depot', 'till'],
    { shop: { primary: 'shop' }, fulfilment: { primary: 'depot' } },
    {
      flows: [
        { flow: 'stock-to-shop', from: 'depot', to: 'shop', mode: 'on' },
        { flow: 'items-to-till', from: 'shop', to: 'till', mode: 'on' },
      ],
      stock: { owner: 'depot', oversell: 'refuse' },
    },
  );
  const { shop, depot } = memory.businesses;
  if (!shop || !depot) throw new Error('no business');
  fill(shop, 'shop');
  fill(depot, 'fulfilment');
  await memory.sync('shop', 'depot', 'till', 'shop');
  await memory.settle();
});
afterAll(() => memory.close());

const sources = () => {
  const roles = { shop: { primary: 'shop' }, fulfilment: { primary: 'depot' } };
  const config = { roles, data: '/', source: 'file' } as unknown as Config;
  return sourcesOf({ config, hub: memory.hub }, () => new Date('2026-11-01T09:00:00Z'));
};

it('sees the bricks of a real hub, its disk, and nothing that waits', async () => {
  expect(sources().bricks()).toEqual(
    ['shop', 'depot', 'till'].map(
      (name) => expect.objectContaining({ name, failure: null, lastGoodAt: expect.any(String) as string }) as object,
    ),
  );
  expect((await sources().disk()).sizeBytes).toBeGreaterThan(0);
  expect(await sources().holds()).toEqual([]);
  expect(await sources().deadLetters()).toEqual([]);
  expect(await sources().backups?.()).toBeNull();
});

it('counts the variants of which the shop shows another stock, as stockDiscrepancies lists them', async () => {
  const answer = (await memory.ask('{ stockDiscrepancies(first: 100) { totalCount } }')) as {
    stockDiscrepancies: { totalCount: number };
  };
  expect(await sources().drift()).toBe(answer.stockDiscrepancies.totalCount);
  const { shop } = memory.businesses;
  const variant = shop?.things('shop').find(({ type }) => type === 'Variant');
  if (!shop || !variant) throw new Error('no variant');
  change(shop, 'shop', variant, { shopQuantity: 987_654 });
  await memory.sync('shop');
  const again = (await memory.ask('{ stockDiscrepancies(first: 100) { totalCount } }')) as typeof answer;
  expect(again.stockDiscrepancies.totalCount).toBeGreaterThan(0);
  expect(await sources().drift()).toBe(again.stockDiscrepancies.totalCount);
});

it('counts what flows that are on have not brought, as flowDifferences lists it, without the stock that drift compares', async () => {
  const query = '{ flowDifferences(name: "items-to-till", from: "shop", to: "till", first: 500) { subject } }';
  const answer = (await memory.ask(query)) as { flowDifferences: unknown[] };
  const count = answer.flowDifferences.length;
  expect(count).toBeGreaterThan(0);
  expect(await sources().flowDrift?.()).toEqual([{ flow: 'items-to-till', from: 'shop', to: 'till', count }]);
});
