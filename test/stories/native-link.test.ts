/** Promise: the stand-in of the warehouse links itself to the shop as its vendor does, and the hub can see both sides. */
import { startDemoSandbox, type DemoSandbox } from '../../connectors/myfulfillment/sandbox/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';

const BORN = new Date('2026-11-01T08:00:00Z');
const SEED = 11;

let shop: PrestashopSandbox;
let warehouse: DemoSandbox;

async function start(): Promise<[PrestashopSandbox, DemoSandbox]> {
  const state = generateShop({ seed: SEED, products: 40, customers: 20, orders: 500, now: BORN, images: false });
  const started = await startPrestashopSandbox({ state, seed: SEED, now: () => BORN });
  const settings = { url: started.url, key: started.key };
  const peer = { url: started.url, settings, close: () => started.close(), connector: 'prestashop' };
  return [started, await startDemoSandbox({ seed: SEED, bornAt: BORN, peers: { shop: peer } })];
}

beforeEach(async () => {
  [shop, warehouse] = await start();
});
afterEach(async () => {
  await warehouse.close();
  await shop.close();
});

/** SKU to what the shop shows of it. */
function shopStock(): Map<string, number> {
  const { products = [], combinations = [], stock_availables = [] } = shop.state.resources;
  const combined = new Set(combinations.map((row) => row['id_product']));
  const found = new Map<string, number>();
  for (const row of stock_availables) {
    const attribute = Number(row['id_product_attribute']);
    if (attribute === 0 && combined.has(row['id_product'])) continue;
    const owner = attribute === 0 ? products : combinations;
    const id = attribute === 0 ? row['id_product'] : attribute;
    const sku = owner.find((one) => one.id === Number(id))?.['reference'] as string | undefined;
    if (sku && !found.has(sku)) found.set(sku, Number(row['quantity']));
  }
  return found;
}

function warehouseStock(sku: string): number {
  return (warehouse.state.stocks[sku] ?? []).reduce((sum, level) => sum + level.wi_available_quantity, 0);
}

/** SKUs whose figures differ, where the shop has any: a shop may owe what nobody has. */
function differing(): string[] {
  return [...shopStock()]
    .filter(([sku, quantity]) => quantity >= 0 && quantity !== warehouseStock(sku))
    .map(([sku]) => sku);
}

it('every article and order of the shop is there, and only a few figures differ', () => {
  const references = new Set(warehouse.state.orders.map(({ reference }) => reference));
  for (const { id } of shop.state.resources['orders'] ?? []) expect(references).toContain(String(id));
  const skus = new Set(warehouse.state.products.map(({ sku }) => sku));
  for (const sku of shopStock().keys()) expect(skus).toContain(sku);
  expect(differing()).toHaveLength(3);
  expect(shop.writes).toEqual([]);
});

it('a day ships orders and tells the shop number and state', async () => {
  const before = warehouse.state.shipments.length;
  await warehouse.step();
  const shipments = warehouse.state.shipments.slice(before);
  expect(shipments.length).toBeGreaterThan(0);
  for (const { order_reference, trackings } of shipments) {
    const parcels = (shop.state.resources['order_carriers'] ?? []).filter(
      (row) => String(row['id_order'] as number) === order_reference,
    );
    expect(parcels.map((row) => row['tracking_number'])).toContain(trackings[0]?.number);
    const order = (shop.state.resources['orders'] ?? []).find(({ id }) => String(id) === order_reference);
    const state = (shop.state.resources['order_states'] ?? []).find(
      ({ id }) => id === Number(order?.['current_state']),
    );
    expect(state?.['shipped']).toBe('1');
  }
});

it('goods that come in are pushed to the shop, and a shipped order is not shipped again', async () => {
  const miscounted = differing();
  const before = warehouse.state.shipments.length;
  await warehouse.step();
  const received = warehouse.state.receptions.flatMap(({ items }) => items.map(({ sku }) => sku));
  expect(received.length).toBeGreaterThan(0);
  for (const sku of received) expect(shopStock().get(sku)).toBe(warehouseStock(sku));
  // What nobody touched keeps its error: nobody has looked.
  expect(differing().every((sku) => miscounted.includes(sku))).toBe(true);
  await warehouse.step();
  const references = warehouse.state.shipments.slice(before).map(({ order_reference }) => order_reference);
  expect(new Set(references).size).toBe(references.length);
});

it('a cancelled order is given up, its lines are not read again', async () => {
  const order = warehouse.state.orders.find(
    ({ items, status }) => status === 'processing' && items.some(({ qty_to_ship }) => qty_to_ship > 0),
  );
  const cancelled = (shop.state.resources['order_states'] ?? []).find((row) =>
    JSON.stringify(row['template']).includes('order_canceled'),
  );
  shop.edit('orders', Number(order?.reference), { current_state: cancelled?.id ?? 0 });
  const items = order?.items.map(({ sku }) => sku);
  await warehouse.step();
  expect(order).toMatchObject({ status: 'canceled' });
  expect(order?.items.map(({ sku }) => sku)).toEqual(items);
  expect(order?.items.every(({ qty_to_ship }) => qty_to_ship === 0)).toBe(true);
});

it('the same seed and birth make the same business', async () => {
  const [otherShop, otherWarehouse] = await start();
  try {
    await warehouse.step();
    await otherWarehouse.step();
    expect(otherWarehouse.state).toEqual(warehouse.state);
  } finally {
    await otherWarehouse.close();
    await otherShop.close();
  }
});
