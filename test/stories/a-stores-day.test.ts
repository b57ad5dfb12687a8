import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Sandbox } from '#sdk';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import soracaisse from '../../connectors/soracaisse/index.ts';
import { startTillSandbox } from '../../connectors/soracaisse/sandbox/index.ts';
import { openHub, type Hub } from '../../src/hub/index.ts';
import { atRest } from '../mirror/at-rest.ts';

const BORN = new Date('2026-11-01T08:00:00Z');
const HOUR = 3_600_000;

interface Sale {
  number: string;
  till: string;
  totalWithTax: { amount: string };
  lines: { variant: string | null; name: string; gtin: string | null; sku: string | null }[];
}

interface Alarm {
  kind: string;
  subject: string;
  message: { en: string; fr: string };
  file: string;
  row: number | null;
  column: string | null;
}

describe("a store's day", () => {
  let data: string;
  let box: string;
  let sandbox: Sandbox;
  let hub: Hub;
  let clock: number;
  let shop: PrestashopSandbox | null;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortar-'));
    clock = BORN.getTime() + HOUR;
    shop = null;
  });

  async function open(peers: Parameters<typeof startTillSandbox>[0]['peers']): Promise<void> {
    const folder = await mkdtemp(join(data, 'store-'));
    box = join(folder, 'caisse');
    sandbox = await startTillSandbox({ seed: 7, bornAt: BORN, folder, peers });
    const settings = soracaisse.settings.parse(sandbox.settings);
    const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
    hub = await openHub({
      config: { data },
      bricks: [{ name: 'till', connector: soracaisse, settings, schedule: '*/2 * * * *', holds }],
      registry: new URL('../../src/registry.ts', import.meta.url).href,
      log: pino({ level: 'silent' }),
      now: () => new Date(clock),
    });
  }

  afterEach(async () => {
    await hub.close();
    await sandbox.close();
    await shop?.close();
    await rm(data, { recursive: true });
  });

  async function sync(): Promise<void> {
    clock += 24 * HOUR;
    const { state, error } = await hub.sync.sync('till', { full: false, trigger: 'test' }).then(
      (run) => ({ state: run.state, error: null }),
      (failure: unknown) => ({ state: 'failed', error: failure }),
    );
    expect({ state, error }).toEqual({ state: expect.not.stringMatching('failed') as string, error: null });
  }

  function facets<Facet>(type: string): Facet[] {
    const name = type.replace(/(^|_)([a-z])/g, (_all, _before, letter: string) => letter.toUpperCase());
    return Object.values(atRest(data).facets(name)).map((json) => JSON.parse(json) as Facet);
  }

  const salesOf = (): Record<string, string> =>
    Object.fromEntries(facets<Sale>('sale').map((sale) => [`${sale.till} ${sale.number}`, sale.totalWithTax.amount]));

  const added = (history: Record<string, string>): string[] =>
    Object.keys(salesOf()).filter((ticket) => !(ticket in history));

  /** Ticket to the hub's id of its sale. */
  function idsOf(): Record<string, string> {
    const database = new DatabaseSync(join(data, 'mortar.db'), { readOnly: true });
    try {
      const rows = database.prepare('select hub_id, till, number from facet_sale').all();
      return Object.fromEntries(
        rows.map((row) => [`${String(row['till'])} ${String(row['number'])}`, String(row['hub_id'])]),
      );
    } finally {
      database.close();
    }
  }

  function openHolds(): unknown[] {
    const database = new DatabaseSync(join(data, 'mortar.db'), { readOnly: true });
    try {
      return database
        .prepare("select kind from holds where state = 'open'")
        .all()
        .map(({ kind }) => kind);
    } finally {
      database.close();
    }
  }

  async function dropped(name: string): Promise<string> {
    return readFile(join(box, name), 'latin1');
  }

  async function drop(name: string, text: string): Promise<void> {
    await writeFile(join(box, name), text, 'latin1');
    await utimes(join(box, name), new Date(clock), new Date(clock));
  }

  it('is taken once, and what is wrong with its files is an alarm with nothing of it applied', async () => {
    await open({});
    await sync();
    const history = salesOf();
    expect(Object.keys(history).length).toBeGreaterThan(200);
    expect(facets<Alarm>('till_alarm')).toEqual([]);

    await sandbox.step?.();
    const today = 'tickets-B1-20261101.csv';
    const whole = await dropped(today);
    const lines = whole.split('\r\n');

    // Cut in the middle of the day.
    await drop(today, whole.slice(0, Math.floor(whole.length / 2)));
    // The same as yesterday's, under another name.
    await drop('tickets-copie.csv', await dropped('tickets-B1-20261031.csv'));
    // A ticket of last week, with another thing sold; the amounts still add up.
    const old = (await dropped('tickets-B1-20261025.csv')).split('\r\n');
    const cells = (old[1] ?? '').split(';');
    cells[8] = 'Autre chose';
    await drop('tickets-corrige.csv', [old[0], cells.join(';'), ...old.slice(2)].join('\r\n'));
    await sync();

    expect(salesOf()).toEqual(history);
    expect(facets<Sale>('sale').flatMap((sale) => sale.lines.map(({ name }) => name))).not.toContain('Autre chose');
    const alarms = facets<Alarm>('till_alarm').map(({ kind, file }) => `${kind} ${file}`);
    expect(alarms.sort()).toEqual([
      `FILE_REFUSED ${today}`,
      'FILE_REPEATED tickets-copie.csv',
      'TICKET_CHANGED tickets-corrige.csv',
    ]);

    // The file comes again, whole, but a spreadsheet went over its bar codes.
    const mangled = lines.map((line, i) => (i === 1 ? line.replace(/;(\d{13});/, ';3,76E+12;') : line));
    await drop(today, mangled.join('\r\n'));
    await sync();

    const added = Object.keys(salesOf()).filter((number) => !(number in history));
    const expected = new Set(lines.slice(1, -2).map((line) => `${line.split(';')[4]} ${line.split(';')[0]}`));
    expect(new Set(added)).toEqual(expected);
    const now = facets<Alarm>('till_alarm');
    expect(now.map(({ kind, file }) => `${kind} ${file}`).sort()).toEqual([
      'FILE_REPEATED tickets-copie.csv',
      `LINE_DOUBTFUL ${today}`,
      'TICKET_CHANGED tickets-corrige.csv',
    ]);
    expect(now.find(({ kind }) => kind === 'LINE_DOUBTFUL')).toMatchObject({ row: 2, column: 'Code-barres' });
    const [first] = lines[1]?.split(';') ?? [];
    const doubted = facets<Sale>('sale').find(({ number }) => number === first);
    expect(doubted?.lines[0]).toMatchObject({ gtin: null, sku: expect.stringMatching(/^SC-/) as string });

    // And nothing moves any more.
    const settled = [salesOf(), facets<Alarm>('till_alarm')];
    await sync();
    expect([salesOf(), facets<Alarm>('till_alarm')]).toEqual(settled);
  });

  it('that its till also writes into the shop is counted once, whichever way a ticket comes first', async () => {
    shop = await startPrestashopSandbox({ state: generateShop({ seed: 7, now: BORN }), now: () => new Date(clock) });
    const { url, key } = shop;
    const close = (): Promise<void> => Promise.resolve();
    await open({ shop: { connector: 'prestashop', url, settings: { url, key }, close } });
    await sync();
    const history = salesOf();

    // The day's orders are in the shop, its file is not there yet.
    await sandbox.step?.();
    const today = 'tickets-B1-20261101.csv';
    const whole = await dropped(today);
    await rm(join(box, today));
    await sync();
    const early = added(history);
    expect(early.length).toBeGreaterThan(1);
    const lines = whole.split('\r\n').slice(1, -2);
    const numbers = new Set(lines.map((line) => `${line.split(';')[4]} ${line.split(';')[0]}`));
    expect(early.filter((ticket) => !numbers.has(ticket))).toEqual([]);
    const ids = idsOf();
    const bought = facets<Sale>('sale').filter(({ till, number }) => early.includes(`${till} ${number}`));
    expect(bought.flatMap((sale) => sale.lines.filter(({ variant }) => variant === null))).toEqual([]);

    // The file comes: each ticket is one sale, under the id that it had.
    await drop(today, whole);
    await sync();
    expect(new Set(added(history))).toEqual(numbers);
    expect(facets<Sale>('sale')).toHaveLength(Object.keys(salesOf()).length);
    expect(early.map((ticket) => idsOf()[ticket])).toEqual(early.map((ticket) => ids[ticket]));
    // The demo's catalogue has references that stand twice; nothing else is to be looked at.
    const alarms = (): Alarm[] => facets<Alarm>('till_alarm').filter(({ file }) => file !== 'articles.csv');
    expect(alarms()).toEqual([]);

    // The shop's orders move on, as orders do: no sale changes.
    const order = shop.state.resources['orders']?.find((one) => one['module'] === 'soracaisse')?.id ?? 0;
    shop.touch('orders', order, { current_state: 5 });
    const settled = salesOf();
    await sync();
    expect([salesOf(), alarms(), openHolds()]).toEqual([settled, [], []]);

    // One of them is deleted: the sale stays, and a person is asked.
    shop.remove('orders', order);
    await sync();
    expect([salesOf(), openHolds()]).toEqual([settled, ['shop_orders']]);
  });

  it('loses no ticket that its till takes back, and misses what its Z report counted', async () => {
    await open({});
    await sandbox.step?.();
    await sync();
    const before = salesOf();

    // The day's file comes again without one ticket in its midst and without the last of a till.
    const first = 'tickets-B1-20261101.csv';
    const whole = await dropped(first);
    const numbers = ticketsIn(whole);
    const gone = [numbers[1] ?? '', numbers.at(-1) ?? ''];
    await drop(first, without(whole, gone));
    await sync();
    expect(salesOf()).toEqual(before);
    const vanished = facets<Alarm>('till_alarm').map(({ kind, subject, file }) => [kind, subject, file]);
    expect(vanished.sort()).toEqual(gone.sort().map((ticket) => ['TICKET_VANISHED', ticket, first]));

    // The next day's file never has one of the tickets that the Z report counts.
    await sandbox.step?.();
    const second = 'tickets-B1-20261102.csv';
    const next = await dropped(second);
    const hidden = ticketsIn(next)[1] ?? '';
    await drop(second, without(next, [hidden]));
    await sync();
    const known = JSON.stringify(vanished);
    const ofZ = (): Alarm[] =>
      facets<Alarm>('till_alarm').filter(
        ({ kind, subject, file }) => !known.includes(JSON.stringify([kind, subject, file])),
      );
    expect(ofZ()).toMatchObject([
      { kind: 'TICKET_VANISHED', subject: expect.stringMatching(/^Caisse 1\/Z/) as string },
    ]);
    expect(ofZ()[0]?.message.fr).toContain(`Manquent : ${hidden.split('/')[1]}.`);

    // It comes after all: nobody needs to look any more.
    await drop(second, next);
    await sync();
    expect(ofZ()).toEqual([]);
    expect(salesOf()).toHaveProperty(hidden.replace('/', ' '));
  });
});

/** Till and number of each ticket of an export. */
function ticketsIn(text: string): string[] {
  return [...new Set(text.split('\r\n').slice(1, -2).map(ticketOf))];
}

function ticketOf(line: string): string {
  const cells = line.split(';');
  return `${cells[4]}/${cells[0]}`;
}

/** The export as if these tickets had never been, its last row adding up. */
function without(text: string, tickets: readonly string[]): string {
  const lines = text.split('\r\n');
  const left = lines.filter((line, i) => i === 0 || i > lines.length - 3 || !tickets.includes(ticketOf(line)));
  const cents = new Map(left.slice(1, -2).map((line) => [ticketOf(line), centsOf(line.split(';')[13] ?? '')]));
  const total = [...cents.values()].reduce((sum, one) => sum + one, 0);
  const trailer = (left.at(-2) ?? '').split(';').with(13, (total / 100).toFixed(2).replace('.', ','));
  return [...left.slice(0, -2), trailer.join(';'), ''].join('\r\n');
}

function centsOf(amount: string): number {
  return Math.round(Number(amount.replaceAll(' ', '').replace(',', '.')) * 100);
}
