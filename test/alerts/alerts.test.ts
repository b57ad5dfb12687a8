import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aBrick, anOffice, HOUR, MINUTE, START, type Office } from './an-office.ts';

let office: Office;
beforeEach(() => (office = anOffice()));
afterEach(() => office.close());

/** Lets time pass without the schedule, then looks. */
async function after(ms: number): Promise<void> {
  await office.clock.pass(ms);
  await office.watch.round();
}

const hold = { id: 'hold_1', brick: 'shop', kind: 'products', openedAt: START, changes: 80, rules: ['deletions'] };

it('says nothing where nothing is wrong', async () => {
  await office.watch.round();
  expect(office.told).toEqual([]);
  expect(office.state()).toMatchObject({ open: [], pending: [], seenAt: START });
});

describe('one cause', () => {
  beforeEach(async () => {
    office.sights.holds = [hold];
    await office.watch.round();
  });

  it('is told once, however often it is seen', async () => {
    for (let minute = 0; minute < 30; minute++) await after(MINUTE);
    expect(office.told).toEqual(['opened hold:shop:products']);
    expect(office.logged.filter((line) => line === 'alert')).toHaveLength(1);
  });

  it('is reminded daily, with what it is by then', async () => {
    office.sights.holds = [{ ...hold, changes: 95 }];
    for (let hour = 0; hour < 47; hour++) await after(HOUR);
    expect(office.told).toEqual(['opened hold:shop:products', 'reminder hold:shop:products']);
    expect(office.notices.at(-1)?.finding.facts).toMatchObject({ changes: 95 });
  });

  it('is told to be over, and is new when it comes again', async () => {
    office.sights.holds = [];
    await after(HOUR);
    expect(office.state().open).toEqual([]);
    office.sights.holds = [hold];
    await after(HOUR);
    expect(office.told).toEqual(['opened hold:shop:products', 'over hold:shop:products', 'opened hold:shop:products']);
    expect(new Set(office.notices.map(({ id }) => id)).size).toBe(3);
  });

  it('stays open while nobody can look, and the rest is looked at', async () => {
    office.sights.holds = [];
    office.failing.add('holds');
    office.sights.deadLetters = [{ brick: 'till', count: 2, oldest: START }];
    await after(HOUR);
    expect(office.told).toEqual(['opened hold:shop:products', 'opened dead-letter:till']);
    expect(office.logged).toContain('alerts could not look at this');
  });

  it('is not told again after a kill', async () => {
    office.restart();
    await after(MINUTE);
    expect(office.told).toEqual(['opened hold:shop:products']);
    office.sights.holds = [];
    await after(MINUTE);
    expect(office.told).toEqual(['opened hold:shop:products', 'over hold:shop:products']);
  });
});

describe('a channel that is down', () => {
  beforeEach(async () => {
    office.channelDown = true;
    office.sights.holds = [hold];
    await office.watch.round();
  });

  it('is tried again less and less often, over a restart, and told in the end', async () => {
    expect(office.logged).toContain('alerts could not be told; they will be');
    for (let minute = 0; minute < 60; minute++) await after(MINUTE);
    const [pending] = office.state().pending;
    // After 1, 2, 4, 8, 16 minutes, and so on up to an hour.
    expect(pending?.attempts).toBe(6);
    office.restart();
    office.channelDown = false;
    await after(HOUR);
    expect(office.told).toEqual(['opened hold:shop:products']);
    expect(office.state().pending).toEqual([]);
  });

  it('is told the newest word only, and of each alert one', async () => {
    office.sights.holds = [];
    await after(25 * HOUR);
    office.channelDown = false;
    await after(HOUR);
    expect(office.told).toEqual(['over hold:shop:products']);
  });

  it('that is no longer configured is owed nothing', async () => {
    const [pending] = office.state().pending;
    const file = join(office.sights.disk.folder, 'alerts.json');
    writeFileSync(file, JSON.stringify({ ...office.state(), pending: [{ ...pending, channel: 'mail' }] }));
    office.channelDown = false;
    office.restart();
    await after(HOUR);
    expect(office.told).toEqual([]);
    expect(office.state().pending).toEqual([]);
  });
});

describe('what is looked at', () => {
  it.each([
    ['FAILING', 'BRICK_UNREACHABLE'],
    ['LATE', null],
  ] as const)('a brick that is %s for long', async (state, failure) => {
    office.sights.bricks = [aBrick({ state, failure })];
    await after(29 * MINUTE);
    expect(office.told).toEqual([]);
    await after(MINUTE);
    expect(office.told).toEqual(['opened brick-down:shop']);
    expect(office.notices[0]?.finding.facts).toMatchObject({ code: failure ?? state, at: START });
    office.sights.bricks = [aBrick({ lastGoodAt: office.clock.now().toISOString() })];
    await after(MINUTE);
    expect(office.told.at(-1)).toBe('over brick-down:shop');
  });

  it('a brick that is late because the hub itself was down is read first; one that was told stays told', async () => {
    office.sights.bricks = [aBrick({ state: 'LATE' })];
    await office.clock.pass(5 * HOUR);
    office.restart();
    await after(29 * MINUTE);
    expect(office.told).toEqual([]);
    await after(MINUTE);
    expect(office.told).toEqual(['opened brick-down:shop']);
    office.restart();
    await after(MINUTE);
    expect(office.told).toEqual(['opened brick-down:shop']);
  });

  it('a brick that never answered', async () => {
    office.sights.bricks = [aBrick({ state: 'FAILING', lastGoodAt: null })];
    await after(31 * MINUTE);
    expect(office.told).toEqual(['opened brick-down:shop']);
  });

  it('refused messages, by brick', async () => {
    office.sights.deadLetters = ['shop', 'till'].map((brick) => ({ brick, count: 1, oldest: START }));
    await office.watch.round();
    expect(office.told).toEqual(['opened dead-letter:shop', 'opened dead-letter:till']);
  });

  it('stock that differs in two looks an hour apart', async () => {
    office.sights.drift = 30;
    await office.watch.round();
    await after(59 * MINUTE);
    expect(office.told).toEqual([]);
    office.sights.drift = 5;
    await after(MINUTE);
    office.sights.drift = 40;
    await after(HOUR);
    expect(office.told).toEqual([]);
    office.sights.drift = 35;
    await after(HOUR);
    expect(office.told).toEqual(['opened drift']);
    office.sights.drift = 0;
    await after(HOUR);
    expect(office.told).toEqual(['opened drift', 'over drift']);
  });

  it('what a flow has not brought in two looks an hour apart, each flow for itself', async () => {
    const lane = (to: string, count: number) => ({ flow: 'items-to-till', from: 'shop', to, count });
    office.sights.flowDrift = [lane('till', 30), lane('kiosk', 30)];
    await office.watch.round();
    office.sights.flowDrift = [lane('till', 40), lane('kiosk', 2)];
    await after(59 * MINUTE);
    expect(office.told).toEqual([]);
    await after(MINUTE);
    expect(office.told).toEqual(['opened flow-drift:items-to-till:shop:till']);
    office.failing.add('flowDrift');
    await after(HOUR);
    expect(office.told).toHaveLength(1);
    office.failing.clear();
    office.sights.flowDrift = [lane('till', 20), lane('kiosk', 2)];
    await after(HOUR);
    expect(office.told.slice(1)).toEqual(['over flow-drift:items-to-till:shop:till']);
  });

  it('a token that reads about many people: once an hour and a day, until its next', async () => {
    const reader = { token: 'till-3', span: 'hour', count: 500, isStopped: false } as const;
    office.sights.readers = [reader];
    await office.watch.round();
    office.sights.readers = [{ ...reader, count: 2_000, isStopped: true }];
    await after(MINUTE);
    expect(office.told).toEqual(['opened people:till-3:hour']);
    office.sights.readers = [];
    await after(MINUTE);
    expect(office.told.slice(1)).toEqual(['over people:till-3:hour']);
  });

  it('a disk that fills; it does not flutter', async () => {
    const disk = (freeBytes: number) => (office.sights.disk = { ...office.sights.disk, freeBytes });
    disk(5_000 * 1_048_576 - 1);
    await office.watch.round();
    disk(5_100 * 1_048_576);
    await after(MINUTE);
    expect(office.told).toEqual(['opened disk']);
    disk(6_000 * 1_048_576);
    await after(MINUTE);
    expect(office.told).toEqual(['opened disk', 'over disk']);
  });

  it('backups of which none was restored in time', async () => {
    office.sights.backups = [
      { site: 'Lyon', takenAt: START, verifiedAt: START },
      { site: 'Nice', takenAt: START, verifiedAt: null },
    ];
    await after(8 * 24 * HOUR);
    expect(office.told).toEqual([]);
    await after(MINUTE);
    expect(office.told).toEqual(['opened backup']);
  });

  it('no backup at all, where they are configured', async () => {
    office.sights.backups = [];
    await office.watch.round();
    expect(office.told).toEqual(['opened backup']);
  });
});

describe('nothing new for hours', () => {
  const page = (kind: string, revisions: number) =>
    office.watch.hear({ event: 'page', brick: 'shop', kind, read: 10, revisions });
  beforeEach(async () => {
    await office.close();
    office = anOffice({ quiet: { hours: 24, of: { 'shop.orders': 6 } } });
    await office.watch.round();
  });

  it('of a stream that is named, while others of its brick move', async () => {
    for (let hour = 0; hour < 6; hour++) {
      page('products', 1);
      page('orders', 0);
      await after(HOUR);
    }
    expect(office.told).toEqual(['opened quiet:shop.orders']);
    page('orders', 1);
    await after(MINUTE);
    expect(office.told).toEqual(['opened quiet:shop.orders', 'over quiet:shop.orders']);
  });

  it('of a whole brick; a deletion moves it, too', async () => {
    for (let hour = 0; hour < 20; hour++) await after(HOUR);
    office.watch.hear({ event: 'stream-done', brick: 'shop', kind: 'products', read: 0, revisions: 0, tombstones: 1 });
    for (let hour = 0; hour < 23; hour++) await after(HOUR);
    expect(office.told).not.toContain('opened quiet:shop');
    for (let hour = 0; hour < 2; hour++) await after(HOUR);
    expect(office.told).toContain('opened quiet:shop');
  });

  it('the hours in which the hub itself was down do not count', async () => {
    await office.clock.pass(30 * HOUR);
    office.restart();
    await after(MINUTE);
    expect(office.told).toEqual([]);
  });
});

it('what is muted is not told', async () => {
  await office.close();
  office = anOffice({ mute: ['hold'] });
  office.sights.holds = [hold];
  await office.watch.round();
  expect(office.told).toEqual([]);
});

it('looks every minute once it is started, and ends when it is told to', async () => {
  office.watch.start();
  office.sights.holds = [hold];
  await office.clock.pass(MINUTE);
  // Files are written in between: the next turn of the loop is not the end of the round.
  while (office.told.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await office.watch.stop();
  expect(office.clock.waiting).toBe(0);
});

it('a file of alerts that is damaged is begun anew', async () => {
  writeFileSync(join(office.sights.disk.folder, 'alerts.json'), '{"open": [{]');
  office.sights.holds = [hold];
  await office.watch.round();
  expect(office.told).toEqual(['opened hold:shop:products']);
});
