/** Promise: what the warehouse says hangs on the same variants and orders as what the shop says. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import myfulfillment from '../../connectors/myfulfillment/index.ts';
import { startDemoSandbox, type DemoSandbox } from '../../connectors/myfulfillment/sandbox/index.ts';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { openHub, type Hub } from '../../src/hub/index.ts';
import { atRest } from '../mirror/at-rest.ts';

const BORN = new Date('2026-11-01T08:00:00Z');

let data: string;
let shop: PrestashopSandbox;
let warehouse: DemoSandbox;
let hub: Hub;
let clock = BORN.getTime();

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'mortar-'));
  const now = (): Date => new Date(clock);
  const state = generateShop({ seed: 5, products: 30, customers: 20, orders: 300, now: BORN, images: false });
  shop = await startPrestashopSandbox({ state, now });
  const settings = { url: shop.url, key: shop.key };
  const peer = { url: shop.url, settings, close: () => shop.close(), connector: 'prestashop' };
  warehouse = await startDemoSandbox({ seed: 5, bornAt: BORN, peers: { shop: peer } });
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
  const schedule = '*/2 * * * *';
  hub = await openHub({
    config: { data },
    bricks: [
      { name: 'shop', connector: prestashop, settings: prestashop.settings.parse(settings), schedule, holds },
      {
        name: 'warehouse',
        connector: myfulfillment,
        settings: myfulfillment.settings.parse({ ...warehouse.settings }),
        schedule,
        holds,
      },
    ],
    registry: new URL('../../src/registry.ts', import.meta.url).href,
    log: pino({ level: 'silent' }),
    now,
  });
  await sync('shop');
  await sync('warehouse');
});
afterAll(async () => {
  await hub.close();
  await warehouse.close();
  await shop.close();
  await rm(data, { recursive: true });
});

function sync(brick: string): ReturnType<Hub['sync']['sync']> {
  clock += 120_000;
  return hub.sync.sync(brick, { full: false, trigger: 'test' });
}

function facets<Facet>(table: string): Map<string, Facet> {
  const type = table.replace(/(^|_)([a-z])/g, (_all, _before, letter: string) => letter.toUpperCase());
  return new Map(Object.entries(atRest(data).facets(type)).map(([id, json]) => [id, JSON.parse(json) as Facet]));
}

it('an item of the warehouse is the variant of the shop that has its SKU', () => {
  const variants = facets<{ sku: string | null }>('variant');
  const items = facets<{ sku: string; available: number }>('stock_item');
  expect(items.size).toBe(warehouse.state.products.length);
  for (const [id, { sku }] of items) expect(variants.get(id)?.sku).toBe(sku);
});

it('an order of the warehouse is the order of the shop whose number it holds, and so are its shipments', () => {
  const ofShop = facets<{ number: string | null }>('order');
  const ofWarehouse = facets<{ number: string }>('fulfilment_order');
  expect(ofWarehouse.size).toBe(warehouse.state.orders.length);
  for (const [id, { number }] of ofWarehouse) expect(ofShop.get(id)?.number).toBe(number);
  const shipments = [...facets<{ order: string | null; orderReference: string }>('shipment').values()];
  expect(shipments.length).toBeGreaterThan(0);
  for (const { order, orderReference } of shipments) expect(ofShop.get(order ?? '')?.number).toBe(orderReference);
});

it('a day in the warehouse arrives; a second read finds nothing more', async () => {
  await warehouse.step();
  await sync('shop');
  const run = await sync('warehouse');
  expect(run).toMatchObject({ state: 'done' });
  expect(facets('shipment').size).toBe(warehouse.state.shipments.length);
  expect(facets('receipt').size).toBe(1);
  expect(await sync('warehouse')).toMatchObject({ state: 'done', revisions: 0, tombstones: 0, held: 0 });
});
