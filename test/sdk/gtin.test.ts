import fc from 'fast-check';
import { checkDigit, readGtin } from '../../src/sdk/gtin.ts';

describe('a bar code that went through a spreadsheet', () => {
  it.each([
    ['', 'ok', null],
    ['3760012345670', 'ok', '3760012345670'],
    ['="3760012345670"', 'ok', '3760012345670'],
    ['3 760012 345670', 'ok', '3760012345670'],
    ['760012345676', 'refused', null],
    ['3,76E+12', 'refused', null],
    ['3,760012345670E+12', 'repaired', '3760012345670'],
    ['3760012345675', 'refused', null],
    ['96385074', 'ok', '96385074'],
    ['abc', 'refused', null],
    ['0000000000000', 'refused', null],
  ])('%j is %s', (said, state, gtin) => {
    expect(readGtin(said)).toMatchObject({ state, gtin });
  });

  it('gets its lost zero back, where the check digit proves it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^0[1-9]\d{10}$/), (digits) => {
        const code = digits + String(checkDigit(digits));
        expect(readGtin(code.slice(1))).toEqual({ state: 'repaired', gtin: code });
      }),
    );
  });

  it('is refused with any one digit wrong', () => {
    const digit = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{11}$/), fc.integer({ min: 0, max: 12 }), digit, (digits, at, by) => {
        const code = digits + String(checkDigit(digits));
        const wrong = `${code.slice(0, at)}${(Number(code[at]) + by) % 10}${code.slice(at + 1)}`;
        expect(readGtin(wrong).state).toBe('refused');
      }),
    );
  });
});
