import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { facets, published, revisionCount, runStates } from './mirrored.ts';
import { canRun, openPlace, summaryOf, type Ended, type ProgramPlace } from './program.ts';
import { configOf, KEY, startTestShop } from './test-shop.ts';

let shop: PrestashopSandbox;
let place: ProgramPlace;

beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());
beforeEach(() => {
  shop.faults.clear();
  place = openPlace();
  place.env['PRESTASHOP_KEY'] = KEY;
  place.configure(configOf(shop, { pageSize: 5 }));
});
afterEach(() => place.close());

/** The second page of products comes when everybody has given up. */
const stuck = (): void => {
  shop.faults.add({
    match: { resource: 'products', path: '>\\[\\d+\\]' },
    effect: { kind: 'latency', latencyMs: 600_000 },
  });
};

/** What is announced, without what counts or names differently each time. */
function eventsOf({ stdout }: Ended): string[] {
  const lines = stdout.trimEnd().split('\n').slice(0, -1);
  const events = lines.map((line) => JSON.parse(line) as { event: string; kind?: string });
  return [...new Set(events.map(({ event, kind = '' }) => `${event} ${kind}`))].sort();
}

const SUMMARY = {
  brick: 'shop',
  state: 'done',
  read: expect.any(Number) as number,
  revisions: expect.any(Number) as number,
  tombstones: 0,
  held: 0,
  waitingMs: expect.any(Number) as number,
  ms: expect.any(Number) as number,
  failures: [],
};

describe('mortar sync', () => {
  it('works before any start, through a running hub, and beside the socket of a killed one', async () => {
    const alone = await place.run(['sync', '--json']);
    expect({ code: alone.code, stderr: alone.stderr }).toEqual({ code: 0, stderr: '' });
    expect(summaryOf(alone)).toMatchObject(SUMMARY);
    expect(summaryOf(alone)['revisions']).toBe(summaryOf(alone)['read']);

    const hub = await place.serve();
    await hub.says(/shop: run done/);
    shop.touch('products', 1, { price: '12.340000' });
    const through = await place.run(['sync', 'shop', '--json']);
    expect({ code: through.code, stderr: through.stderr }).toEqual({ code: 0, stderr: '' });
    expect(summaryOf(through)).toMatchObject({ ...SUMMARY, revisions: 1 });
    const started = eventsOf(alone).filter((event) => event.startsWith('stream-'));
    expect(eventsOf(through).filter((event) => event.startsWith('stream-'))).toEqual(started);
    const plain = await place.run(['sync', '--full']);
    expect({ code: plain.code, stdout: plain.stdout }).toEqual({ code: 0, stdout: '' });
    expect(plain.stderr).toMatch(/^shop: reading \d+ streams in full\n[^]*shop: done: \d+ read, 0 new revisions/);
    // Plain lines: no colour, no cursor movement.
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    expect(plain.stderr).not.toMatch(/\u001b/);

    hub.child.kill('SIGKILL');
    await hub.ended;
    expect(existsSync(join(place.data, 'hub.sock'))).toBe(true);
    const after = await place.run(['sync', '--json']);
    expect(after.code).toBe(0);
    expect(summaryOf(after)).toMatchObject({ ...SUMMARY, revisions: 0 });
    const again = await place.serve();
    await again.says(/shop: run done/);
    expect((await again.stop()).code).toBe(0);
    expect(existsSync(join(place.data, 'hub.sock'))).toBe(false);
  });

  it('interrupted: exits 130, and goes on from the page that it had stored', async () => {
    stuck();
    const run = place.start(['sync', '--json']);
    await run.says(/"event":"page","brick":"shop","kind":"products"/);
    run.child.kill('SIGINT');
    const ended = await run.ended;
    expect(ended.code).toBe(130);
    expect(summaryOf(ended)).toMatchObject({ state: 'interrupted', failures: [{ code: 'INTERRUPTED' }] });
    shop.faults.clear();
    shop.log.length = 0;
    const next = await place.run(['sync', '--json']);
    expect(next.code).toBe(0);
    const pages = shop.log.filter(({ resource }) => resource === 'products').map(({ path }) => decodeURI(path));
    expect(pages[0]).toContain('filter[id]=>[5]');
    expect(Object.values(runStates(place.data))).toEqual(['interrupted', 'done']);
    expect(revisionCount(place.data)).toBe(Object.keys(published(place.data)).length);
  });

  it('of a hub, interrupted: only the waiting ends; a hub that is killed meanwhile is reported', async () => {
    const hub = await place.serve();
    await hub.says(/shop: run done/);
    shop.faults.add({ match: { resource: 'products' }, effect: { kind: 'latency', latencyMs: 600_000 } });
    const waiting = place.start(['sync']);
    await waiting.says(/reading \d+ streams/);
    waiting.child.kill('SIGINT');
    const left = await waiting.ended;
    expect({ code: left.code, stdout: left.stdout }).toEqual({ code: 130, stdout: '' });
    expect(left.stderr).toContain('the run goes on in the hub');
    const second = await place.run(['sync', '--json']);
    expect(second.code).toBe(11);
    expect(summaryOf(second)).toMatchObject({ error: { code: 'SYNC_RUNNING' } });

    // Stopping does not wait for the answer of a brick that sleeps.
    expect((await hub.stop()).code).toBe(0);
    shop.faults.clear();
    const other = await place.serve();
    await other.says(/shop: run done/);
    shop.faults.add({ match: { resource: 'products' }, effect: { kind: 'latency', latencyMs: 600_000 } });
    const orphan = place.start(['sync']);
    await orphan.says(/reading \d+ streams/);
    other.child.kill('SIGKILL');
    const ended = await orphan.ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/HUB_GONE: The hub stopped before it had answered\.\nStart it again/);
  });

  it('exits 2 when something waits for a person, and says what', async () => {
    expect(await place.run(['sync'])).toMatchObject({ code: 0 });
    for (const { id } of [...(shop.state.resources['products'] ?? [])])
      shop.touch('products', id, { price: '0.010000' });
    const held = await place.run(['sync']);
    expect(held.code).toBe(2);
    expect(held.stderr).toMatch(/shop: products: HELD for a person: \d+ records have a price that falls/);
  });

  it('reproject makes the same facets again', async () => {
    await place.run(['sync']);
    const before = ['Product', 'Variant', 'Category', 'Customer', 'Order'].map((type) => facets(place.data, type));
    expect(Object.keys(before[0] ?? {}).length).toBeGreaterThan(5);
    const ended = await place.run(['reproject', '--json']);
    expect(ended.code).toBe(0);
    expect(summaryOf(ended)['projected']).toBeGreaterThan(10);
    const after = ['Product', 'Variant', 'Category', 'Customer', 'Order'].map((type) => facets(place.data, type));
    expect(after).toEqual(before);
  });

  (canRun('script') ? it : it.skip)('draws a list where somebody watches', async () => {
    const drawn = await place.onTerminal(['sync'], { NO_COLOR: '1' });
    expect(drawn.code).toBe(0);
    expect(drawn.stdout).toMatch(/^Opening the hub …/);
    expect(drawn.stdout).toMatch(/shop: \d+ of \d+ streams, \d+ records read/);
    expect(drawn.stdout).toMatch(/shop: done: \d+ read, \d+ new revisions/);
    // eslint-disable-next-line no-control-regex -- colours, not cursor movements
    expect(drawn.stdout).not.toMatch(/\u001b\[3\dm/);
  });
});
