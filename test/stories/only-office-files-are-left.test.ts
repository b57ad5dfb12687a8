/**
 * Promise: when no brick is left, what lies on office computers answers: articles, customers and stock of three files of
 * different age and encoding, each value with its file, row and age, and nothing is taken in before a person says so.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTableCodec } from '../../src/sdk/table-codec.ts';
import { openSalvageHub, type SalvageHub } from './salvage-hub.ts';

/** Newest, from the accountant: Windows-1252, codes that a spreadsheet rounded. */
const PRODUCTS = [
  'Référence;Désignation;Code-barres;Prix TTC;Marque;Famille',
  'TENT-2P;Tente été 2 places;3,76001E+12;249,90 €;Décathlon;Plein air > Tentes',
  'MUG-01;Tasse émaillée;3760012345670;9,90;Le Bivouac;Cuisine',
  'ROPE-10;Corde 10 m;12345670;19,50;;Plein air',
  'LAMP-3;Lampe;3,76001E+12;39,00;;Plein air',
].join('\r\n');

let story: SalvageHub;
let files: string[];
beforeAll(async () => {
  story = await openSalvageHub();
  const stock = await createTableCodec().write(
    {
      headings: ['Réf', 'EAN', 'Stock', 'Dépôt'],
      rows: [
        { Réf: 'TENT-2P', EAN: '3760012345687', Stock: '12', Dépôt: 'Réserve' },
        { Réf: 'MUG-01', EAN: '', Stock: '140', Dépôt: 'Réserve' },
        { Réf: 'MUG-01', EAN: '', Stock: '6', Dépôt: 'Boutique' },
      ],
    },
    { format: 'xlsx' },
  );
  const customers = [
    'Nom,Prénom,E-mail,Tél.,Code postal,Ville,Client depuis',
    'DUPONT,Marie,marie.dupont@example.org,0612345678,38000,Grenoble,03/04/2021',
    'Martin,Paul,PAUL@example.org,612345679,73000,Chambéry,25/12/2020',
    'Sans adresse,Zoé,,,38000,Grenoble,01/02/2020',
  ].join('\n');
  files = [
    await story.file(
      'articles_2024-08-10.csv',
      Buffer.from(PRODUCTS.replaceAll('€', '\u0080'), 'latin1'),
      '2024-08-20T09:00:00Z',
    ),
    await story.file('inventaire.xlsx', stock, '2024-07-01T09:00:00Z'),
    await story.file('clients.csv', `\ufeff${customers}\n`, '2023-08-01T09:00:00Z'),
  ];
});
afterAll(() => story.close());

it('what the columns are is proposed, and what is doubtful is shown with row and column', async () => {
  const report = await story.run(files);
  expect(report.files.map(({ file, subject, at, refused }) => ({ file, subject, at, refused }))).toEqual([
    { file: 'articles_2024-08-10.csv', subject: 'products', at: '2024-08-10T12:00:00.000Z', refused: null },
    { file: 'inventaire.xlsx', subject: 'stock', at: '2024-07-01T09:00:00.000Z', refused: null },
    { file: 'clients.csv', subject: 'customers', at: '2023-08-01T09:00:00.000Z', refused: null },
  ]);
  const columns = report.files.flatMap((file) =>
    file.columns.map(({ heading, field }) => `${heading} ${field ?? '-'}`),
  );
  expect(columns).toEqual([
    ...['Référence sku', 'Désignation name', 'Code-barres gtin', 'Prix TTC priceWithTax', 'Marque brand'],
    ...['Famille category', 'Réf sku', 'EAN gtin', 'Stock quantity', 'Dépôt location', 'Nom lastName'],
    ...[
      'Prénom firstName',
      'E-mail email',
      'Tél. phone',
      'Code postal postcode',
      'Ville city',
      'Client depuis createdAt',
    ],
  ]);
  expect(report.files[0]?.columns[2]).toMatchObject({ samples: ['3,76001E+12', '3760012345670', '12345670'] });
  const doubts = report.doubts.map(({ code, effect, file, place, column }) => ({ code, effect, file, place, column }));
  expect(doubts).toEqual([
    { code: 'SALVAGE_TAX_ASSUMED', effect: 'assumed', file: 'articles_2024-08-10.csv', place: null, column: null },
    {
      code: 'SALVAGE_CODE_REPAIRED',
      effect: 'repaired',
      file: 'articles_2024-08-10.csv',
      place: 2,
      column: 'Code-barres',
    },
    {
      code: 'SALVAGE_CODE_MANGLED',
      effect: 'refused',
      file: 'articles_2024-08-10.csv',
      place: 5,
      column: 'Code-barres',
    },
    { code: 'SALVAGE_ROW_UNKNOWN', effect: 'refused', file: 'clients.csv', place: 4, column: null },
  ]);
});

it('nothing is applied before a person says so', async () => {
  const { products } = await story.ask<{ products: { totalCount: number } }>('{ products { totalCount } }');
  expect(products.totalCount).toBe(0);
});

it('applied, the gateway answers products, stock and customers, each value with its source and age', async () => {
  const report = await story.run(files, { apply: true });
  expect(report.applied).toMatchObject({ state: 'done' });
  interface Answer {
    product: { name: string; categories: { name: string }[]; origins: Origins };
    variant: Record<string, unknown>;
    customers: { nodes: unknown[] };
  }
  type Origins = { brick: string; provenance: { field: string; source: string; at: string }[] }[];
  const answer = await story.ask<Answer>(`{
    product(sku: "TENT-2P") { name brand categories { name } origins { brick provenance { field source at } } }
    variant(sku: "MUG-01") { gtin active priceWithTax { amount } available stock { onHand location { name } } }
    customers { nodes { email firstName lastName addresses { city phone } } }
  }`);
  expect(answer.product).toMatchObject({
    name: 'Tente été 2 places',
    brand: 'Décathlon',
    categories: [{ name: 'Tentes' }],
  });
  expect(answer.product.origins[0]?.provenance).toContainEqual({
    field: 'name',
    source: 'articles_2024-08-10.csv, row 2',
    at: '2024-08-10T12:00:00.000Z',
  });
  expect(answer.variant).toMatchObject({ gtin: '3760012345670', priceWithTax: { amount: '9.90' }, available: 146 });
  expect(answer.variant['stock']).toHaveLength(2);
  expect(answer.customers.nodes).toHaveLength(2);
  expect(answer.customers.nodes).toContainEqual({
    email: 'paul@example.org',
    firstName: 'Paul',
    lastName: 'Martin',
    addresses: [{ city: 'Chambéry', phone: '0612345679' }],
  });
});

it('stock and price of one article come from two files, and say so', async () => {
  const query = '{ variant(sku: "TENT-2P") { gtin origins { provenance { field source } } } }';
  type Answer = { variant: { gtin: string; origins: { provenance: { field: string; source: string }[] }[] } };
  const { variant } = await story.ask<Answer>(query);
  expect(variant.gtin).toBe('3760012345687');
  const sources = new Map(variant.origins[0]?.provenance.map(({ field, source }) => [field, source]));
  expect(sources.get('listPrice')).toContain('articles_2024-08-10.csv, row 2');
  expect(sources.get('onHand')).toBe('inventaire.xlsx, row 2');
});

it('applied twice, it changes nothing, and a restart keeps it', async () => {
  expect((await story.run(files, { apply: true })).applied).toMatchObject({ revisions: 0 });
  await story.restart();
  const { product } = await story.ask<{ product: { name: string } }>('{ product(sku: "ROPE-10") { name } }');
  expect(product.name).toBe('Corde 10 m');
});

it('an older file overwrites nothing, a newer one what it says and nothing else', async () => {
  const text = (price: string): string => `Référence;Prix TTC\r\nMUG-01;${price}\r\n`;
  const older = await story.file('vieux.csv', text('7,00'), '2022-01-01T00:00:00Z');
  const newer = await story.file('neuf.csv', text('11,00'), '2025-01-01T00:00:00Z');
  expect((await story.run([older], { apply: true })).applied).toMatchObject({ revisions: 0 });
  expect((await story.run([newer], { apply: true })).applied).toMatchObject({ revisions: 1 });
  const query = '{ variant(sku: "MUG-01") { priceWithTax { amount } product { name } available } }';
  expect(await story.ask(query)).toEqual({
    variant: { priceWithTax: { amount: '11.00' }, product: { name: 'Tasse émaillée' }, available: 146 },
  });
});

it('a saved map is used again, and what it says wins over what is proposed', async () => {
  const first = await story.file(
    'export-a.csv',
    'Colonne 1;Colonne 2;Colonne 3\r\nMAP-1;Gourde;8\r\n',
    '2024-01-01T00:00:00Z',
  );
  const columns = { 'Colonne 1': 'sku', 'Colonne 2': 'name', 'Colonne 3': 'quantity' };
  await story.run([first], { subject: 'products', columns, save: 'caisse' });
  const second = await story.file(
    'export-b.csv',
    'Colonne 1;Colonne 2;Colonne 3\r\nMAP-2;Sac;3\r\n',
    '2024-01-01T00:00:00Z',
  );
  const report = await story.run([second], { map: 'caisse', apply: true });
  expect(report.files[0]?.columns.map(({ field }) => field)).toEqual(['sku', 'name', 'quantity']);
  const { variant } = await story.ask<{ variant: unknown }>('{ variant(sku: "MAP-2") { available product { name } } }');
  expect(variant).toEqual({ available: 3, product: { name: 'Sac' } });
});

it('a file that cannot be read is named with what to do, and the rest goes on', async () => {
  const broken = await story.file('casse.xlsx', 'PK\u0003\u0004 nothing of a spreadsheet', '2024-01-01T00:00:00Z');
  const odd = await story.file('notes.csv', 'Sujet;Texte\r\nBonjour;Salut\r\n', '2024-01-01T00:00:00Z');
  const sound = await story.file('encore.csv', 'Référence;Désignation\r\nNEW-1;Nouveau\r\n', '2024-01-01T00:00:00Z');
  const report = await story.run([broken, odd, `${story.folder}/absent.csv`, sound], { apply: true });
  expect(report.files.map(({ refused }) => refused?.code ?? null)).toEqual([
    ...['TABLE_NOT_A_SPREADSHEET', 'SALVAGE_COLUMNS_MISSING', 'SALVAGE_FILE_UNREADABLE', null],
  ]);
  for (const { refused } of report.files.slice(0, 3)) expect(refused?.remedy).not.toBe('');
  expect(report.applied).toMatchObject({ revisions: 1 });
});

describe('over the graph', () => {
  const fields =
    '__typename ... on SalvageReport { doubtCount applied files { file subject } } ... on SalvageRefused { code }';

  it('files of the configured folder are previewed and applied', async () => {
    await story.file('graphe.csv', 'Référence;Désignation\r\nGRAPH-1;Par le graphe\r\n', '2024-01-01T00:00:00Z');
    const input = 'input: { files: ["graphe.csv"] }';
    const files = [{ file: 'graphe.csv', subject: 'products' }];
    const report = { __typename: 'SalvageReport', doubtCount: 0, files };
    expect(await story.ask(`{ previewSalvage(${input}) { ${fields} } }`)).toEqual({
      previewSalvage: { ...report, applied: false },
    });
    expect(await story.ask('{ product(sku: "GRAPH-1") { name } }')).toEqual({ product: null });
    expect(await story.ask(`mutation { applySalvage(${input}) { ${fields} } }`)).toEqual({
      applySalvage: { ...report, applied: true },
    });
    expect(await story.ask('{ product(sku: "GRAPH-1") { name } }')).toEqual({ product: { name: 'Par le graphe' } });
  });

  it.each(['../mortar.db', '/etc/passwd', 'absent.csv', ''])('no other file is read: %j', async (name) => {
    const query = `{ previewSalvage(input: { files: [${JSON.stringify(name)}] }) { ${fields} } }`;
    expect(await story.ask(query)).toEqual({
      previewSalvage: { __typename: 'SalvageRefused', code: 'SALVAGE_FILE_UNREADABLE' },
    });
  });
});

it('a customer of a file lies nowhere in the clear, and is not brought back by the same file once erased', async () => {
  const stored = async (): Promise<string> => {
    const files = ['mortar.db', 'mortar.db-wal'].map((name) => readFile(join(story.data, name), 'latin1'));
    return (await Promise.all(files)).join('\n');
  };
  expect(await stored()).not.toContain('paul@example.org');
  const who = '{ customer(email: "paul@example.org") { id } customers { nodes { lastName } } }';
  type Answer = { customer: { id: string } | null; customers: { nodes: { lastName: string }[] } };
  const id = (await story.ask<Answer>(who)).customer?.id ?? '';
  const order = { customer: id, confirm: id, reason: 'a letter', by: 'ada' };
  expect(await story.hub.people.erase(order)).toMatchObject({ outcome: 'erased' });
  expect((await story.run(files, { apply: true })).applied).toMatchObject({ state: 'done' });
  const after = await story.ask<Answer>(who);
  expect(after.customer).toBeNull();
  expect(after.customers.nodes.map(({ lastName }) => lastName)).toContain('');
  expect(after.customers.nodes.map(({ lastName }) => lastName)).not.toContain('Martin');
  expect(await stored()).not.toContain('paul@example.org');
});
