import { createLiveFeed, telling } from '../../src/hub/live.ts';
import type { MirrorWriter } from '../../src/mirror/index.ts';
import { TestClock } from '../outbox/test-clock.ts';

const never = new AbortController().signal;

function aFeed() {
  const clock = new TestClock('2026-11-15T12:00:00Z');
  const feed = createLiveFeed(clock);
  const woken: number[] = [];
  const wait = (mark = feed.mark(), signal = never): void =>
    void feed.moved(mark, signal).then(() => woken.push(clock.now().getTime() - Date.parse('2026-11-15T12:00:00Z')));
  return { clock, feed, woken, wait };
}

describe('the live feed', () => {
  it('wakes all who wait, once for many writes', async () => {
    const { clock, feed, woken, wait } = aFeed();
    wait();
    wait();
    for (let write = 0; write < 10; write += 1) feed.poke();
    await clock.pass(49);
    expect(woken).toEqual([]);
    await clock.pass(1);
    expect(woken).toHaveLength(2);
    expect(clock.waiting).toBe(0);
  });

  it('wakes who was reading while it was written', async () => {
    const { clock, feed, woken, wait } = aFeed();
    const mark = feed.mark();
    feed.poke();
    wait(mark);
    await clock.pass(50);
    expect(woken).toEqual([50]);
  });

  it('looks once a second for what other processes wrote', async () => {
    const { clock, woken, wait } = aFeed();
    wait();
    await clock.pass(999);
    expect(woken).toEqual([]);
    await clock.pass(1);
    expect(woken).toEqual([1_000]);
  });

  it('leaves no timer behind when nobody waits any more', async () => {
    const { clock, feed, woken, wait } = aFeed();
    const end = new AbortController();
    wait(feed.mark(), end.signal);
    feed.poke();
    end.abort();
    await clock.pass(0);
    expect(woken).toHaveLength(1);
    expect(clock.waiting).toBe(0);
    wait(feed.mark(), end.signal);
    await clock.pass(0);
    expect(woken).toHaveLength(2);
  });
});

describe('a writer that tells', () => {
  class Writer {
    #calls = 0;
    project(): Promise<number> {
      this.#calls += 1;
      return Promise.resolve(this.#calls);
    }
    settle(): Promise<never> {
      return Promise.reject(new Error('disk full'));
    }
    extend(): Promise<string[]> {
      return Promise.resolve(['msg_1']);
    }
  }

  it('tells after what moves something, failed or not, and of nothing else', async () => {
    let told = 0;
    const writer = telling(new Writer() as unknown as MirrorWriter, () => (told += 1));
    expect(await writer.project({ brick: 'shop-fr', limit: 1 })).toBe(1);
    expect(told).toBe(1);
    await expect(writer.settle({} as never)).rejects.toThrow('disk full');
    expect(told).toBe(2);
    expect(await writer.extend({} as never)).toEqual(['msg_1']);
    expect(told).toBe(2);
  });
});
