/**
 * Promise: the warehouse's vendor and the till's are gone, and an Odoo takes the place of each. A client asks the same
 * queries by the same ids all the time and sees no error and nothing missing; tickets and what was shipped stay shown.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import myfulfillment from '../../connectors/myfulfillment/index.ts';
import { levelOf } from '../../connectors/myfulfillment/sandbox/day.ts';
import { startDemoSandbox, type DemoSandbox } from '../../connectors/myfulfillment/sandbox/index.ts';
import odoo from '../../connectors/odoo/index.ts';
import { startOdooSandbox, type OdooSandbox } from '../../connectors/odoo/sandbox/index.ts';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import soracaisse from '../../connectors/soracaisse/index.ts';
import { startTillSandbox } from '../../connectors/soracaisse/sandbox/index.ts';
import { polled } from './polled.ts';
import { openServedHub, type ServedHub } from './served-hub.ts';

const BORN = new Date();
const SEED = 11;

let folder: string;
let shop: PrestashopSandbox;
let warehouse: DemoSandbox;
let erp: OdooSandbox;
let tills: OdooSandbox;
let served: ServedHub;

beforeAll(async () => {
  const state = generateShop({ seed: SEED, products: 10, customers: 6, orders: 12, now: BORN, images: false });
  shop = await startPrestashopSandbox({ state, seed: SEED });
  const settings = { url: shop.url, key: shop.key };
  const peer = { url: shop.url, settings, close: () => shop.close(), connector: 'prestashop' };
  warehouse = await startDemoSandbox({ seed: SEED, bornAt: BORN, peers: { shop: peer } });
  openAgain(warehouse);
  folder = mkdtempSync(join(tmpdir(), 'mortar-till-'));
  const till = await startTillSandbox({ seed: SEED, bornAt: BORN, folder, peers: { shop: peer } });
  erp = await startOdooSandbox({ bornAt: BORN, fresh: true });
  tills = await startOdooSandbox({ bornAt: BORN, fresh: true });
  served = await openServedHub(
    [
      { name: 'shop', connector: prestashop, settings: { ...settings, timezone: 'Europe/Paris' } },
      { name: 'warehouse', connector: myfulfillment, settings: warehouse.settings },
      { name: 'till', connector: soracaisse, settings: till.settings },
      { name: 'odoo', connector: odoo, settings: erp.settings, replaces: 'warehouse' },
      { name: 'odoo-till', connector: odoo, settings: tills.settings, replaces: 'till' },
    ],
    {
      roles: { shop: { primary: 'shop' }, fulfilment: { primary: 'warehouse' }, till: { primary: 'till' } },
      stock: { owner: 'warehouse', oversell: 'refuse' },
    },
  );
  // Gone for good, both of them.
  await warehouse.close();
  rmSync(folder, { recursive: true });
});
afterAll(async () => {
  await served.close();
  await Promise.all([erp.close(), tills.close(), shop.close()]);
});

/** One order is still to be sent. */
function openAgain({ state }: DemoSandbox): void {
  const order = state.orders.find(({ items }) => items.length > 0);
  if (!order) throw new Error('the warehouse knows no order');
  order.status = 'processing';
  for (const item of order.items) {
    Object.assign(item, { qty_to_ship: 1, qty_reserved: 1 });
    const level = levelOf(state, item.sku);
    if (level)
      Object.assign(level, {
        wi_reserved_quantity: level.wi_reserved_quantity + 1,
        wi_quantity_to_ship: level.wi_quantity_to_ship + 1,
        wi_available_quantity: level.wi_available_quantity - 1,
      });
  }
}

const SHOWN = `{
  products(first: 50) { nodes { id name variants { id sku available } } }
  orders(first: 50) { nodes { id reference status shipments { trackingNumber } } }
  sales(first: 20) { nodes { id number totalWithTax { amount } lines { sku quantity } } }
  tillSessions(first: 20) { nodes { id } }
  customers(first: 50) { nodes { id email loyalty { number points balance { amount } } } }
}`;

const swap = async (source: string, target: string): Promise<void> => {
  const { moves, mirror } = served.hub;
  const client = await polled(served, SHOWN);
  const plan = await moves.plan({ way: 'swap', source, target, asOf: null, merge: null, by: 'staff' });
  const ended = await moves.apply(plan, () => undefined);
  const failed = await mirror.moves.moveItems({ move: plan.id, states: ['failed'], first: 20 });
  expect(failed.map(({ kind, id, failure }) => [kind, id, failure])).toEqual([]);
  expect(ended.state).toBe('applied');
  const { folder: kept } = await moves.verify(plan.id, { sample: 0 });
  const { findings } = JSON.parse(await readFile(join(kept, 'report.json'), 'utf8')) as { findings: object[] };
  expect(findings).toEqual([]);
  const done = await moves.cutOver({ move: plan.id, source, by: 'staff', witness: false, accept: false });
  expect(done.refused).toBe(0);
  expect(done.kept).toBeGreaterThan(0);
  expect(await client.stop()).toBeGreaterThan(0);
};

it('the till: tickets, sessions and cards stay', async () => {
  await swap('till', 'odoo-till');
  // Points and money, which Odoo has on two.
  const codes = (tills.tables['loyalty.card'] ?? []).map(({ code }) => code as string);
  expect(codes.filter((code) => code.endsWith('-EUR'))).toHaveLength(codes.length / 2);
  expect(tills.tables['pos.order']).toEqual([]);
});

it('the warehouse: what can be promised stays, and what is told goes to Odoo', async () => {
  const awaited = await purchases();
  await swap('warehouse', 'odoo');
  expect(await purchases()).toEqual(awaited);
  type Page = { products: { nodes: { variants: { id: string; sku: string; available: number }[] }[] } };
  const { products } = await served.ask<Page>('{ products(first: 50) { nodes { variants { id sku available } } } }');
  const variant = products.nodes.flatMap(({ variants }) => variants).find(({ available }) => available > 3);
  if (!variant) throw new Error('nothing is in stock');
  const text = `mutation ($variant: ID!) { adjustStock(variant: $variant, quantity: 2) {
    __typename ... on CommandRefused { code message } } }`;
  expect(await served.ask(text, { variant: variant.id })).toMatchObject({
    adjustStock: { __typename: 'StockAdjusted' },
  });
  await served.settled();
  await served.read('odoo');
  const left = await served.ask('query ($id: ID!) { variant(id: $id) { available } }', { id: variant.id });
  expect(left).toEqual({ variant: { available: 2 } });
});

/** Odoo dates them anew, and the newest come first: told by their ids. */
async function purchases(): Promise<[id: string, supplier: string][]> {
  type Page = { purchaseOrders: { nodes: { id: string; supplier: { name: string } }[] } };
  const { purchaseOrders } = await served.ask<Page>('{ purchaseOrders(first: 20) { nodes { id supplier { name } } } }');
  return purchaseOrders.nodes
    .map(({ id, supplier }): [string, string] => [id, supplier.name])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
