import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Sandbox } from '#sdk';
import soracaisse from '../../connectors/soracaisse/index.ts';
import { startTillSandbox } from '../../connectors/soracaisse/sandbox/index.ts';
import { openHub, type Hub } from '../../src/hub/index.ts';

const BORN = new Date('2026-11-01T08:00:00Z');
const HOUR = 3_600_000;

interface Sale {
  number: string;
  till: string;
  totalWithTax: { amount: string };
  lines: { name: string; gtin: string | null; sku: string | null }[];
}

interface Alarm {
  kind: string;
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

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortar-'));
    const folder = await mkdtemp(join(data, 'store-'));
    box = join(folder, 'caisse');
    clock = BORN.getTime() + HOUR;
    sandbox = await startTillSandbox({ seed: 7, bornAt: BORN, folder, peers: {} });
    const settings = soracaisse.settings.parse(sandbox.settings);
    const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
    hub = await openHub({
      config: { data },
      bricks: [{ name: 'till', connector: soracaisse, settings, schedule: '*/2 * * * *', holds }],
      registry: new URL('../../src/registry.ts', import.meta.url).href,
      log: pino({ level: 'silent' }),
      now: () => new Date(clock),
    });
  });

  afterEach(async () => {
    await hub.close();
    await sandbox.close();
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
    const database = new DatabaseSync(join(data, 'mortar.db'), { readOnly: true });
    try {
      const rows = database.prepare(`select data from facet_${type} order by hub_id`).all() as { data: string }[];
      return rows.map(({ data: json }) => JSON.parse(json) as Facet);
    } finally {
      database.close();
    }
  }

  const salesOf = (): Record<string, string> =>
    Object.fromEntries(facets<Sale>('sale').map((sale) => [`${sale.till} ${sale.number}`, sale.totalWithTax.amount]));

  async function dropped(name: string): Promise<string> {
    return readFile(join(box, name), 'latin1');
  }

  async function drop(name: string, text: string): Promise<void> {
    await writeFile(join(box, name), text, 'latin1');
    await utimes(join(box, name), new Date(clock), new Date(clock));
  }

  it('is taken once, and what is wrong with its files is an alarm with nothing of it applied', async () => {
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
});
