/**
 * Promise: what was said of a shop that is gone is merged into one that sells already. What both have by the same code is
 * one, once; what is the shop's own is not touched; where a code says two things, nobody guesses.
 */
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import woocommerce from '../../connectors/woocommerce/index.ts';
import { settingsFor, startFreshSandbox } from '../../connectors/woocommerce/sandbox/demo-sandbox.ts';
import type { WooSandbox } from '../../connectors/woocommerce/sandbox/server.ts';
import type { Row, Table } from '../../connectors/woocommerce/sandbox/store.ts';
import type { MoveRow } from '../../src/mirror/index.ts';
import { planOfRow } from '../../src/recovery/move/plan/plan.ts';
import { openServedHub, type ServedHub } from './served-hub.ts';

const BORN = new Date();
const TABLES: readonly Table[] = [
  ...([
    'products',
    'variations',
    'categories',
    'tags',
    'brands',
    'attributes',
    'terms',
    'customers',
    'orders',
  ] as const),
  ...(['refunds', 'taxes', 'zones', 'methods'] as const),
];
/** What no write of ours leaves as it was. */
const DATES = new Set(['date_modified_gmt', 'date_modified']);

let old: PrestashopSandbox;
let next: WooSandbox;
let served: ServedHub;
let simple: Row;
let variation: Row;
let deleted: string;
let own: Row[];

beforeAll(async () => {
  const state = generateShop({ seed: 5, products: 10, customers: 4, orders: 3, images: false, now: BORN });
  old = await startPrestashopSandbox({ state, seed: 5 });
  next = await startFreshSandbox(BORN);
  served = await openServedHub(
    [
      { name: 'shop', connector: prestashop, settings: { url: old.url, key: old.key, timezone: 'Europe/Paris' } },
      { name: 'woo', connector: woocommerce, settings: settingsFor(next), replaces: 'shop' },
    ],
    { roles: { shop: { primary: 'shop' } } },
  );
  await applied((await planned('')).id);
  ownShop();
});
afterAll(async () => {
  await served.close();
  await next.close();
  await old.close();
});

interface Answer {
  __typename: string;
  id: string;
  code?: string;
}

async function planned(merge: '' | 'merge: KEEP' | 'merge: TAKE'): Promise<Answer> {
  const order = `planSwap(source: "shop", target: "woo" ${merge})`;
  const asked = `mutation { answer: ${order} { __typename ... on Plan { id } ... on PlanRefused { code } } }`;
  return (await served.ask<{ answer: Answer }>(asked)).answer;
}

async function applied(id: string): Promise<string> {
  const row = (await served.hub.moves.find(id)) as MoveRow;
  return (await served.hub.moves.apply(planOfRow(row.plan), () => undefined)).state;
}

const failures = async (move: string): Promise<string[]> => {
  const failed = await served.hub.mirror.moves.moveItems({ move, states: ['failed'], first: 50 });
  return failed.map(({ kind, failure }) => `${kind} ${failure?.code ?? ''}`);
};

const said = (row: Row, field: string): string => String(row[field] as string);
const rowOf = (table: Table, { id }: Row): Row => structuredClone(next.store.get(table, id) as Row);

/** As if staff had entered all of it in the shop: no mark says that we have made it. And what nobody else has. */
function ownShop(): void {
  const { store } = next;
  for (const table of ['products', 'variations', 'customers'] as const)
    for (const row of store.rows(table)) store.put(table, { ...row, meta_data: [] });
  for (const table of ['orders', 'refunds'] as const) store.table(table).clear();
  const coded = store.rows('products').filter((row) => row['type'] === 'simple' && row['sku'] !== '');
  const [first, second] = coded;
  const [some] = store.rows('variations').filter((row) => row['sku'] !== '');
  if (!first || !second || !some) throw new Error('there is nothing to merge');
  deleted = said(second, 'sku');
  store.table('products').delete(second.id);
  simple = store.put('products', { ...first, regular_price: '99' });
  variation = store.put('variations', { ...some, regular_price: '98' });
  own = [
    store.put('products', { ...first, id: 9001, name: 'Tisane maison', slug: 'tisane-maison', sku: 'OWN-1' }),
    store.put('products', { ...first, id: 9002, name: 'Sans code', slug: 'sans-code', sku: '' }),
  ].map((row) => structuredClone(row));
}

const counts = (): object => Object.fromEntries(TABLES.map((table) => [table, next.store.rows(table).length]));
const everything = (): object =>
  Object.fromEntries(
    TABLES.map((table) => [
      table,
      next.store.rows(table).map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !DATES.has(name)))),
    ]),
  );
const skus = (): string[] =>
  [...next.store.rows('products'), ...next.store.rows('variations')].map((row) => said(row, 'sku')).filter(Boolean);
const ownNow = (): Row[] => own.map((row) => rowOf('products', row));

it('is refused as long as nobody says what becomes of what is there', async () => {
  expect(await planned('')).toMatchObject({ __typename: 'PlanRefused', code: 'TARGET_NOT_EMPTY' });
});

it('keeps what both have, brings what is lacking, and leaves its own alone', async () => {
  const before = next.store.rows('products').length;
  const { id } = await planned('merge: KEEP');
  expect([await applied(id), await failures(id)]).toEqual(['applied', []]);
  expect(next.store.rows('products')).toHaveLength(before + 1);
  expect(new Set(skus()).size).toBe(skus().length);
  expect(skus()).toContain(deleted);
  expect([rowOf('products', simple), rowOf('variations', variation)]).toEqual([simple, variation]);
  expect(ownNow()).toEqual(own);
  expect(next.store.rows('orders')).toHaveLength(3);
  const after = everything();
  const again = await planned('merge: KEEP');
  expect([await applied(again.id), everything()]).toEqual(['applied', after]);
});

it('takes what the source says of what both have; a second time changes nothing', async () => {
  const before = counts();
  const { id } = await planned('merge: TAKE');
  expect([await applied(id), await failures(id)]).toEqual(['applied', []]);
  expect(counts()).toEqual(before);
  expect(said(rowOf('products', simple), 'regular_price')).not.toBe('99');
  expect(said(rowOf('variations', variation), 'regular_price')).not.toBe('98');
  expect(ownNow()).toEqual(own);
  const after = everything();
  const again = await planned('merge: TAKE');
  expect([await applied(again.id), everything()]).toEqual(['applied', after]);
});

it('does not guess which of two products with one code is meant, and goes on when that was corrected', async () => {
  const { store } = next;
  store.put('products', { ...rowOf('products', simple), meta_data: [], slug: 'one' });
  const twin = store.put('products', { ...rowOf('products', simple), id: 9900, name: 'Jumeau', slug: 'two' });
  const before = everything();
  const { id } = await planned('merge: TAKE');
  expect(await applied(id)).toBe('partial');
  expect(await failures(id)).toEqual(['Product INTAKE_AMBIGUOUS', 'Variant INTAKE_PART_MISSING']);
  const row = await served.hub.mirror.moves.moveItems({ move: id, states: ['failed'], first: 1 });
  expect(row[0]?.failure?.message).toMatch(`${String(simple.id)}, 9900`);
  expect(everything()).toEqual(before);
  store.put('products', { ...twin, sku: 'TWIN-1' });
  expect([await applied(id), await failures(id)]).toEqual(['applied', []]);
  expect(store.rows('products').filter((one) => one['sku'] === simple['sku'])).toHaveLength(1);
  expect(rowOf('products', twin)).toMatchObject({ sku: 'TWIN-1', name: 'Jumeau' });
});
