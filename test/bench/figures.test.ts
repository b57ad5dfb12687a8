import { exceededBy, median, perSecond, ratio, table, whole } from './figures.ts';

describe('figures of a benchmark', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 100, 2], 3],
  ])('the median of %j is %d', (figures, expected) => {
    expect(median(figures)).toBe(expected);
  });

  it('has no median of nothing', () => {
    expect(() => median([])).toThrow('no median');
  });

  it.each([
    [0.5, [4, 1, 3, 2], 2],
    [0.01, Array.from({ length: 200 }, (_, index) => index + 1), 198],
    [0.01, [7], 7],
  ])('a share of %d is above', (share, figures, expected) => {
    expect(exceededBy(share, figures)).toBe(expected);
    expect(() => exceededBy(share, [])).toThrow('nothing');
  });

  it('does not disturb the figures that it is given', () => {
    const figures = [3, 1, 2];
    median(figures);
    expect(figures).toEqual([3, 1, 2]);
  });

  it.each([
    [1, 3, 0.333],
    [2_000, 1_000, 2],
    [1_234, 100, 12.3],
  ])('%d is so many times %d: %d', (of, to, expected) => {
    expect(ratio(of, to)).toBe(expected);
  });

  it('compares nothing to nothing', () => {
    expect(() => ratio(1, 0)).toThrow('compared to 0');
  });

  it('counts by the second, not by thousands', () => {
    expect(perSecond(30_123, 2_000)).toBe(15_062);
    expect(() => perSecond(1, 0)).toThrow('0 ms');
  });

  it('writes tables whose figures stand under one another', () => {
    expect(
      table([
        ['', 'a'],
        ['sync', '10'],
        ['bare', whole(12_345.4)],
      ]),
    ).toBe('             a\n  sync      10\n  bare  12,345\n');
  });
});
