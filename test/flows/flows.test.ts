import type { FlowName, OrderFacet, SaleFacet, ShipmentFacet, StockItemFacet, StockLevelFacet } from '#sdk';
import { createFlowRunner, flows, judgeFlows, type FlowLane, type FlowRunner } from '../../src/flows/index.ts';
import type { ChangeRow, MessageOrder } from '../../src/mirror/index.ts';
import { fulfilmentFacetTypes } from '../../src/roles/fulfilment/facet-types.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import { tillFacetTypes } from '../../src/roles/till/facet-types.ts';
import { createLog } from '../../src/log.ts';
import { FakeMirror } from '../roles/fake-reader.ts';
import { aCustomer, anOrder, aProduct, aVariant, euro } from '../roles/shop-samples.ts';

const NOW = '2026-11-23T12:00:00.000Z';
let mirror: FakeMirror;
let taken: MessageOrder[];
let cursors: Map<string, number>;
let awake: number;
const limits = { percent: 10, records: 50, windowHours: 24 };
beforeEach(() => {
  mirror = new FakeMirror([...shopFacetTypes, ...fulfilmentFacetTypes, ...tillFacetTypes]);
  taken = [];
  cursors = new Map();
  awake = 0;
});

function laneOf(name: FlowName, from: string, to: string, stockOwner = 'depot'): FlowLane {
  const can = (): boolean => true;
  const bricks = [
    { name: 'shop', roles: ['shop' as const], can, carries: [] },
    { name: 'depot', roles: ['fulfilment' as const], can, carries: [] },
    { name: 'till', roles: ['till' as const], can, carries: [] },
  ];
  const lanes = judgeFlows(flows, bricks, { choices: [{ flow: name, from, to, mode: 'on' }], stockOwner });
  const lane = lanes.find(({ flow, pair }) => flow.name === name && pair.from === from && pair.to === to);
  if (!lane) throw new Error(`no lane ${name}`);
  return lane;
}

/** Takes orders as the mirror's writer does: cursors only go forward, overlays show at once. */
function runnerOf(...lanes: FlowLane[]): FlowRunner {
  const reader = { ...mirror.reader, cursor: async (name: string) => cursors.get(name) ?? null };
  return createFlowRunner({
    lanes,
    reader,
    writer: {
      enqueue(order) {
        const { cursor } = order;
        if (cursor && (cursors.get(cursor.name) ?? -1) >= cursor.seq) return Promise.resolve({ outcome: 'overtaken' });
        if (cursor) cursors.set(cursor.name, cursor.seq);
        if (order.messages.length > 0) taken.push(order);
        for (const { brick, overlays } of order.messages)
          for (const { type, hubId, patch, creates } of overlays) {
            const row = mirror.facets.find((one) => one.type === type && one.brick === brick && one.id === hubId);
            if (row) row.facet = { ...row.facet, ...patch };
            else if (creates) mirror.put(type, hubId, patch, brick);
          }
        return Promise.resolve({ outcome: 'queued', answer: null, messages: [] });
      },
    },
    limit: () => limits,
    wake: () => {
      awake += 1;
    },
    log: createLog({ secrets: [], level: 'silent' }),
    now: () => new Date(NOW),
  });
}

function moved(type: string, brick: string, hubId: string, change: ChangeRow['change'] = 'created'): void {
  mirror.changes.push({ seq: mirror.changes.length + 1, at: NOW, brick, type, entity: type, hubId, change });
}

const written = () =>
  taken.flatMap(({ messages }) => messages.map(({ command, payload }) => ({ command, ...payload })));

const anItem = (changes: Partial<StockItemFacet> = {}): StockItemFacet => ({
  ...{ sku: 'ROBE-S', gtin: null, name: 'Robe', active: true, onHand: 8, available: 7, incoming: 0 },
  ...changes,
});
const aLevel = (location: string, onHand: number): StockLevelFacet => ({
  ...{ variant: 'v1', sku: 'ROBE-S', location, onHand, reserved: 0, available: onHand, incoming: 0, shelf: null },
});

it('nothing is compared while facets of a brick are made', async () => {
  mirror.add('Customer', 'k1', aCustomer(), 'shop');
  const runner = runnerOf(laneOf('order-to-fulfilment', 'shop', 'depot'));
  await runner.follow();
  mirror.add('Order', 'o1', anOrder({ status: 'PAID', customer: 'k1' }), 'shop');
  moved('Order', 'shop', 'o1');
  mirror.dueRoots = 1;
  await runner.follow();
  expect(written()).toEqual([]);
  mirror.dueRoots = 0;
  await runner.follow();
  expect(written()).toHaveLength(1);
});

it('a paid order is sent once, and what came before the flow was turned on is not', async () => {
  mirror.add('Customer', 'k1', aCustomer(), 'shop');
  const paid: Partial<OrderFacet> = { status: 'PAID', customer: 'k1' };
  mirror.add('Order', 'old', anOrder(paid), 'shop');
  moved('Order', 'shop', 'old');
  const runner = runnerOf(laneOf('order-to-fulfilment', 'shop', 'depot'));
  await runner.follow();
  expect(written()).toEqual([]);
  mirror.add('Order', 'o1', anOrder({ ...paid, reference: 'AAAAAAAAA' }), 'shop');
  mirror.add('Order', 'o2', anOrder({ ...paid, status: 'PENDING' }), 'shop');
  for (const id of ['o1', 'o2']) moved('Order', 'shop', id);
  await runner.follow();
  moved('Order', 'shop', 'o1', 'updated');
  await runner.follow();
  expect(written()).toEqual([expect.objectContaining({ command: 'fulfilOrder', order: 'o1', reference: 'AAAAAAAAA' })]);
  expect(taken[0]?.messages[0]).toMatchObject({ lane: 'Order:o1', creates: true, origin: 'flow:order-to-fulfilment' });
  expect(awake).toBe(1);
});

it('what differed before is shown, and taken when a person says so', async () => {
  mirror.add('Customer', 'k1', aCustomer(), 'shop');
  mirror.add('Order', 'old', anOrder({ status: 'PAID', customer: 'k1' }), 'shop');
  const lane = laneOf('order-to-fulfilment', 'shop', 'depot');
  const runner = runnerOf(lane);
  expect(await runner.differences(lane, 10)).toEqual([expect.objectContaining({ hubId: 'old', before: null })]);
  expect(written()).toEqual([]);
  expect(await runner.reconcile(lane, 'ada')).toEqual({ taken: 1, held: 0 });
  expect(taken[0]).toMatchObject({ by: 'ada' });
  expect(await runner.differences(lane, 10)).toEqual([]);
});

it('tracking reaches the shop once for each parcel, and the order is on its way', async () => {
  const parcel = (numbers: string[]): ShipmentFacet => ({
    ...{ order: 'o1', orderReference: 'AAAAAAAAA', carrier: 'Poste', trackingNumbers: numbers, trackingUrl: null },
    ...{ shippedAt: NOW, location: null, lines: [] },
  });
  mirror.add('Order', 'o1', anOrder({ status: 'PAID', trackingNumbers: ['T-0'] }), 'shop');
  const runner = runnerOf(laneOf('shipment-to-shop', 'depot', 'shop'));
  await runner.follow();
  mirror.put('Shipment', 's1', parcel(['T-0', 'T-1']), 'depot');
  mirror.put('Shipment', 's2', parcel(['T-2']), 'depot');
  for (const id of ['s1', 's2', 's1']) moved('Shipment', 'depot', id);
  await runner.follow();
  moved('Shipment', 'depot', 's1', 'updated');
  await runner.follow();
  expect(
    written().map(({ command, ...rest }) => [command, 'trackingNumber' in rest ? rest.trackingNumber : null]),
  ).toEqual([
    ['addTracking', 'T-1'],
    ['addTracking', 'T-2'],
    ['setOrderStatus', null],
  ]);
});

it('the shop is told what may be sold, less what the hub sold meanwhile', async () => {
  mirror.add('Variant', 'v1', aVariant({ shopQuantity: 3 }), 'shop');
  mirror.put('StockItem', 'v1', anItem(), 'depot');
  mirror.reserved.set('v1', 2);
  const runner = runnerOf(laneOf('stock-to-shop', 'depot', 'shop'));
  await runner.follow();
  moved('StockItem', 'depot', 'v1', 'updated');
  await runner.follow();
  expect(written()).toEqual([{ command: 'setStock', variant: 'v1', sku: 'ROBE-S', location: null, quantity: 5 }]);
  mirror.add('Variant', 'v2', aVariant({ shopQuantity: 1 }), 'shop');
  mirror.put('StockItem', 'v2', anItem({ available: -4 }), 'depot');
  moved('StockItem', 'depot', 'v2');
  await runner.follow();
  expect(written().at(-1)).toMatchObject({ variant: 'v2', quantity: 0 });
});

it('a ticket is taken off the count of its store once, and what is brought back is added', async () => {
  const line = (quantity: number): SaleFacet['lines'][number] => ({
    ...{ variant: 'v1', sku: 'ROBE-S', gtin: null, name: 'Robe', quantity, unitPriceWithTax: null, total: null },
    ...{ totalWithTax: euro('1'), taxRate: null },
  });
  const aSale = (quantities: number[]): SaleFacet => ({
    ...{ number: 'T-1', sequence: 1, till: '1', location: 'store', soldAt: NOW, lines: quantities.map(line) },
    ...{
      payments: [],
      total: null,
      totalWithTax: euro('1'),
      customer: null,
      loyaltyNumber: null,
      hash: null,
      session: null,
    },
  });
  mirror.put('StockItem', 'v1', anItem({ onHand: 10, available: 10 }), 'depot');
  mirror.put('StockLevel', 'l-store', aLevel('store', 4), 'depot');
  mirror.put('StockLevel', 'l-hall', aLevel('hall', 6), 'depot');
  const runner = runnerOf(laneOf('sale-to-stock', 'till', 'depot'));
  await runner.follow();
  mirror.put('Sale', 't1', aSale([2, 1]), 'till');
  moved('Sale', 'till', 't1');
  await runner.follow();
  mirror.put('Sale', 't2', aSale([-1]), 'till');
  moved('Sale', 'till', 't2');
  moved('Sale', 'till', 't1', 'updated');
  await runner.follow();
  expect(written()).toEqual([
    { command: 'setStock', variant: 'v1', sku: 'ROBE-S', location: 'store', quantity: 1 },
    { command: 'setStock', variant: 'v1', sku: 'ROBE-S', location: 'store', quantity: 2 },
  ]);
});

it('two hubs that follow the same changes take each once', async () => {
  mirror.add('Variant', 'v1', aVariant({ shopQuantity: 3 }), 'shop');
  mirror.put('StockItem', 'v1', anItem(), 'depot');
  const lane = laneOf('stock-to-shop', 'depot', 'shop');
  const [one, other] = [runnerOf(lane), runnerOf(lane)];
  await one.follow();
  moved('StockItem', 'depot', 'v1');
  await Promise.all([one.follow(), other.follow()]);
  expect(written()).toHaveLength(1);
});

it('names and prices of the shop reach the till in one file, and only what differs', async () => {
  mirror.add('Product', 'p1', aProduct(), 'shop');
  for (const id of ['v1', 'v2']) mirror.add('Variant', id, aVariant({ sku: id.toUpperCase(), options: [] }), 'shop');
  mirror.put('TillItem', 'v1', { sku: 'V1', gtin: '3760000000017', name: 'Robe', priceWithTax: euro('28.68') }, 'till');
  const runner = runnerOf(laneOf('items-to-till', 'shop', 'till'));
  await runner.follow();
  moved('Product', 'shop', 'p1', 'updated');
  await runner.follow();
  expect(written()).toEqual([
    {
      command: 'putItems',
      items: [
        expect.objectContaining({ variant: 'v2', sku: 'V2', name: 'Robe', priceWithTax: euro('28.68'), taxRate: '20' }),
      ],
    },
  ]);
});
