import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { DropBox, OpenBrick } from '#sdk';
import { createDropBox } from '../../src/sdk/open-drop-box.ts';
import { NOW, testStore, tickets, type TestStore } from '../../test/connectors/soracaisse-store.ts';
import { startSftpServer, type SftpServer } from '../../test/sdk/sftp-server.ts';
import connector from './index.ts';
import { sendItems } from './items-file.ts';
import { windows1252 } from './sandbox/csv.ts';

const log = { info: () => undefined, warn: () => undefined };
const DAY = new Date('2026-11-21T00:00:00Z');
const HEADINGS = ['N° ticket', 'Date', 'Heure', 'Caisse', 'Référence', 'Code-barres', 'Désignation', 'Quantité'];
const AMOUNTS = ['Prix unitaire TTC', 'Total ligne TTC', 'TVA', 'Total TTC', 'Mode de paiement'];

/** Cells as a spreadsheet program types them: dates, times, numbers, percents. */
async function spreadsheet(): Promise<Uint8Array> {
  const heading = (value: string) => ({ value, type: String });
  const line = (sku: string, gtin: number, time: number, quantity: number, price: number) => [
    { value: 'A-000001', type: String },
    { value: DAY, type: Date, format: 'dd/mm/yyyy' },
    { value: time, type: Number },
    { value: 'Caisse 1', type: String },
    { value: sku, type: String },
    { value: gtin, type: Number },
    { value: 'Théière', type: String },
    { value: quantity, type: Number },
    { value: price, type: Number },
    { value: price * quantity, type: Number },
    { value: 0.2, type: Number, format: '0%' },
    { value: 12.5, type: Number },
    { value: 'CB', type: String },
  ];
  const time = (14 * 60 + 5) / (24 * 60);
  const rows: SheetData = [
    [...HEADINGS, ...AMOUNTS].map(heading),
    line('SC-1', 3760012345670, time, 2, 12.5),
    line('SC-1', 3760012345670, time, -1, 12.5),
  ];
  return writeXlsxFile(rows).toBuffer();
}

describe('a spreadsheet of tickets', () => {
  it('says what the same rows as CSV say', async () => {
    const [sheet, csv] = [testStore(), testStore()];
    sheet.drop('tickets.xlsx', await spreadsheet());
    const row = { number: 'A-000001', total: '12,50', price: '12,50' };
    csv.drop(
      'tickets.csv',
      tickets([
        { ...row, quantity: '2', amount: '25,00' },
        { ...row, quantity: '-1', amount: '-12,50' },
      ]),
    );
    for (const store of [sheet, csv]) await store.run(store.brick());
    expect(sheet.outcomes()).toEqual({ 'tickets.xlsx': 'applied' });
    expect(sheet.records('tickets')).toHaveLength(1);
    expect(sheet.records('tickets')).toEqual(csv.records('tickets'));
    expect(sheet.records('tickets')[0]?.body).toMatchObject({ soldAt: '2026-11-21T13:05:00Z', total: '12.50' });
  });

  it('that was cut is refused, and tickets beside it are taken', async () => {
    const store = testStore();
    const whole = await spreadsheet();
    store.drop('tickets-1.xlsx', whole.subarray(0, whole.length / 2));
    store.drop('tickets-2.csv', tickets([{ number: 'A-000009' }]));
    await store.run(store.brick());
    expect(store.outcomes()).toEqual({ 'tickets-1.xlsx': 'refused', 'tickets-2.csv': 'applied' });
    expect(store.records('tickets').map(({ id }) => id)).toEqual(['Caisse 1/A-000009']);
  });
});

describe('a till that drops its files over SFTP', () => {
  let around: string;
  let server: SftpServer;
  let store: TestStore;
  let boxes: DropBox[];

  beforeEach(async () => {
    around = await mkdtemp(join(tmpdir(), 'mortar-till-'));
    await mkdir(join(around, 'exports'));
    server = await startSftpServer(around);
    store = testStore();
    boxes = [];
  });

  afterEach(async () => {
    for (const box of boxes) await box.close();
    await server.close();
    await rm(around, { recursive: true });
  });

  function settings(changes: object = {}): ReturnType<typeof connector.settings.parse> {
    const { port, hostKey, user, password } = server;
    const drop = { kind: 'sftp', host: '127.0.0.1', port, hostKey, user, password, path: '/exports', ...changes };
    return connector.settings.parse({ drop });
  }

  function open(changes: object = {}): OpenBrick {
    const drop: typeof store.tools.drop = (options) => {
      const box = createDropBox(options, { now: () => NOW, log });
      boxes.push(box);
      return box;
    };
    return connector.open(settings(changes), { ...store.tools, drop });
  }

  async function put(name: string, content: Uint8Array, secondsAgo: number): Promise<void> {
    const [path, at] = [join(around, 'exports', name), new Date(NOW.getTime() - secondsAgo * 1000)];
    await writeFile(path, content);
    await utimes(path, at, at);
  }

  it('is read, day after day, on one connection', async () => {
    await put('tickets-1.xlsx', await spreadsheet(), 600);
    await put('articles.csv', windows1252('Référence;Désignation;Prix TTC\r\nSC-1;Théière;12,50\r\n'), 500);
    const brick = open();
    expect(await brick.check()).toContainEqual(expect.objectContaining({ subject: 'tickets', state: 'ok' }));
    await store.run(brick);
    expect(store.outcomes()).toEqual({ 'tickets-1.xlsx': 'applied', 'articles.csv': 'applied' });

    await put('tickets-2.csv', windows1252(tickets([{ number: 'A-000002' }])), 60);
    await put('tickets-3.csv', windows1252(tickets([{ number: 'A-000003' }])), 0);
    await store.run(brick);
    // The third is still being written.
    expect(store.records('tickets').map(({ id }) => id)).toEqual(['Caisse 1/A-000001', 'Caisse 1/A-000002']);
    expect(server.connections()).toBe(1);
  });

  it('that is cut off in the middle of a file loses nothing and doubles nothing', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({ number: `A-${String(i + 1).padStart(6, '0')}` }));
    await put('tickets-1.csv', windows1252(tickets(many)), 600);
    server.cutAfterReads(1);
    const failure = await store.run(open()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'DROP_UNREACHABLE' });
    expect([store.records('tickets'), store.records('files')]).toEqual([[], []]);
    server.cutAfterReads(Infinity);
    await store.run(open());
    expect(store.records('tickets')).toHaveLength(3000);
  });

  it('of another key than the settings say is not spoken to', async () => {
    const findings = await open({ hostKey: `SHA256:${'A'.repeat(43)}` }).check();
    expect(findings).toMatchObject([{ subject: 'drop', state: 'error' }]);
  });

  it('gets items and prices to the byte in the form of its own exports', async () => {
    await mkdir(join(around, 'exports', 'vers-caisse'));
    open();
    const [box] = boxes;
    if (!box) throw new Error('no box');
    const rows = [
      {
        sku: 'SC-1',
        gtin: '0360012345675',
        name: 'Œuf; « peint »',
        priceWithTax: { amount: '1234.5', currency: 'EUR' },
      },
      { sku: 'SC-2', gtin: null, name: 'Cœur → Dvořák', priceWithTax: { amount: '7', currency: 'EUR' } },
    ];
    await sendItems('articles-hub.csv', rows, settings(), store.tools, box);
    const folder = join(around, 'exports', 'vers-caisse');
    expect(await readdir(folder)).toEqual(['articles-hub.csv']);
    const bytes = await readFile(join(folder, 'articles-hub.csv'));
    const lines = [
      'Référence;Code-barres;Désignation;Prix TTC',
      'SC-1;0360012345675;"Œuf; « peint »";1234,50',
      'SC-2;;Cœur ? Dvorák;7,00',
      '',
    ];
    expect(bytes).toEqual(windows1252(lines.join('\r\n')));
  });
});
