import type { IntakeItem, OrderFacet, ProductFacet } from '#sdk';
import prestashop from '../../connectors/prestashop/index.ts';
import { settingsFor, startFreshSandbox } from '../../connectors/woocommerce/sandbox/demo-sandbox.ts';
import type { WooSandbox } from '../../connectors/woocommerce/sandbox/server.ts';
import woocommerce from '../../connectors/woocommerce/index.ts';
import {
  differencesOf,
  fill,
  firstOfEach,
  itemsOf,
  lend,
  newJournal,
  said,
  type Facets,
  type Journal,
} from './swap-driver.ts';

const BORN = new Date('2026-11-01T08:00:00Z');
const LATER = new Date(BORN.getTime() + 3_600_000);

let source: Facets;
let blobs: ReadonlyMap<string, Uint8Array>;

beforeAll(async () => {
  const shop = await prestashop.sandbox?.({ seed: 7, bornAt: BORN, folder: '', peers: {} });
  if (!shop) throw new Error('no sandbox');
  const lent = lend(() => LATER);
  try {
    const brick = prestashop.open(prestashop.settings.parse(shop.settings), lent.tools);
    source = some(itemsOf(await said(prestashop, brick, LATER)), { products: 30, orders: 25 });
    blobs = lent.blobs;
  } finally {
    lent.close();
    await shop.close();
  }
});

/** Part of the shop: whole where it is small, and what its orders name. */
function some(all: Map<string, IntakeItem[]>, { products, orders }: { products: number; orders: number }): Facets {
  const kept = (all.get('Order') ?? []).slice(-orders);
  const sold = new Set(kept.flatMap(({ body }) => (body as unknown as OrderFacet).lines.map(({ variant }) => variant)));
  const variantsOf = ({ body }: IntakeItem): string[] => (body as unknown as ProductFacet).variants;
  const chosen = (all.get('Product') ?? []).filter(
    (item, at) => at < products || variantsOf(item).some((id) => sold.has(id)),
  );
  const variants = new Set(chosen.flatMap(variantsOf));
  const buyers = new Set(kept.map(({ body }) => (body as unknown as OrderFacet).customer));
  return new Map([
    ...[...all].filter(([type]) => type !== 'Invoice'),
    ['Order', kept],
    ['Product', chosen],
    ['Variant', (all.get('Variant') ?? []).filter(({ id }) => variants.has(id))],
    ['Customer', (all.get('Customer') ?? []).filter(({ id }, at) => at < 20 || buyers.has(id))],
  ]);
}

const targets: WooSandbox[] = [];
afterAll(async () => {
  for (const target of targets) await target.close();
});

async function freshTarget(): Promise<WooSandbox> {
  const target = await startFreshSandbox(BORN);
  targets.push(target);
  return target;
}

/** One try by a hub that is opened for it. */
async function tried(target: WooSandbox, journal: Journal, from: Facets = source): Promise<void> {
  const lent = lend(() => LATER);
  try {
    const filling = woocommerce.open(woocommerce.settings.parse(settingsFor(target)), lent.tools).intake?.facets;
    if (!filling) throw new Error('no intake');
    await fill(filling, from, { journal, blobs, now: LATER });
  } finally {
    lent.close();
  }
}

async function readBack(target: WooSandbox) {
  const lent = lend(() => LATER);
  try {
    const brick = woocommerce.open(woocommerce.settings.parse(settingsFor(target)), lent.tools);
    const facets = await said(woocommerce, brick, LATER);
    const expected = brick.intake?.facets?.expected ?? [];
    return { facets, expected, contents: await brick.intake?.contents(), rights: await brick.intake?.rights() };
  } finally {
    lent.close();
  }
}

describe('from PrestaShop to an empty WooCommerce', () => {
  test('every facet is what it was, but for the declared differences', async () => {
    const target = await freshTarget();
    const { contents: before, rights } = await readBack(target);
    expect(before?.filter(({ count }) => count > 0)).toEqual([]);
    expect(rights?.filter(({ state }) => state !== 'ok')).toEqual([]);
    const journal = newJournal();
    await tried(target, journal);
    const { facets, expected } = await readBack(target);
    for (const type of ['Product', 'Order', 'Category']) {
      expect(facets.filter((facet) => facet.type === type).length).toBeGreaterThanOrEqual(
        source.get(type)?.length ?? 1,
      );
    }
    // Hub ids here are made of the bricks' own: a guest's, which is kept as it is, is taken for another's.
    const guests = new Set((source.get('Customer') ?? []).filter(({ body }) => body['guest']).map(({ id }) => id));
    const differences = differencesOf(source, facets, { journal, expected }).filter(
      ({ path, source: customer }) => path !== 'Order.customer' || !guests.has(customer as string),
    );
    expect(firstOfEach(differences)).toEqual([]);
  });

  test('a second time changes nothing', async () => {
    const target = await freshTarget();
    const journal = newJournal();
    const few = firstOf(source, 3);
    await tried(target, journal, few);
    const asked = target.requests.length;
    await tried(target, journal, few);
    expect(target.requests.slice(asked).filter((request) => !request.startsWith('GET'))).toEqual([]);
  });

  test('cut off before or after any request, it goes on: nothing twice, nothing missing', async () => {
    const few = firstOf(source, 3);
    const whole = await freshTarget();
    await tried(whole, newJournal(), few);
    const target = await freshTarget();
    const journal = newJournal();
    // Each try gets one request further than what the last one had done, and is cut there.
    for (let tries = 0, done = false; !done; tries += 1) {
      if (tries > 4000) throw new Error('it never ends');
      const from = target.requests.length;
      target.cut = (count) => cutAt(count - from, tries);
      done = await tried(target, journal, few).then(
        () => true,
        () => false,
      );
    }
    target.cut = () => null;
    expect(counts(target)).toEqual(counts(whole));
    const { facets, expected } = await readBack(target);
    expect(firstOfEach(differencesOf(few, facets, { journal, expected }))).toEqual([]);
  });
});

/** A later place with each try, by turns before and after the work. */
function cutAt(place: number, tries: number): 'before' | 'after' | null {
  const due = 1 + Math.floor(tries / 2);
  return place === due ? (tries % 2 === 0 ? 'after' : 'before') : null;
}

/** Of each kind the first, and what they need. */
function firstOf(all: Facets, count: number): Facets {
  const orders = (all.get('Order') ?? []).slice(0, count);
  const named = JSON.stringify(orders);
  const products = (all.get('Product') ?? []).filter(
    ({ body }, at) => at < count || (body as unknown as ProductFacet).variants.some((id) => named.includes(`"${id}"`)),
  );
  const categories = JSON.stringify(products);
  const variants = new Set(products.flatMap(({ body }) => (body as unknown as ProductFacet).variants));
  return new Map([
    ...[...all].filter(([type]) => !['Order', 'Product', 'Variant', 'Customer', 'Category'].includes(type)),
    ['Variant', (all.get('Variant') ?? []).filter(({ id }) => variants.has(id))],
    ['Order', orders],
    ['Product', products],
    ['Customer', (all.get('Customer') ?? []).filter(({ id }) => named.includes(`"${id}"`))],
    ['Category', (all.get('Category') ?? []).filter(({ id }, at) => at < count || categories.includes(`"${id}"`))],
  ]);
}

function counts({ store }: WooSandbox): Record<string, number> {
  const tables = [
    'products',
    'variations',
    'categories',
    'tags',
    'brands',
    'attributes',
    'terms',
    'customers',
  ] as const;
  const others = ['orders', 'refunds', 'media', 'taxes', 'zones', 'methods'] as const;
  return Object.fromEntries([...tables, ...others].map((table) => [table, store.rows(table).length]));
}
