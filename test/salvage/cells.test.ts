import {
  dateOrderOf,
  decimalMarkOf,
  readAmount,
  readCountry,
  readDate,
  readEmail,
  readPhone,
  readQuantity,
} from '../../src/recovery/salvage/tables/cells.ts';
import { readCodeCell } from '../../src/recovery/salvage/tables/codes.ts';
import { headingScore } from '../../src/recovery/salvage/tables/headings.ts';
import { mergeFields } from '../../src/recovery/salvage/merge.ts';
import { namesOf } from '../../src/recovery/salvage/tables/people.ts';

it.each([
  ['1 234,50 €', null, '1234.50'],
  ['1\u202f234,50', null, '1234.50'],
  ['1.234,50', null, '1234.50'],
  ['1,234.50', null, '1234.50'],
  ['12.5', null, '12.5'],
  ['1,234', ',', '1.234'],
  ['1,234', '.', '1234'],
  ['1.234.567', null, '1234567'],
  ['-3,00', null, '-3.00'],
  ['20 %', null, '20'],
  ['', null, null],
] as const)('the amount %j, in a column whose mark is %j, is %j', (text, mark, value) => {
  expect(readAmount(text, mark)).toEqual({ value });
});

it.each(['1,234', 'gratuit', '12-13', '1e5', '1,2,3 fois'])('%j alone is no amount that is sure', (text) => {
  expect(readAmount(text, null)).toHaveProperty('wrong');
});

it('the decimal mark of a column is what its cells can only mean', () => {
  expect(decimalMarkOf(['1,234', '12,50'])).toBe(',');
  expect(decimalMarkOf(['1,234', '12.50'])).toBe('.');
  expect(decimalMarkOf(['1,234', '5'])).toBeNull();
  expect(decimalMarkOf(['1,50', '1.50'])).toBeNull();
});

it.each([
  ['03/04/2021', 'day-first', '2021-04-03T00:00:00Z'],
  ['03/04/2021', 'month-first', '2021-03-04T00:00:00Z'],
  ['3.4.21 9:05', 'day-first', '2021-04-03T09:05:00Z'],
  ['2021-04-03', 'month-first', '2021-04-03T00:00:00Z'],
  ['2021-04-03 10:11:12', 'day-first', '2021-04-03T10:11:12Z'],
] as const)('the date %j, %s, is %s', (text, order, value) => {
  expect(readDate(text, order)).toEqual({ value });
});

it.each(['31/02/2021', '25/25/2021', 'hier'])('%j is no date', (text) => {
  expect(readDate(text, 'day-first')).toHaveProperty('wrong');
});

it('the order of day and month is told by the dates that can only be one', () => {
  expect(dateOrderOf(['03/04/2021', '25/12/2020'])).toBe('day-first');
  expect(dateOrderOf(['03/04/2021', '12/25/2020'])).toBe('month-first');
  expect(dateOrderOf(['25/12/2020', '12/25/2020'])).toBe('mixed');
  expect(dateOrderOf(['03/04/2021'])).toBeNull();
});

it('people and places are read as they are written', () => {
  expect(readEmail(' MAILTO:Marie@Example.ORG')).toEqual({ value: 'marie@example.org' });
  expect(readEmail('marie@')).toHaveProperty('wrong');
  expect(readPhone('612345678')).toEqual({ value: '0612345678' });
  expect(readPhone('+33 6 12 34 56 78')).toEqual({ value: '+33 6 12 34 56 78' });
  expect(readCountry('Belgique')).toEqual({ value: 'BE' });
  expect(readCountry('Atlantis')).toHaveProperty('wrong');
  expect(readQuantity('12,000')).toEqual({ value: 12 });
  expect(readQuantity('1,5')).toHaveProperty('wrong');
  expect(namesOf('Mme DE LA TOUR Marie')).toEqual({ firstName: 'Marie', lastName: 'DE LA TOUR' });
  expect(namesOf('Paul Martin')).toEqual({ firstName: 'Paul', lastName: 'Martin' });
});

describe('a bar code that was rounded', () => {
  const code = '3760012345687';
  const known = (...codes: string[]) => new Map([['TENT', new Set(codes)]]);

  it('is known again by the same article of another source', () => {
    expect(readCodeCell('3,76001E+12', 'TENT', known(code))).toMatchObject({
      gtin: code,
      doubt: { effect: 'repaired' },
    });
  });

  it.each([
    ['another article', '3,76001E+12', 'MUG', known(code)],
    ['another number', '3,77E+12', 'TENT', known(code)],
    ['two codes that both round to it', '3,76E+12', 'TENT', known(code, '3760012345694')],
    ['no other source', '3,76001E+12', 'TENT', new Map<string, Set<string>>()],
  ])('is refused with %s', (_why, text, sku, codes) => {
    expect(readCodeCell(text, sku, codes)).toMatchObject({ gtin: null, doubt: { code: 'SALVAGE_CODE_MANGLED' } });
  });

  it('that lost its zero gets it back, as its check digit proves it', () => {
    expect(readCodeCell('614141123452', null, new Map())).toMatchObject({
      gtin: '0614141123452',
      doubt: { effect: 'repaired' },
    });
  });
});

it.each([
  ['Référence', 'sku', 1],
  ['Désignation', 'name', 1],
  ['PRIX T.T.C. (€)', 'priceWithTax', 1],
  ['Qté', 'quantity', 0.95],
  ['Stock au 12/08', 'quantity', 0.7],
  ['Couleur', 'quantity', 0],
] as const)('the heading %j names %s as surely as %d', (heading, field, score) => {
  expect(headingScore(heading, field)).toBe(score);
});

describe('merging', () => {
  const said = (value: string, source: string, at: string) => ({ name: { value, source, at } });
  const known = said('Tente', 'a.csv, row 2', '2024-01-01T00:00:00Z');

  it('a newer source wins, an older one loses', () => {
    const newer = said('Tente 2P', 'b.csv, row 9', '2024-02-01T00:00:00Z');
    expect(mergeFields(known, newer)).toEqual({ fields: newer, ties: [] });
    expect(mergeFields(newer, known)).toEqual({ fields: newer, ties: [] });
  });

  it('of the same age the first stays, and that is told only where they differ', () => {
    const other = said('Tipi', 'b.csv, row 9', '2024-01-01T00:00:00.000Z');
    expect(mergeFields(known, other)).toMatchObject({ fields: known, ties: [{ field: 'name' }] });
    expect(mergeFields(known, said('Tente', 'b.csv, row 9', '2024-01-01T00:00:00Z')).ties).toEqual([]);
  });

  it('the same row corrects itself', () => {
    const corrected = said('Tipi', 'a.csv, row 2', '2024-01-01T00:00:00Z');
    expect(mergeFields(known, corrected)).toEqual({ fields: corrected, ties: [] });
  });
});
