import type { Relay } from '../../src/outbox/index.ts';
import { dialects } from '../mirror/dialects.ts';
import { anOffice, aPrice, Office, openOffice, type OfficeHub } from './an-office.ts';
import { queue } from './a-relay.ts';
import { TestClock } from './test-clock.ts';

const LEASE = 60_000;

describe.each(dialects)('the messages of one mirror, on $name', (dialect) => {
  let office: Office;
  let clock: TestClock;
  let place: Awaited<ReturnType<typeof anOffice>>;
  let hubs: OfficeHub[];
  let relays: Relay[];
  beforeEach(async () => {
    office = new Office();
    for (let i = 0; i < 6; i++) office.put(`t${i}`, '1');
    clock = new TestClock('2026-11-20T08:00:00Z');
    place = await anOffice(dialect);
    hubs = [await openOffice(place, office, clock)];
    relays = [];
    await hubs[0]!.run();
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await Promise.all(hubs.map((hub) => hub.close()));
    await place.remove();
  });

  it('are delivered once each and in order by two relays, of two processes where the database lets them', async () => {
    if (dialect.name === 'postgres') hubs.push(await openOffice(place, office, clock));
    const [first, second] = [hubs[0]!, hubs.at(-1)!];
    const things = await Promise.all([0, 1, 2, 3, 4, 5].map((i) => first.hubId(`t${i}`)));
    const messages = Array.from({ length: 60 }, (_, n) => aPrice(`m${n}`, things[n % 6]!, `${100 + n}`));
    await queue(first.mirror.writer, clock.now(), ...messages);
    relays = [first.relay('relay-1'), second.relay('relay-2')];
    for (const relay of relays) relay.start();
    for (let turn = 0; turn < 5; turn++) {
      await Promise.all(relays.map((relay) => relay.idle()));
      await clock.pass(1_000);
    }
    await Promise.all(relays.map((relay) => relay.idle()));
    expect(office.log.toSorted()).toEqual(
      messages.map((_, n) => `m${n}: t${n % 6} := ${100 + n}`).toSorted((a, b) => (a < b ? -1 : 1)),
    );
    for (let i = 0; i < 6; i++) {
      const prices = office.log.filter((line) => line.includes(`: t${i} :=`)).map((line) => Number(line.split(' ')[3]));
      expect(prices).toEqual(prices.toSorted((a, b) => a - b));
      expect(await first.price(`t${i}`)).toBe(`${154 + i}`);
    }
    expect((await first.mirror.reader.messages({ state: 'delivered', first: 100 })).rows).toHaveLength(60);
  });

  it('go on after the steps that were kept, when a relay was killed before it could say so', async () => {
    const hub = hubs[0]!;
    const thing = await hub.hubId('t0');
    await queue(hub.mirror.writer, clock.now(), aPrice('m1', thing, '12'));
    // A killed relay: it leased, wrote, kept its step, and was heard of no more.
    const at = clock.now();
    const until = new Date(at.getTime() + LEASE).toISOString();
    const wish = { bricks: ['one'], limit: 1, perBrick: 2, at: at.toISOString(), until };
    await hub.mirror.writer.lease({ relay: 'killed', ...wish });
    await hub.mirror.writer.keepStep({ relay: 'killed', id: 'm1', name: 'write', result: '12' });
    office.put('t0', '12');
    const relay = hub.relay('relay-1');
    relays = [relay];
    relay.start();
    await clock.pass(LEASE - 1_000);
    await relay.idle();
    const state = async (): Promise<unknown> => (await hub.mirror.reader.messages({ ids: ['m1'], first: 1 })).rows[0];
    expect(await state()).toMatchObject({ state: 'queued', attempts: 1 });
    await clock.pass(2_000);
    await relay.idle();
    expect(await state()).toMatchObject({ state: 'delivered', attempts: 2 });
    expect(office.log).toEqual([]);
    const late = { relay: 'killed', id: 'm1', at: until, outcome: 'delivered' as const, created: [] };
    expect(await hub.mirror.writer.settle(late)).toBe(false);
  });
});
