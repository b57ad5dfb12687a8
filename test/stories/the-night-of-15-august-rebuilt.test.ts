/**
 * Promise: a shop is poisoned, slowly and at once, and then gone. What was before answers, an empty shop is filled from
 * it, found equal to it, and takes the place: the same queries by the same ids show what the evening before was.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import {
  freshShop,
  startPrestashopSandbox,
  type PrestashopSandbox,
} from '../../connectors/prestashop/sandbox/index.ts';
import { openServedHub, type ServedHub } from './served-hub.ts';

const BORN = new Date();
const SHOWN = `{
  products(first: 100) { nodes { id name active variants { id sku listPrice { amount } } categories { id name } } }
  orders(first: 50) { nodes { id reference status customer { id email } lines { sku quantity } invoices { number } } }
}`;

let old: PrestashopSandbox;
let empty: PrestashopSandbox;
let served: ServedHub;
let good: object;
let evening: string;

beforeAll(async () => {
  const state = generateShop({ seed: 8, products: 40, customers: 6, orders: 6, images: false, now: BORN });
  old = await startPrestashopSandbox({ state });
  empty = await startPrestashopSandbox({ state: freshShop(BORN) });
  const settings = (shop: PrestashopSandbox) => ({ url: shop.url, key: shop.key, timezone: 'Europe/Paris' });
  served = await openServedHub(
    [
      { name: 'shop', connector: prestashop, settings: settings(old) },
      { name: 'shop-new', connector: prestashop, settings: settings(empty), replaces: 'shop' },
    ],
    { holds: { records: 5 } },
  );
  good = await served.ask<object>(SHOWN);
  evening = new Date().toISOString();
});
afterAll(async () => {
  await served.close();
  await Promise.all([old.close(), empty.close()]);
});

const ids = (): number[] => (old.state.resources['products'] ?? []).map(({ id }) => id);
const read = () => served.hub.sync.sync('shop', { full: false, trigger: 'test' });

it('is poisoned slowly, which passes for work, then at once, which nobody is shown', async () => {
  const all = ids();
  for (const id of all.slice(0, 3)) {
    const price = Number(old.state.resources['products']?.find((row) => row.id === id)?.['price']);
    old.touch('products', id, { price: (price * 0.85).toFixed(6) });
    expect(await read()).toMatchObject({ state: 'done', held: 0 });
  }
  const seen = await served.ask<object>(SHOWN);
  expect(seen).not.toEqual(good);
  all.slice(4, 28).forEach((id) => void old.remove('products', id));
  all.slice(28).forEach((id) => old.touch('products', id, { price: '0.010000' }));
  const run = await read();
  expect(run.held).toBeGreaterThan(0);
  expect(await served.ask<object>(SHOWN)).toEqual(seen);
  await old.stop();
});

it('is rebuilt as it was that evening, found equal to it, and shown again by the same ids', async () => {
  const { moves, mirror } = served.hub;
  const order = { way: 'rebuild', source: 'shop', target: 'shop-new', merge: null, by: 'staff' } as const;
  const plan = await moves.plan({ ...order, asOf: evening });
  expect(plan.stages.find(({ kind }) => kind === 'products')?.count).toBe(40);
  expect(await moves.apply(plan, () => undefined)).toMatchObject({ state: 'applied', failed: 0 });
  expect(await mirror.moves.moveItems({ move: plan.id, states: ['failed'], first: 1 })).toEqual([]);
  const { folder } = await moves.verify(plan.id, { sample: 5 });
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as {
    findings: object[];
    witness: { state: string }[];
  };
  expect(report.findings).toEqual([]);
  expect(report.witness.map(({ state }) => state)).toEqual(report.witness.map(() => 'seen'));
  const done = await moves.cutOver({ move: plan.id, source: 'shop', by: 'staff', witness: false, accept: false });
  expect(done).toMatchObject({ messages: 0, refused: 0 });
  expect(await served.ask<object>(SHOWN)).toEqual(good);
  expect((empty.state.resources['products'] ?? []).some((row) => row['price'] === '0.010000')).toBe(false);
});
