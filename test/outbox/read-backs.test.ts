import { PermanentError, RetryableError } from '#sdk';
import type { ReadBack } from '../../src/outbox/index.ts';
import { aMessage, aRelay, FakeBrick, queue } from './a-relay.ts';
import { MessageStore } from './message-store.ts';
import { settled, TestClock } from './test-clock.ts';

let store: MessageStore;
let clock: TestClock;
let shop: FakeBrick;
beforeEach(async () => {
  store = new MessageStore();
  clock = new TestClock('2026-11-20T08:00:00Z');
  shop = new FakeBrick('shop', async (_payload, { message }) => ({ touched: [{ kind: 'products', ids: [message] }] }));
});

describe('reading back what was written', () => {
  it('is done for all that was delivered meanwhile at once', async () => {
    const first = Promise.withResolvers<{ unread: string[] }>();
    const asked: (readonly string[])[] = [];
    const readBack: ReadBack = async (_brick, touched) => {
      asked.push(touched.flatMap(({ ids }) => ids));
      return asked.length === 1 ? first.promise : { unread: [] };
    };
    await queue(store, clock.now(), ...['a', 'b', 'c', 'd'].map((id) => aMessage(id)));
    const relay = aRelay({ writer: store, bricks: [shop], clock, readBack });
    relay.start();
    await clock.pass(0);
    first.resolve({ unread: [] });
    await relay.idle();
    expect(asked).toEqual([['a'], ['b', 'c', 'd']]);
    expect(store.confirmed).toEqual(['a', 'b', 'c', 'd']);
    await relay.stop();
  });

  it('waits for the end of a run that may have read it before it was written', async () => {
    let isRunning = true;
    const readBack: ReadBack = async () => (isRunning ? 'busy' : { unread: [] });
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [shop], clock, readBack });
    relay.start();
    await clock.pass(600_000);
    expect(store.confirmed).toEqual([]);
    isRunning = false;
    await clock.pass(1_000);
    expect(store.confirmed).toEqual(['a']);
    await relay.stop();
  });

  it('leaves to the next complete run what cannot be read so', async () => {
    shop.carry = async (_payload, { message }) => ({
      touched: message === 'file' ? [] : [{ kind: message === 'a' ? 'products' : 'feeds', ids: [message] }],
    });
    const readBack: ReadBack = async () => ({ unread: ['feeds'] });
    await queue(store, clock.now(), aMessage('a'), aMessage('b'), aMessage('file'));
    const relay = aRelay({ writer: store, bricks: [shop], clock, readBack });
    relay.start();
    await relay.idle();
    expect(store.confirmed).toEqual(['a']);
    await relay.stop();
  });

  it('is tried again after a while when the brick fails, but not for ever', async () => {
    let tries = 0;
    const readBack: ReadBack = async () => {
      if (++tries < 3) throw new RetryableError({ code: 'BRICK_UNREACHABLE', message: 'No answer.', remedy: 'Wait.' });
      return { unread: [] };
    };
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [shop], clock, readBack });
    relay.start();
    await clock.pass(4_000);
    expect(tries).toBe(1);
    await clock.pass(6_000);
    expect([tries, store.confirmed]).toEqual([3, ['a']]);
    tries = -100;
    await queue(store, clock.now(), aMessage('b'));
    await clock.pass(600_000);
    expect([tries, store.confirmed]).toEqual([-90, ['a']]);
    await relay.stop();
  });

  it('is not repeated when it is refused', async () => {
    let tries = 0;
    const readBack: ReadBack = async () => {
      tries += 1;
      throw new PermanentError({ code: 'BRICK_RIGHT_MISSING', message: 'Not allowed.', remedy: 'Allow it.' });
    };
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [shop], clock, readBack });
    relay.start();
    await clock.pass(60_000);
    expect([tries, store.states(), store.confirmed]).toEqual([1, ['a delivered'], []]);
    await relay.stop();
  });

  it('is broken off by a stop', async () => {
    const readBack: ReadBack = (_brick, _touched, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    await queue(store, clock.now(), aMessage('a'));
    const relay = aRelay({ writer: store, bricks: [shop], clock, readBack });
    relay.start();
    await settled();
    await relay.stop();
    expect([clock.waiting, store.confirmed]).toEqual([0, []]);
  });
});
