import { deflateRawSync } from 'node:zlib';
import { openSalvageHub, type SalvageHub } from '../stories/salvage-hub.ts';

let place: SalvageHub;
beforeAll(async () => {
  place = await openSalvageHub({ withShop: true });
});
afterAll(() => place.close());

const DAY = '2024-01-01T00:00:00Z';

/** A ZIP of one part that says it is `size` bytes long. */
function bomb(size: number): Buffer {
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const content = deflateRawSync(Buffer.alloc(size, 'A'));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  local.copy(central, 6, 4, 30);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + content.length, 16);
  return Buffer.concat([local, name, content, central, name, end]);
}

it.each([
  ['a bomb', 'bombe.xlsx', bomb(50 * 1024 * 1024), 'TABLE_TOO_LARGE'],
  ['a file that was cut', 'coupe.csv', 'Référence;Désignation\r\nA;B\r\nC', 'TABLE_ROW_UNEVEN'],
  ['a line without an end', 'ligne.csv', `Référence;Désignation\r\nA;${'x'.repeat(3 << 20)}\r\n`, 'TABLE_QUOTE_OPEN'],
  ['a picture', 'photo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'SALVAGE_FILE_UNKNOWN'],
  ['an empty file', 'vide.csv', '', 'SALVAGE_FILE_EMPTY'],
  ['headings that say nothing', 'langue.csv', 'Artikelnummer;Bezeichnung\r\n1;Zelt\r\n', 'SALVAGE_COLUMNS_MISSING'],
])('%s is refused by name, with what to do, and the other file is read', async (_what, name, content, code) => {
  const paths = [
    await place.file(name, content, DAY),
    await place.file('bon.csv', 'Référence;Désignation\r\nA;B\r\n', DAY),
  ];
  const [bad, good] = (await place.run(paths)).files;
  expect(bad).toMatchObject({ file: name, refused: { code } });
  expect(bad?.refused?.remedy).not.toBe('');
  expect(good).toMatchObject({ file: 'bon.csv', refused: null, rows: 1 });
});

it('columns in an unknown language are read once a person says what they are', async () => {
  const path = await place.file('langue.csv', 'Artikelnummer;Bezeichnung\r\n1;Zelt\r\n', DAY);
  const columns = { Artikelnummer: 'sku', Bezeichnung: 'name' };
  expect((await place.run([path], { columns })).files[0]).toMatchObject({ subject: 'products', refused: null });
  await expect(place.run([path], { columns: { Artikelnummer: 'colour' } })).rejects.toMatchObject({
    code: 'SALVAGE_FIELD_UNKNOWN',
  });
});

it('the same SKU under two names is told with both rows; the first stays', async () => {
  const path = await place.file('double.csv', 'Référence;Désignation\r\nA;Un\r\nA;Deux\r\n', DAY);
  const { doubts, changes } = await place.run([path]);
  expect(doubts).toMatchObject([{ code: 'SALVAGE_DUPLICATE', place: 3, file: 'double.csv' }]);
  expect(doubts[0]?.message).toContain('double.csv, row 2');
  expect(changes.find(({ kind }) => kind === 'articles')).toMatchObject({ created: 1 });
});

it('orders whose lines do not make their total are told', async () => {
  const rows = [
    'N° commande;Date;E-mail;Référence;Désignation;Qté;Prix TTC;Total TTC',
    'AB-1;25/07/2024;a@example.org;T-1;Tente;2;100,00;200,00',
    'AB-2;26/07/2024;b@example.org;T-1;Tente;1;100,00;140,00',
  ];
  const path = await place.file('commandes.csv', `${rows.join('\r\n')}\r\n`, DAY);
  const { doubts, files } = await place.run([path]);
  expect(files[0]).toMatchObject({ subject: 'orders', rows: 2 });
  expect(doubts).toMatchObject([{ code: 'SALVAGE_TOTAL_DIFFERS', effect: 'told', place: 3 }]);
});

it('what a living shop knows is said, stays its own answer, and has one id with the file', async () => {
  const money = { amount: '8.25', currency: 'EUR' };
  const lists = { options: [], priceRules: [], suppliers: [], images: [] };
  const facet = {
    sku: 'MUG-01',
    gtin: null,
    mpn: null,
    isDefault: true,
    active: true,
    listPrice: money,
    costPrice: null,
  };
  const rest = {
    ecotax: null,
    conversion: {},
    taxRates: { FR: '20' },
    defaultMarket: 'FR',
    defaultGroup: null,
    weight: null,
  };
  const last = {
    groupReductions: {},
    minimalQuantity: 1,
    shopQuantity: null,
    position: 0,
    product: { $ref: 'Product/p' },
  };
  place.shop.put({ role: 'shop', type: 'Variant', id: 'v', facet: { ...facet, ...lists, ...rest, ...last } });
  await place.hub.sync.sync('shop', { full: false, trigger: 'test' });
  const path = await place.file('prix.csv', 'Référence;Désignation;Prix TTC\r\nMUG-01;Tasse;1,00\r\n', DAY);
  const report = await place.run([path], { apply: true });
  expect(report.known).toEqual([{ brick: 'shop', kind: 'articles', count: 1 }]);
  const query =
    '{ living: variant(sku: "MUG-01") { id listPrice { amount } } old: variant(sku: "MUG-01", brick: "salvage") { id listPrice { amount } } }';
  type Answer = Record<'living' | 'old', { id: string; listPrice: { amount: string } }>;
  const { living, old } = await place.ask<Answer>(query);
  expect([living.listPrice.amount, old.listPrice.amount]).toEqual(['8.25', '0.833333']);
  expect(old.id).toBe(living.id);
});
