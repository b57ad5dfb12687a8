import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrickTools, Delivery, OpenBrick, PutItems } from '#sdk';
import { createDropBox } from '../../src/sdk/open-drop-box.ts';
import { createTableCodec } from '../../src/sdk/table-codec.ts';
import connector from './index.ts';

const log = { info: () => undefined, warn: () => undefined };
const NOW = new Date('2026-11-23T12:00:00Z');

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'till-'))));
afterEach(() => rm(folder, { recursive: true }));

function brick(settings: object): OpenBrick {
  const unused = (): never => {
    throw new Error('not lent in these tests');
  };
  const tools: BrickTools = {
    ...{ brick: 'till', http: unused, log, now: () => NOW, blobs: { put: unused, has: unused } },
    drop: (options) => createDropBox(options, { now: () => NOW, log }),
    tables: createTableCodec(),
  };
  return connector.open(connector.settings.parse({ drop: { kind: 'folder', path: folder }, ...settings }), tools);
}

const delivery = { message: 'msg/0001' } as Delivery;
const item = (sku: string, amount: string, active = true): PutItems['items'][number] => ({
  ...{ variant: sku, sku, gtin: null, name: `Été ${sku}`, priceWithTax: { amount, currency: 'EUR' } },
  ...{ taxRate: '20', active },
});

it('a till without a file of items cannot be told any', () => {
  expect(brick({}).commands).toBeUndefined();
});

it('items become one whole file, whichever try writes it', async () => {
  const { commands } = brick({ items: { name: 'prix' } });
  const first = await commands?.putItems?.({ items: [item('SC-1', '12.50')] }, delivery);
  expect(first).toEqual({ touched: [] });
  await commands?.putItems?.({ items: [item('SC-1', '12.90'), item('SC-2', '3', false)] }, delivery);
  expect(await readdir(folder)).toEqual(['vers-caisse']);
  expect(await readdir(join(folder, 'vers-caisse'))).toEqual(['prix-msg0001.csv']);
  const text = (await readFile(join(folder, 'vers-caisse', 'prix-msg0001.csv'))).toString('latin1');
  expect(text.trim().split(/\r?\n/)).toEqual(['Référence;Code-barres;Désignation;Prix TTC', 'SC-1;;Été SC-1;12,90']);
});

it('nothing that is sold is no file', async () => {
  await brick({ items: {} }).commands?.putItems?.({ items: [item('SC-2', '3', false)] }, delivery);
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  [{}, []],
  [{ nativeLink: ['items-to-till'] }, ['items-to-till']],
  [{ shop: { url: 'https://shop.test', key: 'k', ticket: { field: 'note' } } }, ['sale-to-stock', 'items-to-till']],
  [{ shop: { url: 'https://shop.test', key: 'k', ticket: { field: 'note' } }, nativeLink: [] }, []],
])('with %j its module carries %j', (settings, carried) => {
  const tools = { http: () => ({}) };
  const opened = connector.open(connector.settings.parse({ drop: { kind: 'folder', path: folder }, ...settings }), {
    ...(tools as unknown as BrickTools),
    drop: (options) => createDropBox(options, { now: () => NOW, log }),
  });
  expect(opened.carries).toEqual(carried);
});
