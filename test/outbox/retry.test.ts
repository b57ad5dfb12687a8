import { waitAfter } from '../../src/outbox/retry.ts';

describe('the wait before another try', () => {
  it.each([
    [1, 0, 500],
    [1, 1, 1_000],
    [2, 0.5, 1_500],
    [9, 1, 256_000],
    [10, 1, 300_000],
    [10, 0, 150_000],
    [4_000, 1, 300_000],
  ])('after try %d with chance %d: %d ms', (attempt, chance, wait) => {
    expect(waitAfter(attempt, () => chance)).toBe(wait);
  });
});
