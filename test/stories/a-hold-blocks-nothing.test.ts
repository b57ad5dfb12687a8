import { openShopAndHub, type ShopAndHub } from './shop-hub.ts';

let story: ShopAndHub;
beforeEach(async () => {
  story = await openShopAndHub({ shop: { products: 30, customers: 8, orders: 10 } });
  await story.sync();
});
afterEach(() => story.close());

const ids = (resource: string): number[] => (story.sandbox.state.resources[resource] ?? []).map(({ id }) => id);
const openHolds = async (): Promise<string[]> =>
  (await story.hub.mirror.reader.holds({ state: 'open', first: 10 })).rows.map(({ kind }) => kind);

function poisonPrices(): void {
  for (const id of ids('products')) story.sandbox.touch('products', id, { price: '0.010000' });
}

describe('while products are held', () => {
  it('stock and orders go on being published, and nothing is held twice', async () => {
    const before = story.published();
    poisonPrices();
    expect(await story.sync()).toMatchObject({ state: 'done', held: 30 });
    const [stock = 0] = ids('stock_availables');
    const [order = 0] = ids('orders');
    story.sandbox.edit('stock_availables', stock, { quantity: 4321 });
    story.sandbox.touch('orders', order, { gift_message: 'Bon anniversaire' });
    expect(await story.sync()).toMatchObject({ state: 'done', revisions: 2, held: 0 });
    const after = story.published();
    const changed = Object.keys(after).filter((key) => after[key] !== before[key]);
    expect(changed.sort()).toEqual([`orders/${String(order)}`, `stock_availables/${String(stock)}`]);
    expect(await openHolds()).toEqual(['products']);
  });

  it('a product that is edited honestly is published alone; the others stay as they were believed', async () => {
    const before = story.published();
    poisonPrices();
    await story.sync();
    const [mended = 0] = ids('products');
    const price = '25.000000';
    story.sandbox.touch('products', mended, { price });
    expect(await story.sync()).toMatchObject({ state: 'done', held: 0 });
    const after = story.published();
    expect(Object.keys(after).filter((key) => after[key] !== before[key])).toEqual([`products/${String(mended)}`]);
    const seen = Object.values(story.facets('Variant')).map((facet) => JSON.stringify(facet));
    expect(seen.some((json) => json.includes('"25'))).toBe(true);
    expect(seen.some((json) => json.includes('"0.01'))).toBe(false);
  });

  it('a restart changes nothing, and a full run holds no more', async () => {
    const before = story.published();
    const queried = story.facets('Variant');
    poisonPrices();
    await story.sync();
    await story.restart();
    expect(await story.sync(true)).toMatchObject({ state: 'done', revisions: 0, held: 0 });
    expect(story.published()).toEqual(before);
    expect(story.facets('Variant')).toEqual(queried);
    expect(await openHolds()).toEqual(['products']);
  });
});
