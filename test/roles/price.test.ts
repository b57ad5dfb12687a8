import fc from 'fast-check';
import type { PriceRule, VariantFacet } from '../../src/roles/shop/facets.ts';
import { effectivePrice, type PriceQuestion } from '../../src/roles/shop/index.ts';
import { aVariant, euro } from './shop-samples.ts';

const AT = '2026-11-15T12:00:00Z';

const rule = (changes: Partial<PriceRule>): PriceRule => ({
  market: null,
  customerGroup: null,
  currency: null,
  customer: null,
  fromQuantity: 1,
  fixedPrice: null,
  reduction: null,
  from: null,
  to: null,
  priority: 0,
  ...changes,
});
const percent = (text: string) => ({ kind: 'percentage', percent: text }) as const;
const amount = (text: string, taxIncluded: boolean) => ({ kind: 'amount', amount: text, taxIncluded }) as const;

type Row = [
  name: string,
  variant: Partial<VariantFacet>,
  question: Omit<PriceQuestion, 'at'> & { at?: string },
  expected: [price: string, withTax: string, rate: string],
];

const table: Row[] = [
  ['list price, own market', {}, {}, ['23.90', '28.68', '20']],
  ['another market', {}, { market: 'be' }, ['23.90', '28.92', '21']],
  ['a market without a rate is not taxed', {}, { market: 'US' }, ['23.90', '23.90', '0']],
  ['the price with tax comes from the unrounded price', { listPrice: euro('9.999') }, {}, ['10.00', '12.00', '20']],
  ['half a cent goes up', { listPrice: euro('10.005') }, { market: 'US' }, ['10.01', '10.01', '0']],
  ['just below half a cent goes down', { listPrice: euro('10.004999') }, { market: 'US' }, ['10.00', '10.00', '0']],
  ['six decimals and 5.5 %', { listPrice: euro('28.72'), taxRates: { FR: '5.5' } }, {}, ['28.72', '30.30', '5.5']],
  [
    '20 % off',
    { listPrice: euro('29.90'), priceRules: [rule({ reduction: percent('20') })] },
    {},
    ['23.92', '28.70', '20'],
  ],
  ['5 off with tax', { priceRules: [rule({ reduction: amount('5', true) })] }, {}, ['19.73', '23.68', '20']],
  ['5 off without tax', { priceRules: [rule({ reduction: amount('5', false) })] }, {}, ['18.90', '22.68', '20']],
  ['a fixed price', { priceRules: [rule({ fixedPrice: '15' })] }, {}, ['15.00', '18.00', '20']],
  [
    'a fixed price and a reduction of it',
    { priceRules: [rule({ fixedPrice: '15', reduction: percent('10') })] },
    {},
    ['13.50', '16.20', '20'],
  ],
  [
    'an eco-participation of 1.00, taxed at 5.5 %',
    { ecotax: { amount: '1', taxRates: { FR: '5.5' } } },
    {},
    ['24.90', '29.74', '20'],
  ],
  ['an untaxed eco-participation', { ecotax: { amount: '1', taxRates: {} } }, {}, ['24.90', '29.68', '20']],
  [
    'a reduction takes its share of the eco-participation',
    { ecotax: { amount: '1', taxRates: {} }, priceRules: [rule({ reduction: percent('10') })] },
    {},
    ['22.41', '26.71', '20'],
  ],
  ['the group off', { groupReductions: { g1: '10' } }, {}, ['21.51', '25.81', '20']],
  ["another group's is not ours", { groupReductions: { g2: '10' } }, {}, ['23.90', '28.68', '20']],
  ['the asked group', { groupReductions: { g2: '10' } }, { customerGroup: 'g2' }, ['21.51', '25.81', '20']],
  [
    'rule first, group after',
    { groupReductions: { g1: '10' }, priceRules: [rule({ reduction: amount('5', true) })] },
    {},
    ['17.76', '21.31', '20'],
  ],
  ['never below zero', { priceRules: [rule({ reduction: amount('99', true) })] }, {}, ['0.00', '0.00', '20']],
  [
    'a rule of another market',
    { priceRules: [rule({ market: 'BE', reduction: percent('50') })] },
    {},
    ['23.90', '28.68', '20'],
  ],
  [
    'a rule of this market',
    { priceRules: [rule({ market: 'BE', reduction: percent('50') })] },
    { market: 'BE' },
    ['11.95', '14.46', '21'],
  ],
  [
    'a rule of another group',
    { priceRules: [rule({ customerGroup: 'g2', fixedPrice: '1' })] },
    {},
    ['23.90', '28.68', '20'],
  ],
  [
    'a rule of another currency',
    { priceRules: [rule({ currency: 'GBP', fixedPrice: '1' })] },
    {},
    ['23.90', '28.68', '20'],
  ],
  ["somebody else's rule", { priceRules: [rule({ customer: 'k1', fixedPrice: '1' })] }, {}, ['23.90', '28.68', '20']],
  [
    'their own rule',
    { priceRules: [rule({ customer: 'k1', fixedPrice: '1' })] },
    { customer: 'k1' },
    ['1.00', '1.20', '20'],
  ],
  [
    'a rule for more pieces',
    { priceRules: [rule({ fromQuantity: 5, fixedPrice: '1' })] },
    { quantity: 4 },
    ['23.90', '28.68', '20'],
  ],
  [
    'a rule for so many pieces',
    { priceRules: [rule({ fromQuantity: 5, fixedPrice: '1' })] },
    { quantity: 5 },
    ['1.00', '1.20', '20'],
  ],
  [
    'the higher priority wins',
    { priceRules: [rule({ fixedPrice: '9', priority: 2 }), rule({ fixedPrice: '1', priority: 1 })] },
    {},
    ['9.00', '10.80', '20'],
  ],
  [
    'equal priority: the larger quantity wins',
    { priceRules: [rule({ fixedPrice: '9' }), rule({ fixedPrice: '7', fromQuantity: 3 })] },
    { quantity: 3 },
    ['7.00', '8.40', '20'],
  ],
  ['not yet', { priceRules: [rule({ fixedPrice: '1', from: '2026-11-16T00:00:00Z' })] }, {}, ['23.90', '28.68', '20']],
  ['no more', { priceRules: [rule({ fixedPrice: '1', to: '2026-11-15T11:59:59Z' })] }, {}, ['23.90', '28.68', '20']],
  ['right on the hour', { priceRules: [rule({ fixedPrice: '1', from: AT, to: AT })] }, {}, ['1.00', '1.20', '20']],
  [
    'yen have no cents',
    { listPrice: { amount: '1250.5', currency: 'JPY' }, taxRates: { FR: '10' } },
    {},
    ['1251', '1376', '10'],
  ],
  [
    'more digits than a float holds',
    { listPrice: euro('1234567890123456.785') },
    { market: 'US' },
    ['1234567890123456.79', '1234567890123456.79', '0'],
  ],
];

describe('effective price', () => {
  it.each(table)('%s', (_name, variant, question, [price, withTax, rate]) => {
    const answer = effectivePrice(aVariant(variant), { at: AT, ...question });
    expect([answer.price.amount, answer.priceWithTax.amount, answer.taxRate]).toEqual([price, withTax, rate]);
  });

  it('says the same the second time, when it is remembered', () => {
    const variant = aVariant({ priceRules: [rule({ reduction: amount('5', true) })] });
    const question = { at: AT };
    expect(effectivePrice(variant, question)).toEqual(effectivePrice(variant, question));
    const other = aVariant({ priceRules: [rule({ reduction: amount('5', false) })] });
    expect(effectivePrice(other, question)).not.toEqual(effectivePrice(variant, question));
  });

  it('matches whole-number arithmetic for any list price, rate and percentage', () => {
    const cases = fc.record({ cents: fc.bigInt(0n, 10n ** 12n), rate: fc.bigInt(0n, 30n), off: fc.bigInt(0n, 100n) });
    fc.assert(
      fc.property(cases, ({ cents, rate, off }) => {
        const text = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
        const variant = aVariant({
          listPrice: euro(text),
          taxRates: { FR: String(rate) },
          priceRules: [rule({ reduction: percent(String(off)) })],
        });
        const { price, priceWithTax } = effectivePrice(variant, { at: AT });
        const halfUp = (value: bigint, by: bigint): bigint => (value * 2n + by) / (by * 2n);
        const toCents = (money: { amount: string }): bigint => BigInt(money.amount.replace('.', ''));
        expect(toCents(price)).toBe(halfUp(cents * (100n - off), 100n));
        expect(toCents(priceWithTax)).toBe(halfUp(cents * (100n - off) * (100n + rate), 10_000n));
      }),
    );
  });
});
