import { RetryableError, type Delivery } from '#sdk';
import { aMessage, aRelay, FakeBrick, queue } from './a-relay.ts';
import { MessageStore } from './message-store.ts';
import { settled, TestClock } from './test-clock.ts';

const DELIVERED = { touched: [{ kind: 'orders', ids: ['1'] }] };

let store: MessageStore;
let clock: TestClock;
beforeEach(() => {
  store = new MessageStore();
  clock = new TestClock('2026-11-20T08:00:00Z');
});

/** A brick that writes a cart, then an order; `between` happens after the first. */
function twoSteps(written: string[], between: (delivery: Delivery) => Promise<void>): FakeBrick {
  return new FakeBrick('shop', async (_payload, delivery) => {
    const cart = await delivery.step('cart', async () => {
      written.push('cart');
      return '77';
    });
    await between(delivery);
    await delivery.step('order', async () => {
      written.push(`order of ${cart}`);
      return '1';
    });
    return DELIVERED;
  });
}

const untilAborted = ({ signal }: Delivery): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

describe('a message whose relay is no more', () => {
  it('is taken over when its lease has run out, and goes on after the steps that were kept', async () => {
    const written: string[] = [];
    await queue(store, clock.now(), aMessage('a'));
    const killed = aRelay({ writer: store, bricks: [twoSteps(written, () => new Promise(() => undefined))], clock });
    killed.start();
    await settled();
    expect(written).toEqual(['cart']);
    // From here on the first relay's clock stands still, as a killed process does.
    const later = new TestClock('2026-11-20T08:00:59Z');
    const next = aRelay({
      ...{ writer: store, bricks: [twoSteps(written, async () => undefined)], clock: later, relayId: 'relay-2' },
    });
    next.start();
    await later.pass(500);
    expect(written).toEqual(['cart']);
    await later.pass(1_000);
    expect(written).toEqual(['cart', 'order of 77']);
    expect(store.kept[0]).toMatchObject({ state: 'delivered', attempts: 2 });
    await next.stop();
  });

  it.each([undefined, 3_000])(
    'is kept by a relay that lives, however long it takes: leases of %s ms',
    async (leaseMs) => {
      const lease = leaseMs === undefined ? {} : { leaseMs };
      const ended = Promise.withResolvers<void>();
      const written: string[] = [];
      await queue(store, clock.now(), aMessage('a'));
      const slow = aRelay({ writer: store, bricks: [twoSteps(written, () => ended.promise)], clock, ...lease });
      const other = aRelay({
        ...{ writer: store, bricks: [twoSteps(written, async () => undefined)], clock, relayId: 'relay-2' },
      });
      slow.start();
      other.start();
      await settled();
      const until = clock.now().getTime() + (leaseMs ?? 60_000);
      expect(store.kept[0]?.until).toBe(new Date(until).toISOString());
      await clock.pass(300_000);
      expect(written).toEqual(['cart']);
      ended.resolve();
      await settled();
      expect(written).toEqual(['cart', 'order of 77']);
      expect(store.kept[0]).toMatchObject({ state: 'delivered', attempts: 1 });
      await Promise.all([slow.stop(), other.stop()]);
    },
  );
});

describe('a lease that is lost', () => {
  it('ends the delivery at the next heartbeat, and nothing is said of the message any more', async () => {
    const written: string[] = [];
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [twoSteps(written, untilAborted)], clock });
    relay.start();
    await settled();
    Object.assign(store.kept[0]!, { relay: 'relay-2', until: '2026-11-20T09:00:00.000Z' });
    await clock.pass(20_000);
    await relay.idle();
    expect(store.kept[0]).toMatchObject({ state: 'queued', relay: 'relay-2', failure: null });
    await relay.stop();
  });

  it('ends the delivery at the next step, which is not followed by another, whatever the connector does', async () => {
    const done: string[] = [];
    const shop = new FakeBrick('shop', async (_payload, delivery) => {
      Object.assign(store.kept[0]!, { relay: 'relay-2', until: '2026-11-20T09:00:00.000Z' });
      await delivery.step('cart', async () => '77').catch(() => undefined);
      await delivery.step('order', async () => done.push('order')).catch(() => undefined);
      return DELIVERED;
    });
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [shop], clock });
    relay.start();
    await relay.idle();
    expect(done).toEqual([]);
    expect(store.kept[0]).toMatchObject({ state: 'queued', relay: 'relay-2' });
    await relay.stop();
  });

  it('is given up when nobody can tell for a whole lease whether it is still held', async () => {
    const written: string[] = [];
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [twoSteps(written, untilAborted)], clock });
    relay.start();
    await settled();
    store.failure = new Error('the database is away');
    await clock.pass(59_000);
    expect(store.kept[0]?.relay).toBe('relay-1');
    await clock.pass(1_000);
    store.failure = null;
    await clock.pass(1_000);
    expect(store.kept[0]).toMatchObject({ attempts: 2 });
    const stopped = relay.stop();
    await clock.pass(20_000);
    await stopped;
  });
});

describe('two relays on one store', () => {
  it('deliver each message once, in the order of its lane', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => `m${i}`);
    const lane = (i: number): string => `Variant:${i % 7}`;
    await queue(store, clock.now(), ...ids.map((id, i) => aMessage(id, { lane: lane(i) })));
    const shop = new FakeBrick('shop', async () => {
      await settled();
      return DELIVERED;
    });
    const relays = ['relay-1', 'relay-2'].map((relayId) => aRelay({ writer: store, bricks: [shop], clock, relayId }));
    for (const relay of relays) relay.start();
    await Promise.all(relays.map((relay) => relay.idle()));
    await clock.pass(1_000);
    await Promise.all(relays.map((relay) => relay.idle()));
    expect(shop.tried.toSorted()).toEqual(ids.toSorted());
    for (let i = 0; i < 7; i++) {
      const ofLane = ids.filter((_, index) => index % 7 === i);
      expect(shop.tried.filter((id) => ofLane.includes(id))).toEqual(ofLane);
    }
    await Promise.all(relays.map((relay) => relay.stop()));
  });
});

describe('a stop', () => {
  it('waits for deliveries under way, begins no other and leaves no timer', async () => {
    const ended = Promise.withResolvers<void>();
    const written: string[] = [];
    await queue(store, clock.now(), aMessage('a'), aMessage('b', { lane: 'Variant:a' }));
    const relay = aRelay({ writer: store, bricks: [twoSteps(written, () => ended.promise)], clock });
    relay.start();
    await settled();
    const stopped = relay.stop();
    await clock.pass(2_000);
    ended.resolve();
    await stopped;
    expect(store.states()).toEqual(['a delivered', 'b queued']);
    expect(clock.waiting).toBe(0);
  });

  it('breaks off what takes too long; its steps are kept', async () => {
    const written: string[] = [];
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [twoSteps(written, untilAborted)], clock });
    relay.start();
    await settled();
    const stopped = relay.stop();
    await clock.pass(10_000);
    await stopped;
    expect(store.kept[0]).toMatchObject({ state: 'queued', steps: { cart: '77' }, relay: 'relay-1', failure: null });
    expect(clock.waiting).toBe(0);
  });
});

it('a delivery that does not end is broken off after ten minutes and tried again', async () => {
  const shop = new FakeBrick('shop', (_payload, delivery) => untilAborted(delivery));
  await queue(store, clock.now(), aMessage('a'));
  const relay = aRelay({ writer: store, bricks: [shop], clock });
  relay.start();
  await clock.pass(600_000);
  expect(store.kept[0]).toMatchObject({ state: 'queued', failure: { code: 'COMMAND_TOO_LONG' } });
  const stopped = relay.stop();
  await clock.pass(20_000);
  await stopped;
});

it("the mirror's own trouble makes no dead letter", async () => {
  const shop = new FakeBrick('shop', async (_payload, delivery) => {
    store.failure = new RetryableError({ code: 'MIRROR_BUSY', message: 'Busy.', remedy: 'Wait.' });
    await delivery.step('cart', async () => '77');
    return DELIVERED;
  });
  await queue(store, clock.now(), aMessage('a'));
  const relay = aRelay({ writer: store, bricks: [shop], clock });
  relay.start();
  await relay.idle();
  expect(store.kept[0]).toMatchObject({ state: 'queued', failure: null });
  store.failure = null;
  await relay.stop();
});
