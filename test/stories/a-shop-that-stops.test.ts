import { serveStory, type Served } from './served-shop.ts';
import { openShopAndHub, type ShopAndHub } from './shop-hub.ts';

/** One of every kind of question that staff and clients ask. */
const QUERIES = [
  `{ products(first: 5) { totalCount nodes { id name active updatedAt brand images { url } categories { id name }
      variants { sku gtin price { amount currency } priceWithTax { amount } taxRate } origins { brick externalId seenAt } } } }`,
  '{ products(first: 3, search: "tente") { nodes { id name } pageInfo { hasNextPage endCursor } } }',
  '{ categories(first: 5) { nodes { id name } } }',
  `{ orders(first: 5) { nodes { reference status placedAt customer { email } lines { quantity }
      payments { method } totals { total { amount } } } } }`,
  '{ customers(first: 5) { nodes { id email firstName addresses { city } orders { reference } } } }',
  '{ invoices(first: 5) { nodes { id } } bricks { name roles } me { name } }',
];

let story: ShopAndHub;
let served: Served | undefined;
beforeEach(async () => {
  story = await openShopAndHub({ shop: { products: 12, customers: 8, orders: 8 } });
});
afterEach(async () => {
  await served?.stop();
  await story.close();
});

describe('the shop is stopped', () => {
  it('every query still answers, says which brick is behind, and recovers when it returns', async () => {
    await story.sync();
    served = await serveStory(story);
    const before = [];
    for (const query of QUERIES) before.push(await served.ask(query));
    const fresh = { asOf: story.now().toISOString(), staleBricks: [] };
    for (const answer of before) {
      expect(answer.errors).toBeUndefined();
      expect(answer.extensions.mortar).toEqual(fresh);
    }

    await story.sandbox.stop();
    const down = await story.sync();
    expect(down.state).toBe('failed');
    // Told of the brick as a whole: the cause, not that it was left alone because of it.
    expect(down.failures.find(({ kind }) => kind === null)).toMatchObject({ code: 'BRICK_UNREACHABLE' });
    const behind = { ...fresh, staleBricks: ['shop'] };
    const expected = before.map(({ data }) => ({ data, extensions: { mortar: behind } }));
    for (const [i, query] of QUERIES.entries()) expect(await served.ask(query)).toEqual(expected[i]);
    expect((await served.ask('{ bricks { name state health { message remedy } } }')).data['bricks']).toMatchObject([
      { name: 'shop', state: 'FAILING', health: { message: expect.stringContaining('cannot be reached') as string } },
    ]);

    // A hub that starts while its shop is away answers, too.
    await served.stop();
    await story.restart();
    served = await serveStory(story);
    for (const [i, query] of QUERIES.entries()) expect(await served.ask(query)).toEqual(expected[i]);

    await story.sandbox.start();
    expect(await story.sync()).toMatchObject({ state: 'done', revisions: 0 });
    const after = await served.ask(QUERIES[0] ?? '');
    expect(after).toEqual({
      data: before[0]?.data,
      extensions: { mortar: { asOf: story.now().toISOString(), staleBricks: [] } },
    });
  });

  it('a hub that has not read its shop for longer than its schedule says so', async () => {
    await story.sync();
    served = await serveStory(story);
    expect((await served.ask('{ me { name } }')).extensions.mortar.staleBricks).toEqual([]);
    story.pass(1);
    expect((await served.ask('{ me { name } }')).extensions.mortar.staleBricks).toEqual(['shop']);
  });
});
