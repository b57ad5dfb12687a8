/**
 * Promise: a thousand prices change in one go, each is brought to the shop once, the echo opens no hold, and what
 * nobody has touched since can be taken back.
 */
import { Decimal } from 'decimal.js';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { openServedHub, type ServedHub } from './served-hub.ts';

const PRICES = 1_000;
const PRODUCTS = 700;

let shop: PrestashopSandbox;
let served: ServedHub;
const ask: ServedHub['ask'] = (...question) => served.ask(...question);

interface Edit {
  id: string;
  state: string;
  total: number;
  delivered: number;
  waiting: number;
  refused: number;
  conflictCount: number;
  revertedBy: string | null;
}
interface EditRecord {
  variantId: string;
  changes: { before: string; after: string }[];
}

const EDIT = 'id state total delivered waiting refused conflictCount revertedBy';
const RESULT = `__typename ... on BulkEditAccepted { edit { ${EDIT} } } ... on CommandRefused { code message }`;
const OPERATIONS = { price: { addPercent: '5', round: { ending: '0.90', mode: 'NEAREST' } } };

/** Products that have a thousand prices between them. */
let ids: string[];
let first: Edit;
let wanted: number;
let records: EditRecord[];

beforeAll(async () => {
  const state = generateShop({ seed: 5, products: PRODUCTS, customers: 3, orders: 3, now: new Date(), images: false });
  shop = await startPrestashopSandbox({ state, seed: 5 });
  const settings = { url: shop.url, key: shop.key, timezone: 'Europe/Paris' };
  served = await openServedHub([{ name: 'shop', connector: prestashop, settings }]);
});
afterAll(async () => {
  await served.close();
  await shop.close();
});

async function chooseProducts(): Promise<string[]> {
  const chosen: string[] = [];
  let prices = 0;
  for (let after: string | null = null; ;) {
    type Page = {
      products: { nodes: { id: string; variants: object[] }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const query = `query ($after: String) { products(first: 100, after: $after) {
      nodes { id variants { id } } pageInfo { hasNextPage endCursor } } }`;
    const { products }: Page = await ask<Page>(query, { after });
    for (const { id, variants } of products.nodes) {
      if (prices + variants.length > PRICES) continue;
      prices += variants.length;
      chosen.push(id);
    }
    if (!products.pageInfo.hasNextPage || prices === PRICES) break;
    after = products.pageInfo.endCursor;
  }
  expect(prices).toBe(PRICES);
  return chosen;
}

async function editById(id: string): Promise<Edit> {
  return (await ask<{ bulkEdit: Edit }>(`{ bulkEdit(id: "${id}") { ${EDIT} } }`)).bulkEdit;
}

async function recordsOf(id: string): Promise<EditRecord[]> {
  const found: EditRecord[] = [];
  for (let after: string | null = null; ;) {
    type Page = {
      bulkEdit: { records: { nodes: EditRecord[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    };
    const query = `query ($id: ID!, $after: String) { bulkEdit(id: $id) { records(first: 500, after: $after) {
      nodes { variantId changes { before after } } pageInfo { hasNextPage endCursor } } } }`;
    const { bulkEdit }: Page = await ask<Page>(query, { id, after });
    found.push(...bulkEdit.records.nodes);
    if (!bulkEdit.records.pageInfo.hasNextPage) return found;
    after = bulkEdit.records.pageInfo.endCursor;
  }
}

/** Hub ids of variants to what the shop itself asks for them. */
async function pricesInShop(variants: readonly string[]): Promise<Map<string, string>> {
  const { products = [], combinations = [] } = shop.state.resources;
  const productPrice = new Map(products.map((row) => [row.id, String(row['price'])]));
  const impact = new Map(combinations.map((row) => [row.id, String(row['price'])]));
  const bindings = await served.hub.mirror.reader.bindings('Variant', variants);
  return new Map(
    bindings.map(({ hubId, externalId }) => {
      const [product = 0, combination = 0] = externalId.split('-').map(Number);
      return [hubId, new Decimal(productPrice.get(product) ?? 0).plus(impact.get(combination) ?? 0).toFixed()];
    }),
  );
}

async function openHolds(): Promise<{ kind: string; updates: number }[]> {
  const { rows } = await served.hub.mirror.reader.holds({ state: 'open', first: 10 });
  return rows.map(({ kind, updates }) => ({ kind, updates }));
}

it('are shown before and after, and nothing is written', async () => {
  ids = await chooseProducts();
  const before = shop.writes.length;
  type Previewed = { previewBulkEdit: { count: number; counts: { failed: number; unchanged: number } } };
  const query = `query ($input: BulkEditInput!) { previewBulkEdit(input: $input) { count counts { failed unchanged } } }`;
  const input = { selection: { ids }, operations: OPERATIONS };
  const { count, counts } = (await ask<Previewed>(query, { input })).previewBulkEdit;
  // A price that ends so already after five percent more stays as it is.
  expect(count + counts.unchanged).toBe(PRICES);
  wanted = count;
  expect(counts.failed).toBe(0);
  expect(shop.writes).toHaveLength(before);
});

it('are brought to the shop, each once, while queries show them already', async () => {
  const query = `mutation ($input: BulkEditInput!, $count: Int) {
    applyBulkEdit(input: $input, name: "Spring", idempotencyKey: "spring", expectedCount: $count) { ${RESULT} } }`;
  const input = { selection: { ids }, operations: OPERATIONS };
  type Applied = { applyBulkEdit: { __typename: string; edit: Edit } };
  expect((await ask<Applied>(query, { input, count: 7 })).applyBulkEdit).toMatchObject({ code: 'COUNT_CHANGED' });
  // Seen in the preview: without that it is so much that it waits for a person.
  ({ edit: first } = (await ask<Applied>(query, { input, count: wanted })).applyBulkEdit);
  expect(first).toMatchObject({ state: 'APPLYING', refused: 0, conflictCount: 0 });
  records = await recordsOf(first.id);
  expect(records).toHaveLength(first.total);
  const [one] = records;
  const shown = `{ variant(id: "${one?.variantId}") { listPrice { amount } } }`;
  const { variant } = await ask<{ variant: { listPrice: { amount: string } } }>(shown);
  expect(variant.listPrice.amount).toBe(one?.changes[0]?.after);
  await served.settled();
  expect(await editById(first.id)).toMatchObject({ state: 'APPLIED', delivered: first.total, waiting: 0 });
  const prices = await pricesInShop(records.map(({ variantId }) => variantId));
  for (const { variantId, changes } of records) {
    const [{ before, after } = { before: '', after: '' }] = changes;
    expect(after).toMatch(/\.90$/);
    expect(Math.abs(Number(after) - Number(before) * 1.05)).toBeLessThanOrEqual(1);
    expect([variantId, Number(prices.get(variantId))]).toEqual([variantId, Number(after)]);
  }
});

it('are asked for again with the same key, and answered the same', async () => {
  const query = `mutation ($input: BulkEditInput!, $name: String!) {
    applyBulkEdit(input: $input, name: $name, idempotencyKey: "spring") { ${RESULT} } }`;
  const input = { selection: { ids }, operations: OPERATIONS };
  const again = await ask<{ applyBulkEdit: { edit: Edit } }>(query, { input, name: 'Spring' });
  expect(again.applyBulkEdit.edit).toMatchObject({ id: first.id, delivered: first.total });
  const other = await ask<{ applyBulkEdit: object }>(query, { input, name: 'Summer' });
  expect(other.applyBulkEdit).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
});

it('open no hold when the shop is read next', async () => {
  await served.read('shop');
  expect(await openHolds()).toEqual([]);
});

it('are taken back but for the one that somebody changed in the shop meanwhile', async () => {
  const bindings = await served.hub.mirror.reader.bindings(
    'Variant',
    records.map(({ variantId }) => variantId),
  );
  const simple = bindings.find(({ externalId }) => externalId.endsWith('-0'));
  if (!simple) throw new Error('every product has combinations');
  shop.touch('products', Number(simple.externalId.split('-')[0]), { price: '77.770000' });
  await served.read('shop');
  const query = `mutation ($id: ID!) { revertBulkEdit(id: $id, idempotencyKey: "back") { ${RESULT} } }`;
  const { edit } = (await ask<{ revertBulkEdit: { edit: Edit } }>(query, { id: first.id })).revertBulkEdit;
  expect(edit).toMatchObject({ state: 'APPLYING', total: first.total - 1, conflictCount: 1 });
  const conflicts = `{ bulkEdit(id: "${edit.id}") { conflicts { nodes { variantId field before ours now } } } }`;
  const ours = records.find(({ variantId }) => variantId === simple.hubId)?.changes[0];
  expect(await ask(conflicts)).toEqual({
    bulkEdit: {
      conflicts: {
        nodes: [{ variantId: simple.hubId, field: 'price', before: ours?.before, ours: ours?.after, now: '77.77' }],
      },
    },
  });
  await served.settled();
  expect(await editById(edit.id)).toMatchObject({ state: 'APPLIED', delivered: first.total - 1 });
  expect(await editById(first.id)).toMatchObject({ state: 'REVERTED', revertedBy: edit.id });
  const prices = await pricesInShop(records.map(({ variantId }) => variantId));
  for (const { variantId, changes } of records) {
    const expected = variantId === simple.hubId ? '77.77' : changes[0]?.before;
    expect([variantId, Number(prices.get(variantId))]).toEqual([variantId, Number(expected)]);
  }
});

it('go out as a file of the mass-edit tool, and a part of it comes in again', async () => {
  const query = `query ($id: ID!) { bulkEditCsv(edit: $id) { content rows } }`;
  const { bulkEditCsv } = await ask<{ bulkEditCsv: { content: string; rows: number } }>(query, { id: first.id });
  expect(bulkEditCsv.rows).toBe(first.total);
  const lines = bulkEditCsv.content.split('\r\n');
  const csv = lines.slice(0, 6).join('\r\n');
  const apply = `mutation ($csv: String!) {
    applyBulkEdit(input: { csv: $csv, idBy: IDPRODUCT }, name: "a part", expectedCount: 5) { ${RESULT} } }`;
  const { applyBulkEdit } = await ask<{ applyBulkEdit: { edit: Edit } }>(apply, { csv });
  await served.settled();
  expect(await editById(applyBulkEdit.edit.id)).toMatchObject({ state: 'APPLIED', total: 5, delivered: 5 });
  const part = (await recordsOf(applyBulkEdit.edit.id)).map(({ variantId }) => variantId);
  const prices = await pricesInShop(part);
  for (const { variantId, changes } of records.filter((one) => part.includes(one.variantId)))
    expect([variantId, Number(prices.get(variantId))]).toEqual([variantId, Number(changes[0]?.after)]);
});

it('excuse nothing else: what changes beside them in the shop is still judged', async () => {
  const chosen = (shop.state.resources['products'] ?? []).slice(0, 100);
  for (const row of chosen)
    shop.touch('products', row.id, { price: new Decimal(String(row['price'])).times(10).toFixed(6) });
  await served.read('shop');
  expect(await openHolds()).toEqual([{ kind: 'products', updates: chosen.length }]);
});
