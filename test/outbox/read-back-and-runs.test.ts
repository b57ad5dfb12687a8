import { PermanentError, RetryableError } from '#sdk';
import type { Relay } from '../../src/outbox/index.ts';
import { dialects } from '../mirror/dialects.ts';
import { anOffice, aPrice, Office, openOffice, type OfficeHub } from './an-office.ts';
import { queue } from './a-relay.ts';
import { TestClock } from './test-clock.ts';

describe.each(dialects)('a price that the hub wrote, on $name', (dialect) => {
  let office: Office;
  let clock: TestClock;
  let place: Awaited<ReturnType<typeof anOffice>>;
  let hub: OfficeHub;
  let relay: Relay;
  let thing: string;

  async function open(): Promise<void> {
    hub = await openOffice(place, office, clock);
    await hub.run();
    thing = await hub.hubId('a');
    relay = hub.relay('relay-1');
    relay.start();
    await relay.idle();
  }

  beforeEach(async () => {
    office = new Office();
    office.put('a', '10');
    clock = new TestClock('2026-11-20T08:00:00Z');
    place = await anOffice(dialect);
  });
  afterEach(async () => {
    office.letGo();
    await relay.stop();
    await hub.close();
    await place.remove();
  });

  async function deliver(id: string, price: string): Promise<void> {
    await queue(hub.mirror.writer, clock.now(), aPrice(id, thing, price));
    relay.wake();
    await relay.idle();
  }

  /** Lets the relay look again. */
  async function aSecond(): Promise<void> {
    await clock.pass(1_000);
    await relay.idle();
  }

  const confirmedAt = async (id: string): Promise<string | null | undefined> =>
    (await hub.mirror.reader.messages({ ids: [id], first: 1 })).rows[0]?.confirmedAt;

  it('is shown before it is sent, and from the brick as soon as it was read back', async () => {
    await open();
    await queue(hub.mirror.writer, clock.now(), aPrice('m1', thing, '12'));
    expect([office.log, await hub.price('a')]).toEqual([[], '12']);
    relay.wake();
    await relay.idle();
    expect([office.log, await hub.price('a')]).toEqual([['m1: a := 12'], '12']);
    expect(await confirmedAt('m1')).toBe('2026-11-20T08:00:00.000Z');
    expect((await hub.mirror.reader.latestByIds('one', 'things', ['a']))[0]?.body).toMatchObject({ price: '12' });
    // Nothing lies over the brick's word any more.
    office.put('a', '13');
    await clock.pass(1_000);
    await hub.run();
    expect(await hub.price('a')).toBe('13');
  });

  it('is not flipped back by a run that read the record before it was written and stores it after', async () => {
    await open();
    office.holdUp();
    office.put('a', '11');
    const run = hub.run();
    await aSecond();
    await deliver('m1', '12');
    expect([office.log, await hub.price('a'), await confirmedAt('m1')]).toEqual([['m1: a := 12'], '12', null]);
    office.letGo();
    expect(await run).toMatchObject({ state: 'done', revisions: 1 });
    expect([await hub.price('a'), await confirmedAt('m1')]).toEqual(['12', null]);
    await aSecond();
    expect(await hub.price('a')).toBe('12');
    expect(await confirmedAt('m1')).not.toBeNull();
  });

  it('is read back before a run that wants to begin meanwhile', async () => {
    await open();
    const asked = Promise.withResolvers<void>();
    office.onAsked = asked.resolve;
    office.holdUp();
    await queue(hub.mirror.writer, clock.now(), aPrice('m1', thing, '12'));
    relay.wake();
    await asked.promise;
    const run = hub.run();
    office.letGo();
    expect(await run).toMatchObject({ state: 'done', revisions: 0 });
    await relay.idle();
    expect([await hub.price('a'), await confirmedAt('m1')]).toEqual(['12', '2026-11-20T08:00:00.000Z']);
  });

  it('is confirmed by a complete run that began later, where single records cannot be read', async () => {
    office.readsById = false;
    await open();
    await deliver('m1', '12');
    expect([await hub.price('a'), await confirmedAt('m1')]).toEqual(['12', null]);
    await clock.pass(1_000);
    await hub.run();
    expect(await confirmedAt('m1')).toBe('2026-11-20T08:00:01.000Z');
    expect(await hub.price('a')).toBe('12');
  });

  it('goes on being shown while the run that would confirm it has been set aside for a person', async () => {
    office.readsById = false;
    for (let i = 0; i < 20; i++) office.put(`other-${i}`, '10');
    await open();
    await deliver('m1', '12');
    for (let i = 0; i < 20; i++) office.put(`other-${i}`, '0');
    await clock.pass(1_000);
    expect(await hub.run()).toMatchObject({ state: 'done', held: 21 });
    await clock.pass(1_000);
    await hub.run();
    expect([await hub.price('a'), await hub.price('other-1'), await confirmedAt('m1')]).toEqual(['12', '10', null]);
  });

  it('opens no hold, however many there are', async () => {
    for (let i = 0; i < 40; i++) office.put(`other-${i}`, '10');
    await open();
    const messages = [];
    for (let i = 0; i < 40; i++) messages.push(aPrice(`m${i}`, await hub.hubId(`other-${i}`), '12'));
    await queue(hub.mirror.writer, clock.now(), ...messages);
    relay.wake();
    await relay.idle();
    await clock.pass(1_000);
    expect(await hub.run()).toMatchObject({ state: 'done', held: 0, revisions: 0 });
    expect(await hub.price('other-39')).toBe('12');
    // Nor do they count against what somebody else changes later.
    office.put('a', '11');
    await clock.pass(1_000);
    expect(await hub.run()).toMatchObject({ held: 0, revisions: 1 });
    expect(await hub.price('a')).toBe('11');
  });

  it('opens no hold of a run that reads it before it was read back', async () => {
    for (let i = 0; i < 40; i++) office.put(`other-${i}`, '10');
    await open();
    office.readsLate = true;
    office.holdUp();
    const run = hub.run();
    const messages = [];
    for (let i = 0; i < 40; i++) messages.push(aPrice(`m${i}`, await hub.hubId(`other-${i}`), '12'));
    await queue(hub.mirror.writer, clock.now(), ...messages);
    relay.wake();
    await relay.idle();
    office.letGo();
    expect(await run).toMatchObject({ held: 0, revisions: 40 });
    await aSecond();
    expect([await hub.price('other-39'), await confirmedAt('m39')]).toEqual(['12', '2026-11-20T08:00:01.000Z']);
  });

  it('is published by reading it back even where a run has set it aside', async () => {
    for (let i = 0; i < 20; i++) office.put(`other-${i}`, '10');
    await open();
    office.readsLate = true;
    office.holdUp();
    const run = hub.run();
    await deliver('m1', '12');
    for (let i = 0; i < 20; i++) office.put(`other-${i}`, '0');
    office.letGo();
    expect(await run).toMatchObject({ held: 21 });
    await aSecond();
    expect(await confirmedAt('m1')).not.toBeNull();
    expect([await hub.price('a'), await hub.price('other-1')]).toEqual(['12', '10']);
  });

  it('shows what the brick says again once it was refused for good, and is written when it is redriven', async () => {
    await open();
    office.faults = [{ before: new PermanentError({ code: 'BRICK_REFUSED', message: 'No.', remedy: 'Ask.' }) }];
    await deliver('m1', '12');
    expect((await hub.mirror.reader.messages({ state: 'dead', first: 1 })).rows).toMatchObject([{ id: 'm1' }]);
    expect(await hub.price('a')).toBe('10');
    await hub.mirror.writer.redrive({ id: 'm1', by: 'staff', at: clock.now().toISOString() });
    expect(await hub.price('a')).toBe('12');
    relay.wake();
    await relay.idle();
    expect([office.log, await hub.price('a')]).toEqual([['m1: a := 12'], '12']);
  });

  it('is written once by a brick that says 500 after it has written', async () => {
    await open();
    office.faults = [{ after: new RetryableError({ code: 'BRICK_FAILED', message: 'It said 500.', remedy: 'Wait.' }) }];
    await deliver('m1', '12');
    await aSecond();
    expect(office.log).toEqual(['m1: a := 12']);
    expect(await confirmedAt('m1')).not.toBeNull();
  });
});
