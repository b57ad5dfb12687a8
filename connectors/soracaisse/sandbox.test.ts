import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '#sdk';
import connector from './index.ts';
import { loadCatalogue } from './sandbox/catalogue.ts';
import { startTillSandbox } from './sandbox/index.ts';
import { testStore, type TestStore } from '../../test/connectors/soracaisse-store.ts';

const BORN = new Date('2026-11-01T08:00:00Z');

describe("the stand-in's store", () => {
  let folders: string[];

  beforeEach(() => {
    folders = [];
  });

  afterEach(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  async function start(): Promise<{ sandbox: Sandbox; box: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'mortar-till-'));
    folders.push(folder);
    return {
      sandbox: await startTillSandbox({ seed: 7, bornAt: BORN, folder, peers: {} }),
      box: join(folder, 'caisse'),
    };
  }

  async function content(box: string): Promise<Record<string, string>> {
    const names = (await readdir(box)).sort();
    const contents: Record<string, string> = {};
    for (const name of names) contents[name] = await readFile(join(box, name), 'latin1');
    return contents;
  }

  it('is the same to the byte for the same seed, and a day longer after a step', async () => {
    const [one, other] = [await start(), await start()];
    const before = await content(one.box);
    expect(await content(other.box)).toEqual(before);
    await one.sandbox.step?.();
    await other.sandbox.step?.();
    const after = await content(one.box);
    expect(Object.keys(after).length).toBe(Object.keys(before).length + 2);
    expect(await content(other.box)).toEqual(after);
    expect(after['tickets-B1-20261101.csv']).toContain('N\xb0 ticket;Date;');
  });

  it('is taken whole, with one gap in its ticket numbers', async () => {
    const { sandbox, box } = await start();
    const store: TestStore = testStore();
    for (const name of (await readdir(box)).sort()) store.drop(name, await readFile(join(box, name)));
    const settings = connector.settings.parse(sandbox.settings);
    await store.run(connector.open(settings, store.tools));
    expect(new Set(Object.values(store.outcomes()))).toEqual(new Set(['applied']));
    expect(
      store.records('files').flatMap(({ body }) => [...(body['doubtful'] as []), ...(body['changed'] as [])]),
    ).toEqual([]);
    const ofTill = store.records('tickets').filter(({ id }) => id.startsWith('Caisse 1/'));
    const numbers = ofTill.map(({ id }) => Number(id.slice(-6)));
    expect(numbers.length).toBeGreaterThan(100);
    expect(Math.max(...numbers)).toBe(numbers.length + 1);
    expect(store.records('z_reports')).toHaveLength(60);
    expect(store.records('tickets').some(({ body }) => Number(body['total']) < 0)).toBe(true);
    // What each Z report counted is what the files hold.
    const counted = store.records('z_reports').map(({ id, body }) => [id, body['count']]);
    const held = store.records('sessions').map(({ id, body }) => [id, Object.keys(body['tickets'] as object).length]);
    expect(held).toEqual(counted);
  });

  it('sells what the shop beside it sells', async () => {
    const answers: Record<string, object> = {
      products: { products: [product(1, 'DEMO-1', '10.000000'), product(2, 'DEMO-2', '20.000000')] },
      combinations: { combinations: [{ id: 5, id_product: 2, reference: 'DEMO-2-R', ean13: '', price: '1.000000' }] },
      customers: { customers: [{ id: 1, firstname: 'Zoé', lastname: 'Noël', email: 'zoe@example.org' }] },
    };
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => {
      const resource = /\/api\/(\w+)/.exec(request.url ?? '')?.[1] ?? '';
      response.end(JSON.stringify(answers[resource] ?? []));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const shop = { connector: 'prestashop', url, settings: { key: 'K' }, close: () => Promise.resolve() };
    try {
      expect(await loadCatalogue(shop)).toMatchObject({
        items: [
          { sku: 'DEMO-1', cents: 1200 },
          { sku: 'DEMO-2-R', cents: 2520 },
        ],
        customers: [{ email: 'zoe@example.org' }],
      });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

function product(id: number, reference: string, price: string): object {
  return {
    id,
    reference,
    ean13: '',
    price,
    name: [
      { id: 1, value: 'Thing' },
      { id: 2, value: 'Chose' },
    ],
  };
}
