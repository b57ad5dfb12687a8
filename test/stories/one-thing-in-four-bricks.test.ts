/** Promise: an article is one variant in four bricks, by SKU, by bar code or by hand, and its old ids go on answering. */
import type { JsonObject } from '#sdk';
import type { BindingRow } from '../../src/mirror/index.ts';
import { change, fill, openMemoryHub, type MemoryHub } from './memory-hub.ts';

const BRICKS = ['stall', 'till', 'warehouse', 'shop'];

let story: MemoryHub;
/** Ids that the four had before they were recognised. */
const born: Record<string, string> = {};
let id: string;

beforeAll(async () => {
  story = await openMemoryHub(['shop', 'warehouse', 'till', 'stall'], {
    shop: { primary: 'shop' },
    fulfilment: { primary: 'warehouse' },
    till: { primary: 'till' },
  });
  const { shop, warehouse, till, stall } = story.businesses;
  if (!shop || !warehouse || !till || !stall) throw new Error('no such brick');
  fill(shop, 'shop');
  change(shop, 'shop', { type: 'Variant', id: 'MUG-01' }, { gtin: '0012345678905' });
  fill(warehouse, 'fulfilment');
  const item = (more: JsonObject): JsonObject => ({ sku: null, gtin: null, name: 'Mug', priceWithTax: null, ...more });
  till.put({ role: 'till', type: 'TillItem', id: '77', facet: item({ gtin: '12345678905' }) });
  stall.put({ role: 'till', type: 'TillItem', id: 'mug', facet: item({ sku: 'written by hand' }) });
  for (const brick of BRICKS) {
    await story.sync(brick);
    if (brick === 'shop') continue;
    const type = brick === 'warehouse' ? 'StockItem' : 'TillItem';
    const { rows } = await story.hub.mirror.reader.facets.page({ type, brick, first: 5 });
    born[brick] = rows.find(({ row }) => row.externalId !== 'TENT-2P')?.row.id ?? '';
  }
  id = ((await story.ask('{ variant(sku: "MUG-01") { id } }'))['variant'] as { id: string }).id;
});
afterAll(() => story.close());

/** How each brick came to this variant. */
async function methods(): Promise<Record<string, string>> {
  const rows: BindingRow[] = await story.hub.mirror.reader.bindings('Variant', [id]);
  return Object.fromEntries(rows.map(({ brick, method }) => [brick, method]));
}

async function origins(): Promise<string[]> {
  const { variant } = await story.ask(`{ variant(id: "${id}") { origins { brick externalId } } }`);
  const found = (variant as { origins: { brick: string; externalId: string }[] }).origins;
  return found.map(({ brick, externalId }) => `${brick} ${externalId}`).sort();
}

const named = 'type: "Variant", brick: "stall", externalId: "mug"';

it('is recognised by its SKU, and by its bar code that has lost the zeros it begins with', async () => {
  expect(await methods()).toEqual({ shop: 'own', warehouse: 'sku', till: 'gtin' });
  expect(await origins()).toEqual(['shop MUG-01', 'till 77', 'warehouse MUG-01']);
});

it('is joined by hand where nothing else tells', async () => {
  const answer = await story.ask(`mutation { bindRecords(${named}, id: "${id}") { ... on RecordBound { id } } }`);
  expect(answer).toEqual({ bindRecords: { id } });
  await story.settle();
  expect(await methods()).toEqual({ shop: 'own', warehouse: 'sku', till: 'gtin', stall: 'hand' });
  expect(await origins()).toEqual(['shop MUG-01', 'stall mug', 'till 77', 'warehouse MUG-01']);
});

it('answers to each id that it ever had, with the one that it has', async () => {
  expect(Object.keys(born).sort()).toEqual(['stall', 'till', 'warehouse']);
  for (const old of Object.values(born)) {
    expect(old).not.toBe(id);
    expect(await story.ask(`{ variant(id: "${old}") { id sku } }`)).toEqual({ variant: { id, sku: 'MUG-01' } });
  }
});

it('is parted by hand again, and stays so when the brick is read again', async () => {
  await story.ask(`mutation { unbindRecord(${named}) { __typename } }`);
  await story.settle();
  const { stall } = story.businesses;
  if (!stall) throw new Error('no such brick');
  change(stall, 'till', { type: 'TillItem', id: 'mug' }, { sku: 'MUG-01' });
  await story.sync('stall');
  expect(await origins()).toEqual(['shop MUG-01', 'till 77', 'warehouse MUG-01']);
  const { rows } = await story.hub.mirror.reader.facets.page({ type: 'TillItem', brick: 'stall', first: 5 });
  expect(rows.map(({ row }) => row.id)).toEqual([born['stall']]);
});
