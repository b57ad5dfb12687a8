/** Promise: what one brick's change means for another is written once, and what a rule wrote never sets it off again. */
import type { FlowName } from '#sdk';
import { change, fill, openMemoryHub, type MemoryHub } from './memory-hub.ts';

const on = (flow: FlowName, from: string, to: string) => ({ flow, from, to, mode: 'on' as const });
const FLOWS = [
  on('order-to-fulfilment', 'shop', 'depot'),
  on('shipment-to-shop', 'depot', 'shop'),
  on('stock-to-shop', 'depot', 'shop'),
  on('sale-to-stock', 'till', 'depot'),
  on('items-to-till', 'shop', 'till'),
];

const ADDRESS = {
  ...{ externalId: '1', alias: null, firstName: 'Léa', lastName: 'Roy', company: null, vatNumber: null, street2: null },
  ...{
    street: '1 rue Haute',
    postcode: '38000',
    city: 'Grenoble',
    country: 'FR',
    state: null,
    phone: null,
    mobile: null,
  },
};

let memory: MemoryHub;
beforeAll(async () => {
  const primaries = { shop: { primary: 'shop' }, fulfilment: { primary: 'depot' }, till: { primary: 'till' } };
  memory = await openMemoryHub(['shop', 'depot', 'till'], primaries, {
    flows: FLOWS,
    stock: { owner: 'depot', oversell: 'refuse' },
  });
  for (const [brick, role] of [
    ['shop', 'shop'],
    ['depot', 'fulfilment'],
    ['till', 'till'],
  ] as const)
    fill(business(brick), role);
  for (const sku of ['TENT-2P', 'MUG-01'])
    business('till').put({
      role: 'till',
      type: 'TillItem',
      id: sku,
      facet: { sku, gtin: null, name: sku, priceWithTax: null },
    });
  change(business('shop'), 'shop', { type: 'Order', id: 'R-1' }, { status: 'PENDING', shippingAddress: ADDRESS });
  await memory.sync('shop', 'depot', 'till');
  await memory.settle();
  memory.hub.relay.start();
  // The flows begin with what changes from now on.
  await memory.hub.flows.follow();
});
afterAll(() => memory.close());

const business = (name: string) => {
  const found = memory.businesses[name];
  if (!found) throw new Error(`no business ${name}`);
  return found;
};
const effects = (name: string): string[] => business(name).effects.map(({ on: thing }) => thing);
const facetOf = (name: string, role: 'shop' | 'fulfilment' | 'till', type: string, id: string) =>
  business(name)
    .things(role)
    .find((thing) => thing.type === type && thing.id === id)?.facet;

/** Bricks are read, rules followed and messages brought until nothing moves any more. */
async function passes(rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await memory.sync('shop', 'depot', 'till');
    await memory.hub.flows.follow();
    await memory.hub.relay.idle();
  }
}

it('what was there before sets nothing off, and is shown as a difference', async () => {
  await passes();
  expect([effects('shop'), effects('depot'), effects('till')]).toEqual([[], [], []]);
  const { flowDifferences } = await memory.ask(
    '{ flowDifferences(name: "stock-to-shop", from: "depot", to: "shop") { subject before after } }',
  );
  expect(flowDifferences).toHaveLength(2);
  expect(flowDifferences).toContainEqual({ subject: 'MUG-01', before: '9', after: '10' });
});

it('a paid order is sent to fulfilment once', async () => {
  change(business('shop'), 'shop', { type: 'Order', id: 'R-1' }, { status: 'PAID' });
  await passes();
  const made = effects('depot').filter((one) => one.startsWith('FulfilmentOrder/'));
  expect(made).toHaveLength(1);
});

it('what a till sold is taken off the count, and the shop is told what is left', async () => {
  const sale = facetOf('till', 'till', 'Sale', 'T-1');
  business('till').put({ role: 'till', type: 'Sale', id: 'T-2', facet: { ...sale, number: 'T-2', sequence: 2 } });
  await passes();
  const sold = effects('depot').filter((one) => one.startsWith('StockItem/'));
  expect(sold.length).toBeGreaterThan(0);
  for (const thing of sold) {
    const sku = thing.slice('StockItem/'.length);
    const left = facetOf('depot', 'fulfilment', 'StockItem', sku)?.['available'];
    expect(facetOf('shop', 'shop', 'Variant', sku)?.['shopQuantity']).toBe(left);
  }
  const before = [effects('shop'), effects('depot'), effects('till')].map(({ length }) => length);
  await passes();
  expect([effects('shop'), effects('depot'), effects('till')].map(({ length }) => length)).toEqual(before);
});

it('a new price of the shop reaches the till', async () => {
  change(
    business('shop'),
    'shop',
    { type: 'Variant', id: 'MUG-01' },
    { listPrice: { amount: '10.00', currency: 'EUR' } },
  );
  await passes();
  expect(facetOf('till', 'till', 'TillItem', 'MUG-01')?.['priceWithTax']).toEqual({ amount: '12.00', currency: 'EUR' });
});

it('nothing is refused, and nothing is on its way any more', async () => {
  const { bricks } = await memory.ask('{ bricks { name queued deadLetters conflicts { name } } }');
  expect(bricks).toEqual(['shop', 'depot', 'till'].map((name) => ({ name, queued: 0, deadLetters: 0, conflicts: [] })));
});
