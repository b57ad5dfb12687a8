import { shownAmount } from '../../src/roles/graph/index.ts';
import { toSold } from '../../src/roles/graph/sold.ts';

describe('an amount as it is shown', () => {
  it.each([
    ['5.5', 'EUR', '5.50'],
    ['5', 'EUR', '5.00'],
    ['-5', 'EUR', '-5.00'],
    ['5.50', 'EUR', '5.50'],
    ['1.234567', 'EUR', '1.234567'],
    ['1250', 'JPY', '1250'],
    ['1250.5', 'JPY', '1250.5'],
    ['1.5', 'KWD', '1.500'],
    ['7', 'XXX', '7.00'],
    ['7', '', '7.00'],
  ])('%s %s is %s', (amount, currency, shown) => {
    expect(shownAmount(amount, currency)).toBe(shown);
  });
});

describe('what was sold', () => {
  it.each([
    [816_255_814, 'EUR', '816.26'],
    [5_000, 'EUR', '0.01'],
    [4_999, 'EUR', '0.00'],
    [0, 'EUR', '0.00'],
    [-1_000_000, 'EUR', '-1.00'],
    [1_250_500_000, 'JPY', '1251'],
  ])('%i millionths of %s are %s', (micros, currency, amount) => {
    expect(toSold({ quantity: 3, micros }, currency)).toEqual({ quantity: 3, amount: { amount, currency } });
  });
});
