import { createRates, type Caller } from '../../src/access/index.ts';
import { TokenRate } from '../../src/access/token-rate.ts';

let now: number;
beforeEach(() => {
  now = 1_000_000;
});
const clock = (): Date => new Date(now);

it('lets a burst through, then as many as fill up again', () => {
  const rate = new TokenRate({ perMinute: 60, burst: 3 }, clock);
  expect([1, 2, 3].map(() => rate.take('a'))).toEqual([null, null, null]);
  expect(rate.take('a')).toBe(1);
  now += 1_000;
  expect([rate.take('a'), rate.take('a')]).toEqual([null, 1]);
  now += 3_600_000;
  expect([1, 2, 3, 4].map(() => rate.take('a'))).toEqual([null, null, null, 1]);
});

it('says when the next one may come', () => {
  const rate = new TokenRate({ perMinute: 2, burst: 1 }, clock);
  expect([rate.take('a'), rate.take('a')]).toEqual([null, 30]);
});

it('counts each for itself, and a clock that is set back fills nothing', () => {
  const rate = new TokenRate({ perMinute: 60, burst: 1 }, clock);
  expect([rate.take('a'), rate.take('b'), rate.take('a')]).toEqual([null, null, 1]);
  now -= 3_600_000;
  expect(rate.take('a')).toBe(1);
});

it('remembers no more askers than it has room for', () => {
  const rate = new TokenRate({ perMinute: 60, burst: 1 }, clock);
  for (let n = 0; n < 20_000; n += 1) rate.take(String(n));
  expect(rate.take('19999')).toBe(1);
  expect(rate.take('0')).toBeNull();
});

describe('who is counted', () => {
  const here: Caller = { address: '127.0.0.1', isForwarded: false };
  const proxied: Caller = { address: '::ffff:127.0.0.1', isForwarded: true };
  const away: Caller = { address: '192.0.2.7', isForwarded: false };
  const limit = { perMinute: 60, burst: 1 };
  const till = { name: 'till', admin: false };

  it('not programs on this machine, unless a rate was asked for', () => {
    const rates = createRates({ token: limit, unknown: limit, loopback: false }, clock);
    expect([1, 2].map(() => rates.token(till, here))).toEqual([null, null]);
    expect([1, 2].map(() => rates.token(till, proxied))).toEqual([null, 1]);
    const asked = createRates({ token: limit, unknown: limit, loopback: true }, clock);
    expect([1, 2].map(() => asked.token(till, here))).toEqual([null, 1]);
  });

  it('each shopper for themselves, though they share a name', () => {
    const rates = createRates({ token: limit, unknown: limit, loopback: true }, clock);
    const shopper = (customer: string) => ({ name: 'shopper', admin: false, shopper: { customer } });
    const all = ['k1', 'k2', 'k1'].map((customer) => rates.token(shopper(customer), away));
    expect(all).toEqual([null, null, 1]);
  });

  it('who has no token, by address', () => {
    const rates = createRates({ token: limit, unknown: limit, loopback: false }, clock);
    expect([rates.unknown(away), rates.unknown(away), rates.unknown({ ...away, address: '192.0.2.8' })]).toEqual([
      ...[null, 1, null],
    ]);
  });
});
