import type { OpenBrick } from '#sdk';
import { sendItems } from './items-file.ts';
import { settingsSchema } from './settings.ts';
import { testStore, tickets, type Line, type TestStore } from '../../test/connectors/soracaisse-store.ts';
import { toUtc } from './store-time.ts';

const GOOD = '3760012345670';

describe('files of a till', () => {
  let store: TestStore;
  let brick: OpenBrick;

  beforeEach(() => {
    store = testStore();
    brick = store.brick();
  });

  const line = (changes: Line = {}): Line => ({ gtin: GOOD, ...changes });

  it('become tickets, once', async () => {
    store.drop(
      'tickets.csv',
      tickets([
        line({ total: '1 236,00', customer: 'C1' }),
        line({
          sku: 'SC-2',
          name: 'Œuf',
          quantity: '2',
          price: '612,00',
          amount: '1 224,00',
          total: '1 236,00',
          customer: 'C1',
        }),
        line({ number: 'A-000002', payment: 'CB 7,00 + Espèces 5,00' }),
      ]),
    );
    await store.run(brick);
    expect(store.outcomes()).toEqual({ 'tickets.csv': 'applied' });
    const [first, second] = store.records('tickets');
    expect(first).toMatchObject({
      id: 'Caisse 1/A-000001',
      body: { soldAt: '2026-11-21T13:05:00Z', total: '1236.00', customer: 'C1', store: 'B1' },
    });
    expect(first?.body['lines']).toMatchObject([
      { sku: 'SC-1', gtin: GOOD, quantity: 1, total: '12.00', taxRate: '20' },
      { sku: 'SC-2', name: 'Œuf', quantity: 2, total: '1224.00' },
    ]);
    expect(second?.body['payments']).toEqual([
      { method: 'CB', amount: '7.00' },
      { method: 'Espèces', amount: '5.00' },
    ]);
    store.reads.length = 0;
    const again = await store.run(brick);
    expect([again['tickets'], again['files']]).toEqual([[], []]);
    expect(store.reads).toEqual([]);
  });

  it.each<[string, string, Line[], number | null, string | null]>([
    ['an impossible date', 'CELL_NO_DATE', [{}, { number: 'A-2', date: '31/02/2026' }], 3, 'Date'],
    ['an impossible time', 'CELL_NO_DATE', [{ time: '25:00' }], 2, 'Date'],
    ['a negative price', 'CELL_NEGATIVE', [{ price: '-12,00' }], 2, 'Prix unitaire TTC'],
    ['a ten-millionth of a thing', 'CELL_NO_QUANTITY', [{ quantity: '0,0000001' }], 2, 'Quantité'],
    ['a word for a number', 'CELL_NO_NUMBER', [{ amount: 'douze' }], 2, 'Total ligne TTC'],
    ['an unclear dot', 'CELL_NO_NUMBER', [{ amount: '1.234' }], 2, 'Total ligne TTC'],
    ['lines that do not add up', 'TICKET_TOTAL_WRONG', [{}, { number: 'A-2', total: '24,00' }], 3, 'Total TTC'],
    [
      'payments that do not add up',
      'TICKET_PAYMENTS_WRONG',
      [{ payment: 'CB 7,00 + Espèces 4,00' }],
      2,
      'Mode de paiement',
    ],
    ['a ticket without number', 'CELL_EMPTY', [{ number: '' }], 2, 'N° ticket'],
  ])('are refused whole for %s', async (_what, code, lines, row, column) => {
    store.drop('tickets-bad.csv', tickets(lines.map(line)));
    store.drop('tickets-good.csv', tickets([line({ number: 'A-000009' })]));
    await store.run(brick);
    expect(store.records('tickets').map(({ id }) => id)).toEqual(['Caisse 1/A-000009']);
    const refused = store.records('files').find(({ body }) => body['name'] === 'tickets-bad.csv');
    expect(refused?.body).toMatchObject({ outcome: 'refused', problem: { code, row, column } });
  });

  it('are refused whole when cut in a row, in a ticket, or between two', async () => {
    brick = store.brick({ trailer: 'required' });
    const lines = [line({ total: '24,00' }), line({ sku: 'SC-2', total: '24,00' }), line({ number: 'A-000002' })];
    const whole = tickets(lines, '36,00');
    store.drop('tickets-1.csv', whole.slice(0, whole.indexOf('A-000002') + 30));
    store.drop('tickets-2.csv', tickets(lines.slice(0, 1)));
    store.drop('tickets-3.csv', tickets(lines.slice(0, 2)));
    store.drop('tickets-4.csv', tickets(lines.slice(0, 2), '36,00'));
    await store.run(brick);
    expect(store.records('tickets')).toEqual([]);
    expect(new Set(Object.values(store.outcomes()))).toEqual(new Set(['refused']));
    store.take('tickets-1.csv');
    store.drop('tickets-2.csv', whole);
    await store.run(brick);
    expect(store.records('tickets')).toHaveLength(2);
    const outcomes = store.records('files').map(({ body }) => `${body['name'] as string} ${body['outcome'] as string}`);
    expect(outcomes.sort()).toEqual([
      'tickets-1.csv withdrawn',
      'tickets-2.csv applied',
      'tickets-2.csv withdrawn',
      'tickets-3.csv refused',
      'tickets-4.csv refused',
    ]);
  });

  it('have no effect under a second name', async () => {
    store.drop('tickets-a.csv', tickets([line()]));
    await store.run(brick);
    store.drop('tickets-b.csv', tickets([line()]));
    const second = await store.run(brick);
    expect(second['tickets']).toEqual([]);
    expect(store.outcomes()).toEqual({ 'tickets-a.csv': 'applied', 'tickets-b.csv': 'repeated' });
    expect((await store.run(brick))['files']).toEqual([]);
  });

  it('are left alone while they are written', async () => {
    store.drop('tickets.csv', tickets([line()]));
    store.changing.add('tickets.csv');
    await store.run(brick);
    expect([store.records('files'), store.records('tickets')]).toEqual([[], []]);
    store.changing.clear();
    await store.run(brick);
    expect(store.records('tickets')).toHaveLength(1);
  });

  it('never change a ticket that was said', async () => {
    store.drop('tickets-1.csv', tickets([line(), line({ number: 'A-000002' })]));
    await store.run(brick);
    store.drop('tickets-2.csv', tickets([line(), line({ number: 'A-000002', name: 'Autre chose' })]));
    const second = await store.run(brick);
    expect(second['tickets']).toEqual(['Caisse 1/A-000002']);
    expect(store.records('tickets')[1]?.body['lines']).toMatchObject([{ name: 'Théière' }]);
    const file = store.records('files').find(({ body }) => body['name'] === 'tickets-2.csv');
    expect(file?.body['changed']).toMatchObject([{ row: 3, column: 'Caisse 1/A-000002' }]);
  });

  it.each<[string, string, string[], string[]]>([
    ['a number between two others, in any file', 'tickets-b.csv', ['1', '3', '4'], ['2']],
    ['its last, in a later file of the same name', 'tickets-a.csv', ['1', '2', '3'], ['4']],
    ['its first, in a later file of the same name', 'tickets-a.csv', ['2', '3', '4'], ['1']],
    ['nothing, in a file of another part of the day', 'tickets-b.csv', ['5', '6'], []],
    ['nothing, in a later file of the same name with new tickets only', 'tickets-a.csv', ['5', '6'], []],
  ])('that leave out %s are an alarm', async (_what, name, numbers, expected) => {
    const file = (some: string[]): string => tickets(some.map((number) => line({ number: `A-00000${number}` })));
    store.drop('tickets-a.csv', file(['1', '2', '3', '4']));
    await store.run(brick);
    store.drop(name, file(numbers));
    const before = store.records('tickets');
    await store.run(brick);
    expect(store.records('tickets')).toEqual(expect.arrayContaining(before));
    const vanished = (): unknown =>
      store.records('files').flatMap(({ body }) => (body['vanished'] ?? []) as { column: string }[]);
    expect(vanished()).toMatchObject(expected.map((number) => ({ column: `Caisse 1/A-00000${number}` })));
    // A full read says the same, although the mirror knows more by now.
    await store.run(store.brick(), true);
    expect(vanished()).toMatchObject(expected.map((number) => ({ column: `Caisse 1/A-00000${number}` })));
  });

  it('are held against Z reports only while a column names the session', async () => {
    const file = ['N° ticket;Date;Caisse;N° Z;Désignation;Quantité;Total ligne TTC;Total TTC'];
    file.push('A-1;21/11/2026;C1;Z1;Bol;1;7,00;7,00', 'A-3;21/11/2026;C1;Z1;Bol;1;7,00;7,00', '');
    store.drop('tickets.csv', file.join('\r\n'));
    await store.run(brick);
    expect(store.records('sessions')).toMatchObject([
      { id: 'C1/Z1', body: { till: 'C1', session: 'Z1', tickets: { 'A-1': '7.00', 'A-3': '7.00' } } },
    ]);
    const other = testStore();
    other.drop('tickets.csv', file.join('\r\n'));
    await other.run(other.brick({ columns: { tickets: { session: [] } } }));
    expect([other.records('tickets').length, other.records('sessions')]).toEqual([2, []]);
  });

  it('of another year may have the same numbers', async () => {
    const file = (date: string, numbers: string[]): string =>
      tickets(numbers.map((number) => line({ number: `A-00000${number}`, till: date.slice(-4), date })));
    store.drop('tickets-1.csv', file('20/11/2025', ['1', '2', '3']).replaceAll(';2025;', ';C;'));
    await store.run(brick);
    store.drop('tickets-2.csv', file('20/11/2026', ['4', '6']).replaceAll(';2026;', ';C;'));
    await store.run(brick);
    store.drop('tickets-3.csv', file('21/11/2026', ['7', '1']).replaceAll(';2026;', ';C;'));
    await store.run(brick);
    expect(store.records('files').filter(({ body }) => body['vanished'])).toEqual([]);
  });

  it('keep the ticket where a bar code was mangled, and repair what can be proven', async () => {
    const lost = '0360012345675';
    store.drop(
      'tickets.csv',
      tickets([line({ gtin: '3,76E+12', total: '24,00' }), line({ gtin: lost.slice(1), total: '24,00' })]),
    );
    await store.run(brick);
    const lines = store.records('tickets')[0]?.body['lines'];
    expect(lines).toMatchObject([
      { sku: 'SC-1', gtin: null },
      { sku: 'SC-1', gtin: lost },
    ]);
    expect(store.records('files')[0]?.body['doubtful']).toMatchObject([{ row: 2, column: 'Code-barres' }]);
  });

  it('are not counted as taken before the mirror holds all that they say', async () => {
    store.drop('tickets.csv', tickets([line()]));
    const files = brick.streams.find(({ kind }) => kind === 'files');
    if (!files) throw new Error('no stream files');
    await store.mirror.runStream(files, { now: new Date() });
    expect(store.records('files')).toEqual([]);
    await store.run(brick);
    expect(store.outcomes()).toEqual({ 'tickets.csv': 'applied' });
  });

  it('say goods that were brought back, however the till writes them', async () => {
    store.drop(
      'tickets.csv',
      tickets([
        line({ quantity: '-1', amount: '-12,00', total: '-12,00', payment: 'Espèces -12,00' }),
        line({ number: 'A-000002', price: '-12,00', amount: '-12,00', total: '0,00', payment: '' }),
        line({ number: 'A-000002', total: '0,00', payment: '' }),
      ]),
    );
    store.drop('z-1.csv', 'N° Z;Caisse;Nb tickets;Total TTC;Espèces\r\nZ1;Caisse 1;2;-12,00;-12,00\r\n');
    await store.run(brick);
    expect(store.outcomes()).toEqual({ 'tickets.csv': 'applied', 'z-1.csv': 'applied' });
    expect(store.records('tickets').map(({ body }) => [body['total'], body['payments']])).toEqual([
      ['-12.00', [{ method: 'Espèces', amount: '-12.00' }]],
      ['0.00', []],
    ]);
    expect(store.records('tickets')[1]?.body['lines']).toMatchObject([
      { quantity: 1, unitPrice: '-12.00', total: '-12.00' },
      { quantity: 1, unitPrice: '12.00', total: '12.00' },
    ]);
  });

  it.each<[string, string[]]>([
    ['before', ['articles.csv', 'tickets.csv']],
    ['after', ['tickets.csv', 'articles.csv']],
  ])('say by its bar code which item of a catalogue that came %s them was sold', async (_when, names) => {
    const other = '4006381333931';
    const head = 'Référence;Code-barres;Désignation;Prix TTC';
    const twins = [`T-1;${other};Tasse;5,00`, `T-2;${other};Tasse;5,00`];
    const files: Record<string, string> = {
      'articles.csv': [head, `SC-9;${GOOD};Théière;12,00`, ...twins, ''].join('\r\n'),
      'tickets.csv': tickets([
        line({ sku: '', total: '48,00' }),
        line({ sku: 'OLD-1', total: '48,00' }),
        line({ sku: 'SC-9', total: '48,00' }),
        line({ sku: '', gtin: other, total: '48,00' }),
      ]),
    };
    for (const name of names) {
      store.drop(name, files[name] ?? '');
      await store.run(brick);
    }
    const sold = (): unknown[] =>
      store
        .facets('Sale')
        .flatMap((sale) => (sale as { lines: { variant: unknown }[] }).lines.map((one) => one.variant));
    expect(sold()).toEqual(['Variant:SC-9', 'Variant:SC-9', 'Variant:SC-9', `Variant:gtin:${other}`]);
    // Two items of one bar code would keep the shop's article from both.
    expect(store.facets('TillItem').filter((item) => 'gtin' in item && item.gtin === GOOD)).toHaveLength(1);
    const again = await store.run(brick);
    expect(Object.values(again).flat()).toEqual([]);
    store.drop('articles-2.csv', [head, `OLD-1;;Théière ancienne;12,00`, ''].join('\r\n'));
    await store.run(brick);
    expect(sold()).toEqual(['Variant:SC-9', 'Variant:OLD-1', 'Variant:SC-9', `Variant:gtin:${other}`]);
  });

  it('count what was weighed exactly', async () => {
    const weighed = { name: 'Thé en vrac', price: '89,00', amount: '40,05', total: '52,05' };
    store.drop('tickets.csv', tickets([line({ ...weighed, quantity: '0,450' }), line({ total: '52,05' })]));
    await store.run(brick);
    expect(store.outcomes()).toEqual({ 'tickets.csv': 'applied' });
    expect(store.records('tickets')[0]?.body['lines']).toMatchObject([{ quantity: 0.45 }, { quantity: 1 }]);
    expect(store.facets('Sale')).toMatchObject([{ lines: [{ quantity: 0.45 }, { quantity: 1 }] }]);
  });

  it('leave out a ticket that is later than its file, with an alarm, and the rest is taken', async () => {
    const lines = [line(), line({ number: 'A-000002', date: '21/11/2036' }), line({ number: 'A-000003' })];
    store.drop('tickets.csv', tickets(lines, '36,00'));
    await store.run(brick);
    expect(store.outcomes()).toEqual({ 'tickets.csv': 'applied' });
    expect(store.records('tickets').map(({ id }) => id)).toEqual(['Caisse 1/A-000001', 'Caisse 1/A-000003']);
    expect(store.facets('TillAlarm')).toMatchObject([{ kind: 'LINE_DOUBTFUL', row: 3, column: 'Date' }]);
    const again = await store.run(brick);
    expect([again['tickets'], again['files']]).toEqual([[], []]);
    // Corrected under the same name, it is taken.
    store.drop('tickets.csv', tickets([line(), line({ number: 'A-000002' }), line({ number: 'A-000003' })], '36,00'));
    expect((await store.run(brick))['tickets']).toEqual(['Caisse 1/A-000002']);
  });

  it('of tomorrow, where the clocks differ, are taken', async () => {
    store.drop('tickets.csv', tickets([line({ date: '24/11/2026', time: '11:00' })]));
    await store.run(brick);
    expect(store.records('tickets')).toHaveLength(1);
  });

  it('that were refused are tried again with other settings', async () => {
    store.drop('tickets.csv', tickets([line({ quantity: '-1', amount: '-12,00', total: '-12,00' })]));
    await store.run(store.brick({ returns: 'refuse' }));
    expect(store.records('files')[0]?.body).toMatchObject({ outcome: 'refused', problem: { code: 'CELL_NEGATIVE' } });
    await store.run(brick);
    expect(store.records('tickets')[0]?.body).toMatchObject({ total: '-12.00', lines: [{ quantity: -1 }] });
  });

  it('of the catalogue take the last word, in the columns that the settings say', async () => {
    brick = store.brick({ columns: { items: { price: ['Tarif'] } } });
    store.drop('articles-1.csv', 'Référence;EAN;Désignation;Tarif\r\nSC-1;;Théière;12,00\r\n');
    store.drop('articles-2.csv', 'Référence;EAN;Désignation;Tarif\r\nSC-1;;Théière;13,50 €\r\n');
    await store.run(brick);
    expect(store.records('items')).toMatchObject([{ id: 'SC-1', body: { price: '13.50' } }]);
    expect(Object.values(store.outcomes())).toEqual(['applied', 'applied']);
  });

  it('of the catalogue that name one reference twice give the first, and an alarm', async () => {
    const head = 'Référence;Code-barres;Désignation;Prix TTC';
    store.drop('articles.csv', [head, 'SC-1;;Tasse;5,00', 'SC-1;;Autre tasse;6,00', 'SC-2;;Bol;7,00', ''].join('\n'));
    await store.run(brick);
    expect(store.outcomes()).toEqual({ 'articles.csv': 'applied' });
    expect(store.records('items').map(({ id, body }) => [id, body['price']])).toEqual([
      ['SC-1', '5.00'],
      ['SC-2', '7.00'],
    ]);
    expect(JSON.stringify(store.records('files'))).toContain('SC-1 stands in row 2 too.');
  });

  it('of no known kind are refused by name', async () => {
    store.drop('photo.csv', 'a;b\r\n1;2\r\n');
    await store.run(brick);
    expect(store.records('files')[0]?.body).toMatchObject({ problem: { code: 'FILE_KIND_UNKNOWN' } });
  });

  it('for the till are read back as they were written', async () => {
    const settings = settingsSchema.parse({ drop: { kind: 'folder', path: '/box' } });
    const rows = [
      {
        sku: 'SC-1',
        gtin: '0360012345675',
        name: 'Œuf; « peint »',
        priceWithTax: { amount: '1234.50', currency: 'EUR' },
      },
    ];
    await sendItems('articles-hub.csv', rows, settings, store.tools, store.box);
    await store.run(brick);
    expect(store.records('items').map(({ body }) => body)).toMatchObject([
      { sku: 'SC-1', gtin: '0360012345675', name: 'Œuf; « peint »', price: '1234.50' },
    ]);
  });
});

describe('the wall clock of a store', () => {
  it.each([
    ['21/11/2026', '14:05', '2026-11-21T13:05:00Z'],
    ['21/07/2026 14:05:06', '', '2026-07-21T12:05:06Z'],
    ['2026-11-21', '14h05', '2026-11-21T13:05:00Z'],
    ['25/10/2026 02:30', '', '2026-10-25T00:30:00Z'],
    ['29/03/2026 02:30', '', '2026-03-29T01:30:00Z'],
    ['29/02/2026', '', null],
    ['11/23/2026', '', null],
    ['21/11/26', '', null],
  ])('%s %s', (date, time, utc) => {
    expect(toUtc(date, time, 'Europe/Paris')).toBe(utc);
  });
});
