/** Promise: what a file of the mass-edit tool would change is seen, record by record, before anybody lets it in. */
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { pino } from 'pino';
import type { BulkEditKey, Sandbox } from '#sdk';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import prestashop from '../../connectors/prestashop/index.ts';
import storeCommander from '../../connectors/store-commander/index.ts';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import { hubStatus, openHub, type Hub } from '../../src/hub/index.ts';

const BORN = new Date('2026-11-01T08:00:00Z');
const TOKEN = 'a-token-of-staff';

interface Problem {
  line: number;
  column: string | null;
  code: string;
  message: string;
}
interface Preview {
  counts: { changed: number; unchanged: number; failed: number };
  lines: {
    line: number;
    productId: string | null;
    variantId: string | null;
    changes: { field: string; before: string[]; after: string[] }[];
    problems: Problem[];
  }[];
}
interface Edit {
  name: string;
  lineCount: number;
  todo: string | null;
  todoCsv: string;
  failures: Problem[];
  preview: Preview;
}

const PREVIEW = `counts { changed unchanged failed }
  lines { line productId variantId changes { field before after } problems { line column code message } }`;
const EDIT = `name lineCount todo todoCsv failures { line column code message } preview(first: 500) { ${PREVIEW} }`;

let data: string;
let shop: PrestashopSandbox;
let tool: Sandbox;
let hub: Hub;
let gateway: Awaited<ReturnType<typeof createGateway>>;
let url: string;
let clock = BORN.getTime();

const folderOf = (brick: string): string => join(data, brick);
/** A brick of the tool for each key by which its files find a product, and for other separators. */
const BRICKS: Record<string, { idBy: BulkEditKey } & Record<string, unknown>> = {
  ean: { idBy: 'ean13' },
  id: { idBy: 'idproduct', categorySeparator: '|', valueSeparator: '/', attributes: { 'La taille': 'Taille' } },
  combination: { idBy: 'idproductattribute' },
  name: { idBy: 'prodname' },
  supplier: { idBy: 'supref' },
  either: { idBy: 'prodrefthenprodname' },
};

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'mortar-'));
  const now = (): Date => new Date(clock);
  const state = generateShop({ seed: 11, products: 40, customers: 5, orders: 5, now: BORN, images: false });
  shop = await startPrestashopSandbox({ state, now });
  const settings = { url: shop.url, key: shop.key };
  const peer = { url: shop.url, settings, close: () => shop.close(), connector: 'prestashop' };
  tool = await startTool(peer);
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
  const rest = { schedule: '*/2 * * * *', holds };
  await Promise.all([...Object.keys(BRICKS), 'out'].map((brick) => mkdir(folderOf(brick))));
  const edits = Object.entries(BRICKS).map(([name, more]) => {
    const [into, out] = [name, 'out'].map((folder) => ({ kind: 'folder', path: folderOf(folder) }));
    return { name, connector: storeCommander, settings: storeCommander.settings.parse({ ...more, in: into, out }) };
  });
  const log = pino({ level: 'silent' });
  hub = await openHub({
    config: { data: join(data, 'hub') },
    bricks: [
      { name: 'shop', connector: prestashop, settings: prestashop.settings.parse(settings), ...rest },
      { name: 'edits', connector: storeCommander, settings: storeCommander.settings.parse(tool.settings), ...rest },
      ...edits.map((brick) => ({ ...brick, ...rest })),
    ],
    registry: new URL('../../src/registry.ts', import.meta.url).href,
    log,
    now,
  });
  await sync('shop');
  gateway = await createGateway({
    reader: hub.mirror.reader,
    outbox: hub.outbox,
    status: hubStatus(hub, { 'mass-edit': { primary: 'edits' } }, now),
    blobs: { open: () => Promise.resolve(null) },
    auth: createTokenAuth(() => [{ name: 'staff', sha256: hashToken(TOKEN) }]),
    log,
    ready: () => ({ ok: true }),
    staleness: () => hub.sync.staleness(),
    now,
    defaultLocale: 'fr',
  });
  ({ url } = await gateway.start(0, '127.0.0.1'));
});
afterAll(async () => {
  await gateway.stop();
  await hub.close();
  await tool.close();
  await shop.close();
  await rm(data, { recursive: true });
});

async function startTool(peer: Sandbox & { connector: string }): Promise<Sandbox> {
  const started = await storeCommander.sandbox?.({ seed: 7, bornAt: BORN, folder: data, peers: { shop: peer } });
  if (!started) throw new Error('the tool has no sandbox');
  return started;
}

async function sync(brick: string): Promise<void> {
  clock += 120_000;
  const { state } = await hub.sync.sync(brick, { full: false, trigger: 'test' });
  expect({ brick, state }).toEqual({ brick, state: 'done' });
}

async function send(body: object): Promise<{ status: number; data: never; errors?: { message: string }[] }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, ...((await response.json()) as { data: never }) };
}

async function ask<Answer>(query: string, variables: object = {}): Promise<Answer> {
  const { data: answer, errors } = await send({ query, variables });
  expect(errors).toBeUndefined();
  return answer;
}

async function preview(csv: string, more = ''): Promise<Preview> {
  const query = `query ($csv: String!) { previewBulkEdit(csv: $csv${more}, first: 500) { ${PREVIEW} } }`;
  return (await ask<{ previewBulkEdit: Preview }>(query, { csv })).previewBulkEdit;
}

/** A file lies in the folder of a brick, long enough to be whole; what the hub says of it. */
async function drop(brick: string, name: string, bytes: string | Uint8Array): Promise<Edit> {
  const path = join(folderOf(brick), name);
  await writeFile(path, bytes);
  await utimes(path, new Date(clock), new Date(clock));
  await sync(brick);
  return editNamed(name, brick);
}

async function editNamed(name: string, brick: string): Promise<Edit> {
  const { bulkEdits } = await ask<{ bulkEdits: { nodes: { id: string; name: string }[] } }>(
    `{ bulkEdits(brick: "${brick}", filter: { direction: IMPORT }) { nodes { id name } } }`,
  );
  const id = bulkEdits.nodes.find((one) => one.name === name)?.id ?? '';
  const { bulkEdit } = await ask<{ bulkEdit: Edit | null }>(`{ bulkEdit(id: "${id}") { ${EDIT} } }`);
  if (!bulkEdit) throw new Error(`${name} did not arrive`);
  return bulkEdit;
}

/** Reference to prices without tax, as the shop itself has them: twins have several. */
function pricesOfShop(): Map<string, string[]> {
  const { products = [], combinations = [] } = shop.state.resources;
  const prices = new Map<string, string[]>();
  const add = (reference: unknown, price: Decimal): void => {
    const known = prices.get(String(reference)) ?? [];
    prices.set(String(reference), [...known, price.toFixed()]);
  };
  for (const product of products) {
    const own = combinations.filter((one) => one['id_product'] === product.id);
    const price = new Decimal(String(product['price']));
    for (const one of own) add(one['reference'], price.plus(String(one['price'])));
    if (own.length === 0) add(product['reference'], price);
  }
  return prices;
}

it('the file of the tool arrives, and every line tells before and after', async () => {
  await sync('edits');
  const edit = await editNamed('prix-printemps.csv', 'edits');
  const folder = (tool.settings['in'] as { path: string }).path;
  const file = await readFile(join(folder, 'prix-printemps.csv'), 'utf8');
  const rows = file.trim().split('\r\n').slice(1);
  const prices = pricesOfShop();
  const shown = new Map(edit.preview.lines.map((one) => [one.line, one]));
  const faulty = new Set(edit.failures.map(({ line }) => line));
  expect(faulty.size).toBe(2);
  rows.forEach((row, at) => {
    const [reference = '', price = ''] = row.split(';');
    const found = shown.get(at + 2);
    if (faulty.has(at + 2)) return expect(found).toMatchObject({ changes: [], productId: null, variantId: null });
    const before = prices.get(reference) ?? [];
    expect({ reference, before }).toEqual({ reference, before: [expect.any(String)] });
    expect(found?.problems).toEqual([]);
    expect(found?.changes.map(({ field }) => field)).toEqual(['price']);
    expect(new Decimal(found?.changes[0]?.before[0] ?? 0).eq(before[0] ?? 0)).toBe(true);
    expect(found?.changes[0]?.after).toEqual([price.replace(',', '.')]);
  });
  expect(edit.preview.counts).toEqual({ changed: rows.length - 2, unchanged: 0, failed: 2 });
});

it('what could not be read lies beside it, beginning with the faulty line, with the reason', async () => {
  const text =
    '\ufeffRéférence;Prix HT;Nom\r\nSTO-00001;80,00;\r\nSTO-00001;sur demande;"Le ""bon"""\r\n;12;Sans clef\r\n';
  const path = join((tool.settings['in'] as { path: string }).path, 'deux-fautes.csv');
  await writeFile(path, text);
  await utimes(path, new Date(clock), new Date(clock));
  await sync('edits');
  const todo = await readFile(`${path}.TODO.csv`, 'utf8');
  const [, first, second] = todo.split('\r\n');
  expect(todo).toMatch(/^\ufeffRéférence;Prix HT;Nom;mortar_reason\r\n/);
  expect(first).toBe('STO-00001;sur demande;"Le ""bon""";"Line 3: Prix HT: ""sur demande"" is no number."');
  expect(second).toMatch(/^;12;Sans clef;.*no key for prodref/);
  const edit = await editNamed('deux-fautes.csv', 'edits');
  expect(edit).toMatchObject({ todo: 'deux-fautes.csv.TODO.csv', lineCount: 1 });
  // The same from the graph, where lines that match nothing stand, too.
  expect(edit.todoCsv.split('\r\n')[1]).toMatch(/^STO-00001;sur demande;"Le ""bon""";"Line 3: Prix HT: /);
});

it.each([
  ['ean', 'EAN13', '3760000000017'],
  ['id', 'id_product', '1'],
  ['name', 'Nom', 'réchaud à bois URAMONT'],
  ['supplier', 'Référence fournisseur', 'F5-1'],
  ['either', 'Référence', 'STO-00001'],
])('by %s a line finds its product and nothing else', async (brick, heading, key) => {
  const { variant } = await ask<{ variant: { id: string; product: { id: string } } }>(
    '{ variant(sku: "STO-00001") { id product { id } } }',
  );
  const found = { productId: variant.product.id, variantId: variant.id, problems: [] };
  const changes = [
    { field: 'active', before: ['1'], after: ['0'] },
    { field: 'price', before: ['73.25'], after: ['80.5'] },
  ];
  const csv = `${heading};Prix HT;Actif\r\n${key};80,5;non\r\n${key};73,250;oui\r\nZZZ-${key};1;1\r\n`;
  const edit = await drop(brick, 'prix.csv', csv);
  const expected = { line: 2, ...found, changes };
  expect(edit.preview.lines[0]).toEqual(expected);
  expect(edit.preview.counts).toEqual({ changed: 1, unchanged: 1, failed: 1 });
  const idBy = BRICKS[brick]?.idBy.toUpperCase();
  expect((await preview(csv, `, idBy: ${idBy}`)).lines[0]).toEqual(expected);
});

it('by the id of a combination a line finds that one, and beside its product, too', async () => {
  const [combination] = shop.state.resources['combinations'] ?? [];
  const sku = String(combination?.['reference']);
  const { variant } = await ask<{ variant: { id: string } }>(`{ variant(sku: "${sku}") { id } }`);
  const csv = `id_product;id_product_attribute;EAN13\r\n3;${combination?.id};3760000000017\r\n3;999;\r\n3;0;3760000000017\r\n`;
  const changes = [{ field: 'gtin', before: [combination?.['ean13']], after: ['3760000000017'] }];
  const alone = await drop('combination', 'ean.csv', csv);
  expect(alone.preview.lines[0]).toMatchObject({ line: 2, variantId: variant.id, changes });
  const beside = await drop('id', 'ean.csv', csv);
  expect(beside.preview.lines).toMatchObject([
    { line: 2, variantId: variant.id, changes },
    { line: 3, problems: [{ message: 'The product has no combination 999.' }] },
    { line: 4, problems: [{ code: 'EDIT_VARIANT_UNCLEAR' }] },
  ]);
});

it('trees, combinations and separators are read as the settings say, in the encodings of spreadsheets', async () => {
  const { variant } = await ask<{ variant: { product: { categories: { name: string }[] } } }>(
    '{ variant(sku: "STO-00001") { product { categories { name } } } }',
  );
  const [main] = variant.product.categories;
  const head = ['id_product', 'Catégories', 'La taille', 'Attributs', 'Marque'];
  const cells = ['1', 'Accueil > Été > Neuf|Accueil', 'L', 'Couleur: bleu/Matière: lin', 'Œuvre'];
  const text = `${head.join('\t')}\n${cells.join('\t')}\n`;
  const utf8 = await drop('id', 'arbres.txt', `\ufeff${text}`);
  const [line] = utf8.preview.lines;
  expect(line?.problems).toEqual([]);
  expect(line?.changes.map(({ field, after }) => [field, after])).toEqual([
    ['options', ['Taille: L', 'Couleur: bleu', 'Matière: lin']],
    ['brand', ['Œuvre']],
    ['categories', ['Accueil > Été > Neuf', 'Accueil']],
  ]);
  const before = line?.changes[2]?.before ?? [];
  expect(before[0]?.split(' > ').at(-1)).toBe(main?.name);
  expect(before.every((path) => path.startsWith('Racine > Accueil'))).toBe(true);
  // What is so in another order, without the root of the tree, is no change.
  const same = before.map((path) => path.replace('Racine > ', '')).reverse();
  const again = await drop('id', 'pareil.csv', `id_product;Catégories\n1;${same.join('|')}\n`);
  expect(again.preview.counts).toEqual({ changed: 0, unchanged: 1, failed: 0 });
  const bytes = Buffer.from(text.replace('Œ', '\u008c'), 'latin1');
  const old = await drop('id', 'ancien.txt', bytes);
  expect(old.preview.lines[0]?.changes).toEqual(line?.changes);
});

it('a text names row and column of what a spreadsheet did to it', async () => {
  const csv = 'Référence;EAN13;Prix HT\r\nSTO-00001;3,76E+12;\r\nVEG-00002;376000000002;5\r\nVEG-00002;;5,60\r\n';
  const { counts, lines } = await preview(csv);
  expect(counts).toEqual({ changed: 1, unchanged: 0, failed: 2 });
  expect(lines.map(({ line, problems }) => [line, problems.map(({ column, code }) => `${column} ${code}`)])).toEqual([
    [2, ['EAN13 EDIT_GTIN_WRONG']],
    [3, ['EAN13 EDIT_GTIN_WRONG']],
    [4, []],
  ]);
});

it.each([
  ['Référence;Prix HT\r\nSTO-00001;1;2\r\n', 'Row 2 has a cell in column 3'],
  ['Référence;Prix HT\r\nSTO-00001\r\n', 'Row 2 ends before column "Prix HT"'],
  ['Référence;Nom\r\nSTO-00001;x\r\nVEG-00002;"y\r\n', 'Row 3, column 2: a quotation mark'],
  ['Référence;Tarif\r\nSTO-00001;1\r\n', 'Row 1, column 2: the heading "Tarif" is not known'],
])('a malformed text is refused with its place: %j', async (csv, place) => {
  const query = 'query ($csv: String!) { previewBulkEdit(csv: $csv) { counts { failed } } }';
  const { errors } = await send({ query, variables: { csv } });
  expect(errors?.map(({ message }) => message)).toEqual([expect.stringContaining(place)]);
});

it('10,000 lines are one edit, as a file and as a text; no other request may be that large', async () => {
  const words = 'Léger, robuste et réparable. '.repeat(10);
  const rows = Array.from({ length: 10_000 }, (_, at) =>
    at % 2 ? `STO-00001;${at},5;${words}` : `NO-${at};1;${words}`,
  );
  const csv = `Référence;Prix HT;Description\r\n${rows.join('\r\n')}\r\n`;
  expect(csv.length).toBeGreaterThan(3_000_000);
  const counts = { changed: 5_000, unchanged: 0, failed: 5_000 };
  expect((await preview(csv)).counts).toEqual(counts);
  expect((await drop('either', 'dix-mille.csv', csv)).preview.counts).toEqual(counts);
  const other = { query: 'query ($csv: ID!) { product(id: $csv) { id } }', variables: { csv } };
  expect(await send(other)).toMatchObject({ status: 413, errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] });
});
