import { PermanentError, RetryableError } from '#sdk';
import { aMessage, aRelay, FakeBrick, queue } from './a-relay.ts';
import { MessageStore } from './message-store.ts';
import { TestClock } from './test-clock.ts';

const DELIVERED = { touched: [{ kind: 'products', ids: ['1'] }] };
const down = (): RetryableError =>
  new RetryableError({ code: 'BRICK_FAILED', message: 'It said 500.', remedy: 'Wait.' });
const refused = (): PermanentError =>
  new PermanentError({ code: 'BRICK_REFUSED', message: 'Refused.', remedy: 'Look.', detail: 'price must not be 0' });

let store: MessageStore;
let clock: TestClock;
let shop: FakeBrick;
beforeEach(() => {
  store = new MessageStore();
  clock = new TestClock('2026-11-20T08:00:00Z');
  shop = new FakeBrick('shop');
});

describe('the relay', () => {
  it('delivers what was taken before it began, reads it back and confirms it', async () => {
    await queue(store, clock.now(), aMessage('a'), aMessage('b'));
    const relay = aRelay({ writer: store, bricks: [shop], clock });
    relay.start();
    await relay.idle();
    expect(store.states()).toEqual(['a delivered', 'b delivered']);
    expect(store.confirmed.toSorted()).toEqual(['a', 'b']);
    expect(relay.readBacks).toContainEqual(['shop', ['1']]);
    expect(relay.projected).toContain('shop');
    await relay.stop();
  });

  it('keeps the order of a lane while other lanes go on', async () => {
    const first = Promise.withResolvers<typeof DELIVERED>();
    shop.carry = (_price, { message }) => (message === 'a1' ? first.promise : Promise.resolve(DELIVERED));
    const lane = 'Variant:a';
    await queue(store, clock.now(), aMessage('a1', { lane }), aMessage('a2', { lane }), aMessage('b'), aMessage('c'));
    const relay = aRelay({ writer: store, bricks: [shop], clock });
    relay.start();
    await clock.pass(0);
    expect(shop.tried).toEqual(['a1', 'b', 'c']);
    first.resolve(DELIVERED);
    await relay.idle();
    expect(shop.tried).toEqual(['a1', 'b', 'c', 'a2']);
    await relay.stop();
  });

  it('sends no more at once to a brick than it may, and to another brick all the same', async () => {
    const never = new Promise<never>(() => undefined);
    shop.carry = () => never;
    const till = new FakeBrick('till', () => never);
    const messages = ['a', 'b', 'c'].flatMap((id) => [aMessage(id), aMessage(`${id}-till`, { brick: 'till' })]);
    await queue(store, clock.now(), ...messages);
    const relay = aRelay({ writer: store, bricks: [shop, till], clock, perBrick: 2 });
    relay.start();
    await clock.pass(5_000);
    expect([shop.tried, till.tried]).toEqual([
      ['a', 'b'],
      ['a-till', 'b-till'],
    ]);
    const stopped = relay.stop();
    await clock.pass(20_000);
    await stopped;
  });

  it('tries again what a brick could not do just now, later and later, and holds up its lane only', async () => {
    let tries = 0;
    shop.carry = async (_price, { message }) => {
      if (message === 'a' && ++tries <= 3) throw down();
      return DELIVERED;
    };
    await queue(store, clock.now(), aMessage('a'), aMessage('a2', { lane: 'Variant:a' }), aMessage('b'));
    const relay = aRelay({ writer: store, bricks: [shop], clock });
    relay.start();
    await clock.pass(0);
    expect(store.kept[0]).toMatchObject({ state: 'queued', attempts: 1, nextAt: '2026-11-20T08:00:01.000Z' });
    expect(store.kept[0]?.failure).toMatchObject({ code: 'BRICK_FAILED', at: '2026-11-20T08:00:00.000Z' });
    expect(shop.tried).toEqual(['a', 'b']);
    await clock.pass(1_000);
    expect(store.kept[0]).toMatchObject({ attempts: 2, nextAt: '2026-11-20T08:00:03.000Z' });
    await clock.pass(6_000);
    expect(shop.tried).toEqual(['a', 'b', 'a', 'a', 'a', 'a2']);
    expect(store.states()).toEqual(['a delivered', 'a2 delivered', 'b delivered']);
    await relay.stop();
  });

  it('makes a dead letter of what the brick refuses, with its own words, and delivers it when it is redriven', async () => {
    let isMended = false;
    shop.carry = async () => {
      if (!isMended) throw refused();
      return DELIVERED;
    };
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [shop], clock });
    relay.start();
    await relay.idle();
    expect(store.kept[0]).toMatchObject({ state: 'dead', attempts: 1 });
    expect(store.kept[0]?.failure).toMatchObject({ code: 'BRICK_REFUSED', detail: 'price must not be 0' });
    isMended = true;
    await store.redrive({ id: 'a', by: 'staff', at: clock.now().toISOString() });
    relay.wake();
    await relay.idle();
    expect(store.states()).toEqual(['a delivered']);
    await relay.stop();
  });

  it('gives up after ten surprises in a row, whatever went wrong before them', async () => {
    let tries = 0;
    shop.carry = async () => {
      throw ++tries <= 20 ? down() : new TypeError('undefined is not a price');
    };
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [shop], clock });
    relay.start();
    await clock.pass(2 * 3_600_000);
    expect(tries).toBe(30);
    expect(store.kept[0]?.failure).toMatchObject({ code: 'COMMAND_FAILED', detail: 'undefined is not a price' });
    expect(store.states()).toEqual(['a dead']);
    await relay.stop();
  });

  it('makes a dead letter of a command that the brick does not know', async () => {
    await queue(store, clock.now(), aMessage('a', { command: 'createPurchaseOrder' }));
    const relay = aRelay({ writer: store, bricks: [shop], clock });
    relay.start();
    await relay.idle();
    expect(store.kept[0]).toMatchObject({ state: 'dead', failure: { code: 'COMMAND_UNKNOWN' } });
    await relay.stop();
  });

  it('leaves a resting brick alone, and tries with one message whether it is back', async () => {
    shop.state = 'open';
    await queue(store, clock.now(), aMessage('a'), aMessage('b'), aMessage('c'));
    const relay = aRelay({ writer: store, bricks: [shop], clock });
    relay.start();
    await clock.pass(60_000);
    expect([store.leases, store.kept[0]?.attempts]).toEqual([0, 0]);
    const first = Promise.withResolvers<typeof DELIVERED>();
    shop.carry = (_price, { message }) => (message === 'a' ? first.promise : Promise.resolve(DELIVERED));
    shop.state = 'half-open';
    await clock.pass(3_000);
    expect(shop.tried).toEqual(['a']);
    shop.state = 'closed';
    first.resolve(DELIVERED);
    await relay.idle();
    expect(store.states()).toEqual(['a delivered', 'b delivered', 'c delivered']);
    await relay.stop();
  });

  it('sees what another process has taken within a second, and asks no oftener', async () => {
    const relay = aRelay({ writer: store, bricks: [shop], clock });
    relay.start();
    await clock.pass(10_000);
    expect(store.leases).toBe(11);
    await queue(store, clock.now(), aMessage('a'));
    await clock.pass(1_000);
    expect(store.states()).toEqual(['a delivered']);
    await relay.stop();
    const { leases } = store;
    await clock.pass(10_000);
    expect([store.leases, clock.waiting]).toEqual([leases, 0]);
  });

  it('goes on when the mirror answers again, and tells of its trouble once', async () => {
    await queue(store, clock.now(), aMessage('a'));
    store.failure = new Error('the database is away');
    const relay = aRelay({ writer: store, bricks: [shop], clock });
    relay.start();
    await clock.pass(5_000);
    expect(relay.logged).toHaveLength(1);
    store.failure = null;
    await clock.pass(1_000);
    expect(store.states()).toEqual(['a delivered']);
    await relay.stop();
  });

  it("tells a command the brick's own id of what the hub names by its own", async () => {
    const binding = { type: 'Variant', hubId: 'v', bornAs: 'v', method: 'own' };
    const bindings = [
      { ...binding, brick: 'till', externalId: 't7' },
      { ...binding, brick: 'shop', externalId: '7' },
    ];
    const told: (string | null)[] = [];
    shop.carry = async (_price, delivery) => {
      told.push(await delivery.externalId('Variant', 'v'), await delivery.externalId('Variant', 'other'));
      return DELIVERED;
    };
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [shop], clock, bindings });
    relay.start();
    await relay.idle();
    expect(told).toEqual(['7', null]);
    await relay.stop();
  });
});
