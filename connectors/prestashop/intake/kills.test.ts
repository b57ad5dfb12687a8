import type { RawRecord } from '#sdk';
import type { PrestashopSandbox } from '../sandbox/index.ts';
import { ref } from '../record.ts';
import { TestMirror } from '../test-brick.ts';
import { holdings, killEverywhere, runFrom, wholeRun } from './test-kills.ts';
import type { Killing } from './test-kills.ts';
import { intakeOf, mirroredDemo, open, Progress, startFreshShop, TestRebuild } from './test-rebuild.ts';
import type { MirroredShop } from './test-rebuild.ts';

let whole: MirroredShop;
let sandbox: PrestashopSandbox;
beforeAll(async () => {
  whole = await mirroredDemo({ products: 14, customers: 6, orders: 8 });
  sandbox = await startFreshShop();
});
afterAll(async () => sandbox.close());

const of = (kind: string, field: string, ids: ReadonlySet<string>): RawRecord[] =>
  whole.mirror.records(kind).filter(({ body }) => ids.has(ref(body, field) ?? ''));
const ids = (records: readonly RawRecord[]): Set<string> => new Set(records.map(({ id }) => id));

/** The first combined product with pictures, and another one; one order, with all that hangs on them. */
function few(): Map<string, RawRecord[]> {
  const { mirror } = whole;
  const products = mirror.records('products').slice(0, 20);
  const combined = products.find(({ id }) => of('combinations', 'id_product', new Set([id])).length > 0);
  const single = products.find(({ id }) => of('combinations', 'id_product', new Set([id])).length === 0);
  const chosen = [combined, single].flatMap((one) => one ?? []);
  const entries = ({ id }: RawRecord): number => of('order_histories', 'id_order', new Set([id])).length;
  const orders = mirror
    .records('orders')
    .filter((order) => entries(order) >= 2)
    .sort((one, other) => entries(one) - entries(other))
    .slice(0, 1);
  const customers = new Set(orders.flatMap(({ body }) => ref(body, 'id_customer') ?? []));
  const references = new Set(
    orders.flatMap(({ body }) => (typeof body['reference'] === 'string' ? body['reference'] : [])),
  );
  const papers = ['order_details', 'order_histories', 'order_invoices', 'order_carriers', 'order_slip'];
  return new Map([
    ['products', chosen],
    ['combinations', of('combinations', 'id_product', ids(chosen))],
    ['product_suppliers', of('product_suppliers', 'id_product', ids(chosen))],
    ['stock_availables', of('stock_availables', 'id_product', ids(chosen))],
    ['images', mirror.records('images').filter(({ id }) => ids(chosen).has(id.split('/')[1] ?? ''))],
    ['customers', mirror.records('customers').filter(({ id }) => customers.has(id))],
    ['addresses', of('addresses', 'id_customer', customers)],
    ['orders', orders],
    ['order_payments', of('order_payments', 'order_reference', references)],
    ...papers.map((kind) => [kind, of(kind, 'id_order', ids(orders))] as const),
  ]);
}

/** A target in which everything but some kinds is there. */
async function prepared(kinds: ReadonlySet<string>): Promise<Killing> {
  const mirror = new TestMirror();
  const chosen = few();
  for (const { kind } of whole.brick.streams) mirror.store(kind, chosen.get(kind) ?? whole.mirror.records(kind));
  const source = { ...whole, mirror };
  const progress = new Progress();
  sandbox.faults.clear();
  sandbox.reset((await freshState()).state);
  const stages = intakeOf(open(sandbox)).records?.stages ?? [];
  const first = stages.findIndex(({ kind }) => kinds.has(kind));
  const before = new Set(stages.slice(0, first).map(({ kind }) => kind));
  await new TestRebuild(source, intakeOf(open(sandbox)), progress, before).run();
  return { sandbox, source, kinds, base: { state: structuredClone(sandbox.state), progress } };
}

async function freshState(): Promise<{ state: PrestashopSandbox['state'] }> {
  const other = await startFreshShop();
  await other.close();
  return { state: other.state };
}

describe('a rebuild that is cut off at any request, before or after the shop did its work', () => {
  it.each([
    [
      'products and what hangs on them',
      ['products', 'images', 'combinations', 'product_suppliers', 'stock_availables'],
      40,
    ],
    ['a buyer and an order', ['customers', 'addresses', 'orders'], 40],
  ])('brings %s once', async (_name, kinds, least) => {
    const killing = await prepared(new Set(kinds));
    await runFrom(killing);
    const wanted = holdings(sandbox.state);
    for (const kind of kinds) expect([kind, (wanted[kind] ?? []).length]).not.toEqual([kind, 0]);
    const kills = await killEverywhere(killing, () => expect(holdings(sandbox.state)).toEqual(wanted));
    expect(kills).toBeGreaterThan(least);
  });
});

/** The same numbers in every run. */
function chances(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

it('a whole shop comes whole, however often it is cut off, and however many lanes run', async () => {
  sandbox.faults.clear();
  sandbox.reset((await freshState()).state);
  await new TestRebuild(whole, intakeOf(open(sandbox)), new Progress()).run();
  const wanted = holdings(sandbox.state);
  const random = chances(7);
  const progress = new Progress();
  sandbox.reset((await freshState()).state);
  let kills = 0;
  for (let isWhole = false; !isWhole;) {
    const at = 1 + Math.floor(random() * 90);
    sandbox.faults.set({ rules: [{ when: { at }, effect: { kind: 'drop', after: random() < 0.6 } }] });
    isWhole = await wholeRun({ sandbox, source: whole }, progress, 1 + Math.floor(random() * 4));
    kills += Number(!isWhole);
  }
  expect(kills).toBeGreaterThan(8);
  expect([...progress.refused]).toEqual([]);
  expect(holdings(sandbox.state)).toEqual(wanted);
});
