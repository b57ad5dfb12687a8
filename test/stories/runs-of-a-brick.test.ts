import type { SyncEvent } from '../../src/sync/index.ts';
import { openShopAndHub, type ShopAndHub } from './shop-hub.ts';

let story: ShopAndHub;
beforeEach(async () => {
  story = await openShopAndHub({ shop: { products: 40, customers: 8, orders: 8 }, settings: { pageSize: 5 } });
});
afterEach(() => story.close());

const asked = (resource: string): string[] =>
  story.sandbox.log.filter((entry) => entry.resource === resource).map(({ path }) => decodeURIComponent(path));

/** Runs until the given page of products is stored, then stops as a hub does that is told to. */
async function interruptedAfter(page: number): Promise<void> {
  const stop = new AbortController();
  let pages = 0;
  const listen = (event: SyncEvent): void => {
    if (event.event === 'page' && event.kind === 'products' && ++pages === page) stop.abort(new Error('told to stop'));
  };
  const run = await story.hub.sync.sync('shop', { full: false, trigger: 'test', listen, signal: stop.signal });
  expect(run).toMatchObject({ state: 'interrupted', failures: [{ kind: null }] });
}

it('a run that was interrupted goes on from its checkpoint: only the rest is asked for', async () => {
  await interruptedAfter(3);
  await story.restart();
  story.sandbox.log.length = 0;
  expect(await story.sync()).toMatchObject({ state: 'done', failures: [], held: 0 });
  const pages = asked('products').filter((path) => path.includes('display=full'));
  // Forty products by five are eight pages; the ninth is empty.
  expect(pages).toHaveLength(6);
  expect(pages[0]).toContain('filter[id]=>[15]');
  const whole = story.published();
  const facets = story.facets('Product');
  expect(await story.sync(true)).toMatchObject({ revisions: 0 });
  expect(story.published()).toEqual(whole);
  expect(Object.keys(facets)).toHaveLength(40);
});

it('is interrupted in the middle of a change, and loses none of it', async () => {
  await story.sync();
  for (const { id } of (story.sandbox.state.resources['products'] ?? []).slice(0, 20))
    story.sandbox.touch('products', id, { ean13: `40000000000${String(id).padStart(2, '0')}` });
  await interruptedAfter(2);
  await story.restart();
  expect(await story.sync()).toMatchObject({ state: 'done', held: 0 });
  expect(await story.sync(true)).toMatchObject({ revisions: 0 });
  const shown = Object.values(story.facets('Variant')).filter((facet) => JSON.stringify(facet).includes('40000000000'));
  expect(shown.length).toBeGreaterThan(0);
});

it('two runs of one brick never overlap, whoever asks', async () => {
  const first = story.sync();
  const { operations, sync } = story.hub;
  const busy = { code: 'SYNC_RUNNING', remedy: expect.stringContaining('never overlap') as string };
  await expect(sync.sync('shop', { full: false, trigger: 'schedule' })).rejects.toMatchObject(busy);
  await expect(operations.sync('shop', { full: true }, () => undefined)).rejects.toMatchObject(busy);
  expect(sync.bricks()).toMatchObject([{ running: true }]);
  expect(await first).toMatchObject({ state: 'done' });
  expect(sync.bricks()).toMatchObject([{ running: false }]);
  expect(await story.sync()).toMatchObject({ state: 'done' });
  expect((await story.hub.mirror.reader.runs({ first: 10 })).rows).toHaveLength(2);
});

it('a hub that stops ends its run in good order', async () => {
  const run = story.sync();
  await story.hub.sync.stop();
  expect(await run).toMatchObject({ state: 'interrupted' });
  await story.restart();
  expect(story.hub.sync.bricks()).toMatchObject([{ lastRun: { state: 'interrupted' }, lastGoodAt: null }]);
  expect(await story.sync()).toMatchObject({ state: 'done' });
});
