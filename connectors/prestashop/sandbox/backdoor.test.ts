import { emptyShop, startPrestashopSandbox, type PrestashopSandbox } from './index.ts';
import { clientOf, type SandboxClient } from './replay/client.ts';
import { recordedState } from './replay/recorded-state.ts';

let sandbox: PrestashopSandbox;
let client: SandboxClient;

beforeEach(async () => {
  sandbox = await startPrestashopSandbox({ state: recordedState(), now: () => new Date('2026-12-01T08:00:00Z') });
  client = clientOf(sandbox);
});
afterEach(async () => sandbox.close());

it('an edit as SQL makes it shows at once and moves no date; the back office moves it', async () => {
  const before = await client.record('products', 1);
  sandbox.edit('products', 1, { price: '1.000000' });
  expect(await client.record('products', 1)).toEqual({ ...before, price: '1.000000' });
  sandbox.touch('products', 1, { price: '2.000000' });
  expect(await client.record('products', 1)).toMatchObject({ price: '2.000000', date_upd: '2026-12-01 09:00:00' });
  expect(sandbox.writes).toEqual([]);
});

it('a language switched off turns texts into plain strings', async () => {
  await client.record('products', 1);
  sandbox.edit('languages', 2, { active: '0' });
  expect(await client.record('products', 1)).toMatchObject({ name: 'Hummingbird printed t-shirt' });
});

it('rows can be put in and taken out', async () => {
  sandbox.insert('tags', { id: 5, id_lang: 1, name: 'sale' });
  expect(await client.json('tags?display=full')).toEqual({ tags: [{ id: 5, id_lang: 1, name: 'sale' }] });
  expect([sandbox.remove('tags', 5), sandbox.remove('tags', 5)]).toEqual([true, false]);
  expect(await client.status('tags/5')).toBe(404);
});

it('a wiped shop is a new installation: set-up there, goods and people gone, ids from 1', async () => {
  sandbox.wipe();
  expect(await (await client.send('GET', 'products?output_format=JSON')).text()).toBe('[]');
  expect((await client.json('categories'))['categories']).toEqual([{ id: 1 }, { id: 2 }]);
  expect((await client.json('languages'))['languages']).toHaveLength(2);
  const posted = await client.send('POST', 'products', '<product><price>1</price></product>');
  expect(await posted.text()).toContain('<id><![CDATA[1]]></id>');
});

it('reset swaps all data; the state is the live one', async () => {
  const empty = emptyShop(recordedState());
  sandbox.reset(empty);
  expect(sandbox.state).toBe(empty);
  sandbox.insert('products', { id: 9, reference: 'NEW' });
  expect(empty.resources['products']).toEqual([{ id: 9, reference: 'NEW' }]);
});

it.each([
  ['zero-prices', 'products', { price: '0.000000' }],
  ['zero-stock', 'stock_availables', { quantity: 0 }],
  ['hijacked-emails', 'customers', { email: 'c1@intruder.test' }],
  ['scrambled-texts', 'products', { name: [{ id: 1, value: 'SHVtbWluZ2JpcmQgcHJpbnRlZCB0LXNoaXJ0' }, {}] }],
] as const)('%s', async (kind, resource, expected) => {
  sandbox.poison(kind);
  expect(await client.record(resource, 1)).toMatchObject(expected);
});

it('half-deleted', async () => {
  sandbox.poison('half-deleted');
  expect((await client.json('products'))['products']).toHaveLength(10);
});

it('the log tells what was asked and answered', async () => {
  await client.status('products/777');
  expect(sandbox.log).toMatchObject([{ method: 'GET', path: '/api/products/777', resource: 'products', status: 404 }]);
});
