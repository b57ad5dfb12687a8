/** Promise: what half of a small shop would lose is seen by a person, and what a small shop does by the day is not asked. */
import { openShopAndHub, type ShopAndHub } from './shop-hub.ts';

let story: ShopAndHub;
beforeEach(async () => {
  // As a brick is that says nothing of its thresholds.
  story = await openShopAndHub({ shop: { products: 40, customers: 24, orders: 30 } });
  await story.sync();
});
afterEach(() => story.close());

/** What queries see of the catalogue: products and variants, with prices and stock. */
const shown = (): unknown => ({ products: story.facets('Product'), variants: story.facets('Variant') });
const rows = (resource: string): readonly Record<string, unknown>[] => story.sandbox.state.resources[resource] ?? [];
const products = (): number[] => rows('products').map(({ id }) => Number(id));
const openHolds = async (): Promise<Record<string, number[]>> => {
  const found = await story.hub.mirror.reader.holds({ state: 'open', first: 50 });
  return Object.fromEntries(
    found.rows.map(({ kind, creates, updates, deletes }) => [kind, [creates, updates, deletes]]),
  );
};

/** A word behind, so that nobody’s name is lost. */
function renamed(name: unknown, id: number): never {
  const texts = (Array.isArray(name) ? name : []) as { id: number; value: string }[];
  return texts.map((text) => ({ ...text, value: `${text.value} ${String(id)}x` })) as never;
}

/** As the back office deletes a product: what hangs on it goes with it. */
function removeProducts(ids: readonly number[]): void {
  for (const id of ids) {
    for (const kind of ['combinations', 'stock_availables', 'specific_prices', 'product_suppliers'])
      for (const row of [...rows(kind)])
        if (Number(row['id_product']) === id) story.sandbox.remove(kind, Number(row['id']));
    story.sandbox.remove('products', id);
  }
}

function removeOrders(ids: readonly number[]): void {
  for (const id of ids) {
    for (const kind of ['order_details', 'order_histories', 'order_payments', 'order_invoices', 'order_carriers'])
      for (const row of [...rows(kind)])
        if (Number(row['id_order']) === id) story.sandbox.remove(kind, Number(row['id']));
    story.sandbox.remove('orders', id);
  }
}

it('24 of 40 products deleted at once wait with all that hangs on them, and the rest goes on', async () => {
  const good = shown();
  removeProducts(products().slice(0, 24));
  const [customer] = rows('customers');
  story.sandbox.touch('customers', Number(customer?.['id']), { note: 'rang' });
  await story.sync();
  const holds = await openHolds();
  expect(holds['products']?.[2]).toBe(24);
  expect(Object.keys(holds)).not.toContain('customers');
  expect(Object.values(holds).every(([creates, , deletes = 0]) => creates === 0 && deletes > 0)).toBe(true);
  expect(shown()).toEqual(good);
});

it.each<[string, (row: Record<string, unknown>) => { price: string } | { name: never }]>([
  ['renamed', ({ id, name }) => ({ name: renamed(name, Number(id)) })],
  ['cut in price', ({ price }) => ({ price: (Number(price) * 0.6).toFixed(6) })],
])('24 of 40 %s wait', async (_name, change) => {
  const good = shown();
  for (const row of rows('products').slice(0, 24)) story.sandbox.touch('products', Number(row['id']), change(row));
  await story.sync();
  expect(await openHolds()).toEqual({ products: [0, 24, 0] });
  expect(shown()).toEqual(good);
});

it('days on which nothing is wrong open no hold', async () => {
  const days: Record<string, () => void> = {
    'three products are deleted by hand, and most orders shipped': () => {
      removeProducts(products().slice(0, 3));
      for (const { id } of rows('orders').slice(0, 20)) story.sandbox.touch('orders', Number(id), { current_state: 4 });
    },
    'the sale ends, and carts are purged': () => {
      for (const kind of ['specific_prices', 'specific_price_rules'])
        for (const { id } of [...rows(kind)]) story.sandbox.remove(kind, Number(id));
      for (const { id } of rows('carts').slice(1)) story.sandbox.remove('carts', Number(id));
    },
    'orders are deleted with their rows, and a sale begins on a third': () => {
      removeOrders(
        rows('orders')
          .slice(0, 3)
          .map(({ id }) => Number(id)),
      );
      for (const { id, price } of rows('products').slice(0, 12))
        story.sandbox.touch('products', Number(id), { price: (Number(price) * 0.6).toFixed(6) });
    },
    'a price list of +5 %, and a small category is cleaned': () => {
      removeProducts(products().slice(-6));
      for (const { id, price } of rows('products'))
        story.sandbox.touch('products', Number(id), { price: (Number(price) * 1.05).toFixed(6) });
    },
  };
  for (const [day, happens] of Object.entries(days)) {
    happens();
    const { state, held } = await story.sync(true);
    expect({ day, state, held }).toEqual({ day, state: 'done', held: 0 });
    story.pass(25);
  }
  expect(await openHolds()).toEqual({});
});
