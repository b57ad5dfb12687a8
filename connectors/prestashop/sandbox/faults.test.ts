import { startPrestashopSandbox, type FaultEffect, type PrestashopSandbox } from './index.ts';
import { clientOf, type SandboxClient } from './replay/client.ts';
import { recordedState } from './replay/recorded-state.ts';

let sandbox: PrestashopSandbox;
let client: SandboxClient;

beforeEach(async () => {
  sandbox = await startPrestashopSandbox({ state: recordedState(), seed: 7 });
  client = clientOf(sandbox);
});
afterEach(async () => sandbox.close());

const LIST = 'products?display=full&sort=[id_ASC]&output_format=JSON';
const fail = (effect: FaultEffect): void => sandbox.faults.set({ rules: [{ effect }] });
const statuses = async (count: number, path = LIST): Promise<number[]> => {
  const seen: number[] = [];
  for (let turn = 0; turn < count; turn++) seen.push(await client.status(path));
  return seen;
};

describe('how often a fault strikes', () => {
  const effect: FaultEffect = { kind: 'status', status: 502 };

  it('always, the next n, every nth, the nth only', async () => {
    sandbox.faults.set({ rules: [{ effect }] });
    expect(await statuses(2)).toEqual([502, 502]);
    sandbox.faults.set({ rules: [{ when: { next: 2 }, effect }] });
    expect(await statuses(4)).toEqual([502, 502, 200, 200]);
    sandbox.faults.set({ rules: [{ when: { every: 3 }, effect }] });
    expect(await statuses(6)).toEqual([200, 200, 502, 200, 200, 502]);
    sandbox.faults.set({ rules: [{ when: { at: 2 }, effect }] });
    expect(await statuses(4)).toEqual([200, 502, 200, 200]);
  });

  it('at random, the same way for the same seed', async () => {
    sandbox.faults.set({ rules: [{ when: { rate: 0.5 }, effect }] });
    const first = await statuses(12);
    const twin = await startPrestashopSandbox({ state: recordedState(), seed: 7 });
    try {
      twin.faults.set({ rules: [{ when: { rate: 0.5 }, effect }] });
      const second: number[] = [];
      for (let turn = 0; turn < 12; turn++) second.push(await clientOf(twin).status(LIST));
      expect(second).toEqual(first);
      expect(new Set(first)).toEqual(new Set([200, 502]));
    } finally {
      await twin.close();
    }
  });

  it('only requests that match', async () => {
    sandbox.faults.set({ rules: [{ match: { resource: 'orders', method: ['GET'], path: 'limit=' }, effect }] });
    expect(await client.status('orders?limit=2')).toBe(502);
    expect(await client.status('orders')).toBe(200);
    expect(await client.status('products?limit=2')).toBe(200);
  });
});

describe('what goes wrong', () => {
  it('a status with the text given', async () => {
    fail({ kind: 'status', status: 504, body: 'Gateway Time-out' });
    const response = await client.send('GET', LIST);
    expect([response.status, await response.text()]).toEqual([504, 'Gateway Time-out']);
  });

  it('a dropped connection', async () => {
    fail({ kind: 'drop' });
    await expect(client.send('GET', LIST)).rejects.toThrow('fetch failed');
  });

  it('a body that ends too early', async () => {
    fail({ kind: 'cut', share: 0.5 });
    const response = await client.send('GET', LIST);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('a maintenance page where data was asked', async () => {
    fail({ kind: 'html' });
    const response = await client.send('GET', LIST);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('<h1>');
  });

  it('an empty list with 200, and half a page with 200', async () => {
    fail({ kind: 'empty' });
    expect(await (await client.send('GET', LIST)).text()).toBe('[]');
    fail({ kind: 'half' });
    const { products } = await client.json('products?sort=[id_ASC]&limit=6');
    expect(products?.map((product) => product['id'])).toEqual([1, 2, 3]);
  });

  it('a late answer, which closing does not wait for', async () => {
    fail({ kind: 'latency', latencyMs: 3_600_000 });
    const late = expect(client.send('GET', LIST)).rejects.toThrow('fetch failed');
    while (sandbox.log.length === 0) await new Promise(setImmediate);
    await sandbox.stop();
    await late;
  });

  it('a lie, in process', async () => {
    sandbox.faults.transform = (resource, records) =>
      resource === 'products' ? records.map((record) => ({ ...record, price: '0.010000' })) : records;
    expect(await client.record('products', 1)).toMatchObject({ price: '0.010000' });
    sandbox.faults.clear();
    expect(await client.record('products', 1)).toMatchObject({ price: '23.900000' });
  });
});

describe('a write and its lost answer', () => {
  const patch = '<product><id>1</id><price>5</price></product>';

  it('fails before the shop did anything', async () => {
    fail({ kind: 'status', status: 500 });
    expect((await client.send('PATCH', 'products/1', patch)).status).toBe(500);
    expect(sandbox.writes).toHaveLength(0);
  });

  it('or after it did everything', async () => {
    fail({ kind: 'drop', after: true });
    await expect(client.send('PATCH', 'products/1', patch)).rejects.toThrow('fetch failed');
    expect(sandbox.writes).toMatchObject([{ resource: 'products', id: 1, effect: 'update' }]);
    sandbox.faults.clear();
    expect(await client.record('products', 1)).toMatchObject({ price: '5.000000' });
  });
});

describe('the shop itself', () => {
  it('goes down and comes back under the same address', async () => {
    const { url } = sandbox;
    await sandbox.stop();
    await expect(client.status(LIST)).rejects.toThrow('fetch failed');
    await sandbox.start();
    expect(await client.status(LIST)).toBe(200);
    expect(sandbox.url).toBe(url);
  });

  it('lacks a right on one resource only', async () => {
    sandbox.faults.set({ denied: { orders: 'all', products: ['DELETE'] } });
    expect(await client.status('orders')).toBe(401);
    expect(await client.status('customers')).toBe(200);
    expect((await client.send('DELETE', 'products/1')).status).toBe(405);
    expect(await (await client.send('GET', '')).text()).not.toContain('<orders ');
  });

  it('takes faults from another process', async () => {
    const admin = `${sandbox.url}/__sandbox/faults`;
    const send = async (method: string, body?: unknown): Promise<unknown> =>
      (await fetch(admin, { method, body: body === undefined ? null : JSON.stringify(body) })).json();
    await send('PUT', { disabled: true });
    expect(await client.status(LIST)).toBe(503);
    expect(await send('GET')).toMatchObject({ disabled: true });
    await send('DELETE');
    expect(await client.status(LIST)).toBe(200);
    expect(sandbox.log).toHaveLength(2);
  });

  it('shows its effects to another process, and forgets them', async () => {
    await client.send('PATCH', 'products/1', '<product><id>1</id><price>5</price></product>');
    const effects = async (method = 'GET'): Promise<unknown> =>
      (await fetch(`${sandbox.url}/__sandbox/writes`, { method })).json();
    expect(await effects()).toMatchObject([{ method: 'PATCH', resource: 'products', id: 1, effect: 'update' }]);
    expect(await effects('DELETE')).toEqual([]);
    expect(sandbox.writes).toEqual([]);
  });
});
