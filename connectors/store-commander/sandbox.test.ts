import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBulkEdit, type SandboxOptions } from '#sdk';
import { createTableCodec } from '../../src/sdk/table-codec.ts';
import storeCommander from './index.ts';
import { settingsSchema } from './settings.ts';

const bornAt = new Date('2026-03-02T06:00:00Z');
let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'store-commander-'))));
afterEach(() => rm(folder, { recursive: true }));

it('drops one price edit with two faulty lines, and goes on by steps', async () => {
  await start(7, folder, { steps: 1 });
  const { lines, failures } = await readDropped('imports/prix-printemps.csv');
  expect(failures.map(({ code }) => code).sort()).toEqual(['EDIT_KEY_EMPTY', 'EDIT_NUMBER_WRONG']);
  expect(lines.length + failures.length).toBeGreaterThanOrEqual(12);
  expect(lines.length + failures.length).toBeLessThanOrEqual(20);
  expect((await readDropped('imports/prix-promo-001.csv')).failures).toEqual([]);
  expect((await readDropped('exports/catalogue.csv')).failures).toEqual([]);
});

it('is the same for the same seed, and stays as it is over a restart', async () => {
  const other = join(folder, 'other');
  await start(7, folder, { steps: 2 });
  const before = await content(folder);
  await start(7, other, { steps: 2 });
  expect(await content(other)).toEqual(before);
  await rm(other, { recursive: true });
  await start(7, folder, {});
  expect(await content(folder)).toEqual(before);
  await start(8, other, { steps: 2 });
  expect(await content(other)).not.toEqual(before);
});

it('exports what the shop beside it sells, combinations with their own price', async () => {
  const answers: Record<string, object[]> = {
    languages: [{ id: 2, iso_code: 'fr' }],
    products: [
      { id: 1, reference: 'MUG', price: '10.100000', name: [{ id: 2, value: 'Tasse; bleue' }], active: '0' },
      { id: 2, reference: 'BAG', price: '20.000000', name: 'Sac', active: '1' },
    ],
    combinations: [{ id: 5, id_product: 2, reference: 'BAG-L', price: '0.200000' }],
  };
  const server = createServer(({ url = '' }, answer) => {
    const resource = /api\/(\w+)/.exec(url)?.[1] ?? '';
    answer.end(JSON.stringify({ [resource]: answers[resource] ?? [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = { url, key: 'K' };
  await start(7, folder, { peers: { shop: { connector: 'prestashop', url, settings, close: async () => undefined } } });
  server.close();
  const { lines } = await readDropped('exports/catalogue.csv');
  expect(lines).toMatchObject([
    { key: { sku: 'MUG', productId: '1' }, values: { price: '10.10', name: 'Tasse; bleue', active: '0' } },
    { key: { sku: 'BAG-L', productId: '2', variantId: '5' }, values: { price: '20.20', name: 'Sac' } },
  ]);
});

async function start(
  seed: number,
  into: string,
  { steps = 0, peers = {} }: { steps?: number; peers?: SandboxOptions['peers'] },
): Promise<void> {
  const sandbox = await storeCommander.sandbox?.({ seed, bornAt, folder: into, peers });
  for (let step = 0; step < steps; step += 1) await sandbox?.step?.();
  await sandbox?.close();
}

async function readDropped(name: string): Promise<ReturnType<typeof readBulkEdit>> {
  const table = await createTableCodec().read(await readFile(join(folder, 'store-commander', name)));
  const box = { kind: 'folder', path: folder };
  return readBulkEdit(table, settingsSchema.parse({ in: box, out: box }));
}

/** Every file with its bytes and its time. */
async function content(of: string): Promise<object> {
  const root = join(of, 'store-commander');
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.csv')).sort();
  const files = names.map(async (name) => {
    const path = join(root, name);
    return [name, await readFile(path, 'utf8'), (await stat(path)).mtimeMs] as const;
  });
  return Promise.all(files);
}
