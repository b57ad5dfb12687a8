import type { Random } from './random.ts';
import { STORE, WAREHOUSE, type FulfilmentState, type Level, type Order, type Shipment } from './state.ts';

/** Where an article lies in a warehouse. */
export function levelOf(state: FulfilmentState, sku: string, warehouse = WAREHOUSE): Level | undefined {
  return state.stocks[sku]?.find(({ w_id }) => w_id === warehouse);
}

/** Takes an order in, and sets its articles aside. Each order is taken in once. */
export function takeIn(state: FulfilmentState, order: Omit<Order, 'id'>): void {
  const id = (state.orders.at(-1)?.id ?? 1000) + 1;
  state.orders.push({ id, ...order });
  for (const item of order.items) reserve(state, item.sku, item.qty_to_ship);
}

function reserve(state: FulfilmentState, sku: string, quantity: number): void {
  const level = levelOf(state, sku);
  if (!level) return;
  level.wi_reserved_quantity += quantity;
  level.wi_quantity_to_ship += quantity;
  level.wi_available_quantity = level.wi_physical_quantity - level.wi_reserved_quantity;
}

/** What an order no longer needs goes back to what is available. */
export function letGo(state: FulfilmentState, order: Order, status: string): void {
  order.status = status;
  for (const item of order.items) {
    reserve(state, item.sku, -item.qty_to_ship);
    item.qty_to_ship = 0;
    item.qty_reserved = 0;
  }
  state.inProgress = state.inProgress.filter(({ reference }) => reference !== order.reference);
}

/** Orders that a customer of a warehouse without a shop sends. */
export function ownOrders(state: FulfilmentState, random: Random, at: Date, count: number): void {
  for (let left = count; left > 0; left -= 1) {
    const product = random.pick(state.products);
    const quantity = random.int(1, 2);
    takeIn(state, {
      reference: String((state.orders.at(-1)?.id ?? 1000) + 4001),
      status: random.chance(0.1) ? 'holded' : 'processing',
      created_at: at.toISOString().slice(0, 19).replace('T', ' '),
      shipping_address: { firstname: 'Camille', lastname: 'Martin', country_id: 'FR' },
      items: [{ type: 'simple', sku: product.sku, name: product.name, qty_to_ship: quantity, qty_reserved: quantity }],
    });
  }
}

const isWaiting = (order: Order): boolean =>
  order.status === 'processing' && order.items.some(({ qty_to_ship }) => qty_to_ship > 0);

/** A picking wave: some of what waits. */
export function pick(state: FulfilmentState, count: number): void {
  const known = new Set(state.inProgress.map(({ reference }) => reference));
  const batch = state.shipments.length + 1;
  for (const { reference } of state.orders
    .filter((order) => isWaiting(order) && !known.has(order.reference))
    .slice(0, count)) {
    state.inProgress.push({ reference, batch_id: batch, status: 'new' });
  }
}

/** Ships the oldest of what is being picked and lies there; some orders stay `processing` although all is gone. */
export function ship(state: FulfilmentState, random: Random, at: Date, count: number): Shipment[] {
  const picked = new Set(state.inProgress.map(({ reference }) => reference));
  const ready = state.orders.filter((order) => isWaiting(order) && picked.has(order.reference) && lies(state, order));
  return ready.slice(0, count).map((order) => {
    const items = order.items.filter(({ qty_to_ship }) => qty_to_ship > 0);
    const carrier = random.pick(state.carriers);
    const shipment: Shipment = {
      id: (state.shipments.at(-1)?.id ?? 5000) + 1,
      order_reference: order.reference,
      packer: random.pick(['Lina', 'Marc']),
      created_at: `${at.toISOString().slice(0, 19)}+00:00`,
      method_code: carrier.code,
      method_description: carrier.name,
      trackings: [{ number: `6A${random.int(10_000_000, 99_999_999)}` }],
      items: items.map(({ sku, qty_to_ship }) => ({ sku, qty: qty_to_ship })),
    };
    for (const { sku, qty_to_ship } of items) {
      const level = levelOf(state, sku);
      if (level) level.wi_physical_quantity -= qty_to_ship;
    }
    letGo(state, order, random.chance(0.2) ? 'processing' : 'complete');
    state.shipments.push(shipment);
    return shipment;
  });
}

function lies(state: FulfilmentState, order: Order): boolean {
  return order.items.every(({ sku, qty_to_ship }) => (levelOf(state, sku)?.wi_physical_quantity ?? 0) >= qty_to_ship);
}

/** The oldest purchase order comes in. */
export function receive(state: FulfilmentState, at: Date): void {
  const order = state.purchaseOrders.find(({ status }) => status === 'expected');
  if (!order) return;
  const wall = at.toISOString().slice(0, 19).replace('T', ' ');
  for (const item of order.items) {
    item.qty_received = item.qty;
    const level = levelOf(state, item.sku);
    if (level) level.wi_physical_quantity += item.qty;
    reserve(state, item.sku, 0);
  }
  Object.assign(order, { status: 'complete', updated_at: wall });
  const items = order.items.map(({ sku, qty }) => ({ sku, qty }));
  state.receptions.push({ created_at: wall, purchase_order: order.reference, items });
}

/** What may be sold of an article, in all warehouses. */
export function available(state: FulfilmentState, sku: string): number {
  return [WAREHOUSE, STORE].reduce((sum, id) => sum + (levelOf(state, sku, id)?.wi_available_quantity ?? 0), 0);
}
