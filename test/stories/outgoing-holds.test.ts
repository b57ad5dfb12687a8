/** Promise: what the hub itself would write too much of waits for a person, is sent once if so decided, and the rest goes on. */
import type { Business } from '../../connectors/memory/index.ts';
import { change, fill, openMemoryHub, type MemoryHub } from './memory-hub.ts';

const SKUS = Array.from({ length: 80 }, (_, n) => `MUG-${String(n + 100)}`);
let memory: MemoryHub;

beforeAll(async () => {
  const primaries = { shop: { primary: 'shop' }, fulfilment: { primary: 'depot' }, till: { primary: 'till' } };
  memory = await openMemoryHub(['shop', 'depot', 'till'], primaries, {
    flows: [
      { flow: 'stock-to-shop', from: 'depot', to: 'shop', mode: 'on' },
      { flow: 'items-to-till', from: 'shop', to: 'till', mode: 'on' },
    ],
    stock: { owner: 'depot', oversell: 'refuse' },
  });
  fill(business('shop'), 'shop');
  fill(business('depot'), 'fulfilment');
  const variant = facetOf('shop', 'Variant', 'MUG-01');
  const item = facetOf('depot', 'StockItem', 'MUG-01');
  for (const sku of SKUS) {
    business('shop').put({ role: 'shop', type: 'Variant', id: sku, facet: { ...variant, sku, shopQuantity: 5 } });
    business('depot').put({
      ...{ role: 'fulfilment', type: 'StockItem', id: sku },
      facet: { ...item, sku, onHand: 5, available: 5 },
    });
    const priceWithTax = { amount: '9.54', currency: 'EUR' };
    business('till').put({
      role: 'till',
      type: 'TillItem',
      id: sku,
      facet: { sku, gtin: null, name: sku, priceWithTax },
    });
  }
  await memory.sync('shop', 'depot', 'till');
  await memory.settle();
  memory.hub.relay.start();
  await memory.hub.flows.follow();
});
afterAll(() => memory.close());

function business(name: string): Business {
  const found = memory.businesses[name];
  if (!found) throw new Error(`no business ${name}`);
  return found;
}
function facetOf(name: string, type: string, id: string) {
  const role = ({ shop: 'shop', depot: 'fulfilment', till: 'till' } as const)[name as 'shop'];
  return business(name)
    .things(role)
    .find((thing) => thing.type === type && thing.id === id)?.facet;
}
const stockOf = (id: string): unknown => facetOf('shop', 'Variant', id)?.['shopQuantity'];
const emptied = (): number => SKUS.filter((sku) => stockOf(sku) === 0).length;
const setStock = (sku: string, available: number): void =>
  change(business('depot'), 'fulfilment', { type: 'StockItem', id: sku }, { onHand: available, available });

async function passes(rounds = 2): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await memory.sync('shop', 'depot', 'till');
    await memory.hub.flows.follow();
    await memory.hub.relay.idle();
  }
}

interface Shown {
  id: string;
  stream: string;
  run: string;
  updates: number;
  reasons: { rule: string; message: string }[];
  changes: { nodes: { record: string; fields: { path: string; before: string; after: string }[] }[] };
}

async function waiting(): Promise<Shown[]> {
  const { holds } = await memory.ask(`{ holds(state: OPEN, first: 9) { nodes { id direction stream run updates
    reasons { rule message } changes(first: 100) { nodes { record fields { path before after } } } } } }`);
  return (holds as { nodes: (Shown & { direction: string })[] }).nodes.filter((one) => one.direction === 'OUTGOING');
}
const decide = (what: string) => memory.ask(`mutation { ${what} { __typename } }`);

it('a depot that says that nothing is left does not empty the shop; what else changes there goes on', async () => {
  for (const sku of SKUS.slice(0, 60)) setStock(sku, 0);
  setStock(SKUS[70] ?? '', 3);
  // The depot's own rule for what it says is another one: it is not what is tried here.
  await passes();
  const { holds } = await memory.ask('{ holds(state: OPEN, first: 9) { nodes { id direction } } }');
  for (const hold of (holds as { nodes: { id: string; direction: string }[] }).nodes)
    if (hold.direction === 'INCOMING') await decide(`acceptHold(id: "${hold.id}")`);
  await passes();
  const [hold] = await waiting();
  expect(hold).toMatchObject({ stream: 'setStock', run: 'flow:stock-to-shop', updates: 60 });
  expect(hold?.reasons).toEqual([expect.objectContaining({ rule: 'OUTGOING' })]);
  expect(hold?.changes.nodes).toHaveLength(60);
  expect(hold?.changes.nodes[0]?.fields).toEqual([{ path: 'shopQuantity', before: '5', after: '0' }]);
  expect(emptied()).toBe(0);
  expect(stockOf(SKUS[70] ?? '')).toBe(3);
  await passes();
  expect((await waiting()).map(({ updates }) => updates)).toEqual([60]);
});

it('what is right again at its source is not asked any more', async () => {
  setStock(SKUS[0] ?? '', 5);
  await passes();
  expect(await waiting()).toMatchObject([{ updates: 59 }]);
});

it('a selection is sent, the rest dropped and not proposed again until it changes', async () => {
  const [hold] = await waiting();
  const records = hold?.changes.nodes.slice(0, 9).map(({ record }) => `"${record}"`);
  await decide(`acceptHold(id: "${hold?.id}", select: [${records?.join()}])`);
  await passes();
  expect(emptied()).toBe(9);
  const effects = business('shop').effects.length;
  await decide(`rejectHold(id: "${hold?.id}", reason: "the depot was wrong")`);
  // Said again, by a change that says the same.
  for (const sku of SKUS.slice(0, 60))
    change(business('depot'), 'fulfilment', { type: 'StockItem', id: sku }, { incoming: 7 });
  await passes();
  const { holds } = await memory.ask('{ holds(state: OPEN, first: 9) { nodes { id } } }');
  for (const { id } of (holds as { nodes: { id: string }[] }).nodes) await decide(`acceptHold(id: "${id}")`);
  await passes();
  expect(await waiting()).toEqual([]);
  expect([emptied(), business('shop').effects.length]).toEqual([9, effects]);
});

it('one price that falls to a tenth waits on its own, while the till learns the others', async () => {
  const price = (sku: string, amount: string): void =>
    change(business('shop'), 'shop', { type: 'Variant', id: sku }, { listPrice: { amount, currency: 'EUR' } });
  price(SKUS[20] ?? '', '0.01');
  price(SKUS[21] ?? '', '8.10');
  await passes();
  for (const { id, direction } of (await incoming()).nodes)
    if (direction === 'INCOMING') await decide(`acceptHold(id: "${id}")`);
  await passes();
  const [hold] = await waiting();
  expect(hold).toMatchObject({ stream: 'putItems', run: 'flow:items-to-till', updates: 1 });
  expect(hold?.reasons).toEqual([expect.objectContaining({ rule: 'PRICES' })]);
  expect(facetOf('till', 'TillItem', SKUS[20] ?? '')?.['priceWithTax']).toEqual({ amount: '9.54', currency: 'EUR' });
  expect(facetOf('till', 'TillItem', SKUS[21] ?? '')?.['priceWithTax']).toEqual({ amount: '9.72', currency: 'EUR' });
  await decide(`acceptHold(id: "${hold?.id}")`);
  await passes();
  expect(facetOf('till', 'TillItem', SKUS[20] ?? '')?.['priceWithTax']).toEqual({ amount: '0.01', currency: 'EUR' });
});

async function incoming(): Promise<{ nodes: { id: string; direction: string }[] }> {
  const { holds } = await memory.ask('{ holds(state: OPEN, first: 9) { nodes { id direction } } }');
  return holds as { nodes: { id: string; direction: string }[] };
}
