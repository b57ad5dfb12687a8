/**
 * Promise: the evening of a poisoned shop needs nothing but a terminal. Held, looked at, dated, asked as it was, rebuilt
 * into an empty one as of before, verified, cut over: every verb of the built program, against servers that answer.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { emptyShop } from '../../connectors/prestashop/sandbox/empty-shop.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { openPlace, summaryOf, type Ended, type ProgramPlace } from './program.ts';
import { KEY, startTestShop } from './test-shop.ts';

const SIZE = { products: 6, customers: 3, orders: 3 };
const PRODUCTS = '{ products(first: 20) { nodes { id name variants { price { amount } } } } }';
const POISON = '0.010000';

let shop: PrestashopSandbox;
let fresh: PrestashopSandbox;
let place: ProgramPlace;
let before: Ended;
let lastGood: string;

const run = (...args: string[]): Promise<Ended> => place.run(args);
const linesOf = ({ stdout }: Ended): string[] => stdout.trimEnd().split('\n');
const pricesOf = ({ stdout }: Ended): string[] =>
  [...stdout.matchAll(/"amount": "([\d.]+)"/g)].map(([, one = '']) => one);

beforeAll(async () => {
  shop = await startTestShop(SIZE);
  const installed = generateShop({ ...SIZE, images: false, now: new Date() });
  fresh = await startPrestashopSandbox({ state: emptyShop(installed), key: KEY });
  place = openPlace();
  place.env['PRESTASHOP_KEY'] = KEY;
  const brick = { connector: 'prestashop', key: '${PRESTASHOP_KEY}', schedule: '0 0 1 1 *' };
  place.configure({
    bricks: {
      shop: { ...brick, url: shop.url },
      'shop-new': { ...brick, url: fresh.url, standby: true, replaces: 'shop' },
    },
  });
  writeFileSync(join(place.folder, 'products.graphql'), PRODUCTS);
  expect((await run('sync', 'shop')).code).toBe(0);
  const hub = await place.serve();
  await hub.says(/shop: run done/);
  before = await run('query', 'products.graphql');
  lastGood = new Date().toISOString();
  for (const { id } of shop.state.resources['products'] ?? []) shop.touch('products', Number(id), { price: POISON });
  await run('sync', 'shop');
});
afterAll(async () => {
  await place.close();
  await Promise.all([shop.close(), fresh.close()]);
});

it('what was held is listed, shown field by field, and accepted only by who is sure', async () => {
  const listed = await run('hold', 'list', '--json');
  expect(listed.code).toBe(2);
  const held = linesOf(listed).map((line) => JSON.parse(line) as { id: string; kind: string; updates: number });
  expect(held).toMatchObject([{ kind: 'products', updates: SIZE.products }]);
  const [{ id } = { id: '' }] = held;
  expect((await run('hold', 'show', id)).stdout).toMatch(/price: "[\d.]+" → "0\.010000"/);
  const unsure = await run('hold', 'accept', id);
  expect(unsure).toMatchObject({ code: 2, stderr: expect.stringMatching(/Nothing was changed/) as string });
  expect(pricesOf(await run('query', 'products.graphql'))).toEqual(pricesOf(before));

  expect((await run('hold', 'accept', 'hold_nowhere', '--yes')).stderr).toContain('HOLD_UNKNOWN');
  const some = await run('hold', 'accept', id, '--select', '999', '--yes');
  expect(some).toMatchObject({ code: 1, stderr: expect.stringMatching(/Not held.*999/) as string });
  const one = await run('hold', 'accept', id, '--select', '1', '--yes', '--reason', 'a clearance');
  expect(one).toMatchObject({ code: 2, stderr: expect.stringMatching(/^1 records/) as string });

  expect((await run('hold', 'reject', id, '--reason', 'poisoned')).code).toBe(0);
  expect(await run('hold', 'list')).toMatchObject({ code: 0, stdout: '' });
  expect(summaryOf(await run('sync', 'shop', '--full', '--json'))).toMatchObject({ state: 'done', revisions: 0 });
  expect(await run('hold', 'list')).toMatchObject({ code: 0, stdout: '' });
  const decided = await run('hold', 'list', '--all');
  expect(decided.stdout).toMatch(/rejected {2}shop\/products .*rejected by .*\(/);
});

it('when it began is found, what changed since is told, and the graph answers as it was', async () => {
  const began = await run('first-bad', 'shop', 'products', '--price-fell', '90', '--json');
  expect(began.code).toBe(2);
  expect(JSON.parse(began.stdout)).toMatchObject({ count: SIZE.products });
  expect((await run('first-bad', 'shop', 'products', '--deletions', '1')).code).toBe(0);
  expect((await run('first-bad', 'shop', 'products')).stderr).toContain('exactly one of');
  const changed = await run('changes', 'shop', 'products', '--from', lastGood);
  expect(changed).toMatchObject({ code: 0, stderr: expect.stringMatching(/^1 records\./) as string });
  expect(changed.stdout).toMatch(/^ {2}1 updated\n(.*\n)* +price: "[\d.]+" → "0\.010000"$/m);
  expect((await run('changes', 'shop', 'products', '--from', 'yesterday')).stderr).toContain('no time with its offset');

  const now = await run('query', 'products.graphql');
  expect(pricesOf(now)).not.toEqual(pricesOf(before));
  const then = await run('query', 'products.graphql', '--as-of', lastGood);
  expect(then.code).toBe(0);
  expect((JSON.parse(then.stdout) as { data: unknown }).data).toEqual(
    (JSON.parse(before.stdout) as { data: unknown }).data,
  );
  const never = await run('query', 'products.graphql', '--as-of', '2019-01-01T00:00:00Z');
  expect(never).toMatchObject({ code: 1, stdout: expect.stringContaining('before') as string });
});

it('the state before is planned, applied, verified and takes the place, and the ids stay', async () => {
  const make = ['plan', 'rebuild', 'shop', '--target', 'shop-new', '--as-of', lastGood, '--out'];
  expect((await run(...make, 'plan.json')).code).toBe(2);
  expect((await run(...make, 'plan.json')).code).toBe(1); // no file is written over
  const altered = join(place.folder, 'altered.json');
  const text = readFileSync(join(place.folder, 'plan.json'), 'utf8');
  writeFileSync(altered, text.replace(`"target": "shop-new"`, `"target": "shop-old"`));
  expect((await run('apply', altered)).stderr).toContain('PLAN_ALTERED');
  expect((await run('cutover', 'plan.json', '--confirm', 'shop')).code).not.toBe(0);

  const applied = await run('apply', 'plan.json', '--json');
  expect(applied.code).toBe(0);
  expect(summaryOf(applied)).toMatchObject({ state: 'applied', failed: 0 });
  expect(fresh.state.resources['products']).toHaveLength(SIZE.products);
  const written = fresh.writes.length;
  expect((await run('apply', 'plan.json')).stderr).toContain('PLAN_APPLIED');
  expect(fresh.writes).toHaveLength(written);

  const broken = fresh.state.resources['products']?.[2];
  const price = String(broken?.['price']);
  fresh.edit('products', Number(broken?.id), { price: '7.770000' });
  const found = await run('verify', 'plan.json', '--json');
  expect([found.code, Number(summaryOf(found)['findings']) > 0]).toEqual([2, true]);
  expect((await run('cutover', 'plan.json', '--confirm', 'shop')).stderr).toMatch(/CUTOVER_/);
  fresh.edit('products', Number(broken?.id), { price });
  expect((await run('verify', 'plan.json')).code).toBe(0);

  expect((await run('cutover', 'plan.json', '--confirm', 'shop-new')).stderr).toContain('CUTOVER_NOT_CONFIRMED');
  expect((await run('cutover', 'plan.json', '--confirm', 'shop')).code).toBe(0);
  const after = await run('query', 'products.graphql');
  expect((JSON.parse(after.stdout) as { data: unknown }).data).toEqual(
    (JSON.parse(before.stdout) as { data: unknown }).data,
  );
  const ids = linesOf(await run('idmap', 'plan.json')).map((line) => line.split(','));
  expect(ids.filter(([type]) => type === 'Product')).toHaveLength(SIZE.products);
  // Which ids the new shop gave is its own affair; where they differ, the old address leads on.
  const moved = ids.filter(([, , old, now]) => old !== now).map(([, id]) => id);
  const [headings = '', ...led] = linesOf(await run('redirects', 'plan.json', '--format', 'csv'));
  expect(headings).toContain('from,match,to,type,hubId');
  expect(moved).toEqual(expect.arrayContaining(led.filter(Boolean).map((line) => line.trim().split(',')[4])));
  expect(linesOf(await run('passwords', 'plan.json')).filter((line) => line.includes('@'))).toHaveLength(
    SIZE.customers,
  );
});

it('all of it stands in the audit trail, whose chain holds', async () => {
  const proven = await run('audit', 'verify', '--json');
  expect(proven.code).toBe(0);
  expect(JSON.parse(proven.stdout)).toMatchObject({ broken: null });
  const entries = linesOf(await run('audit', 'export')).map((line) => JSON.parse(line) as { operation?: string });
  expect(entries.length).toBeGreaterThan(0);
  expect((await run('audit', 'export', '--format', 'csv')).stdout.split('\n')[0]).toContain(',');
  const { head } = JSON.parse(proven.stdout) as { head: { seq: number; hash: string } };
  expect((await run('audit', 'verify', '--head', `${head.seq}:${head.hash}`)).code).toBe(0);
  const other = head.hash.replace(/^./, (first) => (first === '0' ? '1' : '0'));
  expect((await run('audit', 'verify', '--head', `${head.seq}:${other}`)).stdout).toContain('BROKEN');
  expect(place.said()).not.toContain(KEY);
});
