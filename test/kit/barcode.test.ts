import { articleBarcode, textBarcode } from '../../src/recovery/kit/barcode/index.ts';

/** Runs of modules, as a scanner measures them. */
function widths(modules: string): number[] {
  return [...modules.matchAll(/1+|0+/g)].map(([run]) => run.length);
}

describe('a barcode of the kit', () => {
  it('is the EAN-13 of the standard’s own example', () => {
    // GS1 General Specifications: 4006381333931 is the one that every text on the matter draws.
    const modules = '10100011010100111010111101111010001001011001101010100001010000101000010111010010000101100110101';
    expect(articleBarcode({ gtin: '4006381333931', sku: null })?.modules).toBe(modules);
  });

  it('reads back as the digits that went in', () => {
    for (const code of ['3760000001175', '0012345678905', '9782070360024']) {
      const modules = articleBarcode({ gtin: code, sku: null })?.modules ?? '';
      expect(modules).toHaveLength(95);
      expect(eanDigits(modules)).toBe(code);
    }
  });

  it('takes a UPC-A for the EAN-13 that it is', () => {
    expect(eanDigits(articleBarcode({ gtin: '012345678905', sku: null })?.modules ?? '')).toBe('0012345678905');
  });

  it('is Code 128 where the check digit is wrong, so that a scanner says what the label says', () => {
    const code = articleBarcode({ gtin: '3760000001176', sku: 'TENT' });
    expect(code?.text).toBe('3760000001176');
    expect(code128Text(code?.modules ?? '')).toBe('3760000001176');
  });

  it('of one character has the next value as its check symbol, through the whole set', () => {
    const known = alphabet();
    // Of "0" and "A", as ISO/IEC 15417 lists them.
    expect([known[16], known[33]]).toEqual(['123122', '111323']);
    expect(new Set(known).size).toBe(95);
    const checks = known.slice(0, -1).map((_, value) => {
      return symbolsOf(textBarcode(String.fromCharCode(value + 32))?.modules ?? '')[1];
    });
    expect(checks).toEqual(known.slice(1));
  });

  it('of an article without a number is its reference', () => {
    expect(code128Text(articleBarcode({ gtin: null, sku: ' CHA-00171-41 ' })?.modules ?? '')).toBe('CHA-00171-41');
  });

  it('is none where nothing can be drawn', () => {
    expect([articleBarcode({ gtin: null, sku: null }), textBarcode('Référence'), textBarcode('x'.repeat(41))]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

/** Reads an EAN-13 by the widths of its bars, as GS1 describes decoding. */
function eanDigits(modules: string): string {
  const left = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112'];
  const parities = ['LLLLLL', 'LLGLGG', 'LLGGLG', 'LLGGGL', 'LGLLGG', 'LGGLLG', 'LGGGLL', 'LGLGLG', 'LGLGGL', 'LGGLGL'];
  const runs = widths(modules);
  const digit = (at: number): { set: string; digit: number } => {
    const read = runs.slice(at, at + 4).join('');
    const plain = left.indexOf(read);
    if (plain >= 0) return { set: 'L', digit: plain };
    return { set: 'G', digit: left.indexOf([...read].reverse().join('')) };
  };
  const onLeft = [0, 1, 2, 3, 4, 5].map((i) => digit(3 + i * 4));
  const onRight = [0, 1, 2, 3, 4, 5].map((i) => digit(32 + i * 4).digit);
  const first = parities.indexOf(onLeft.map(({ set }) => set).join(''));
  return [first, ...onLeft.map((one) => one.digit), ...onRight].join('');
}

/** Start, symbols, check symbol and stop of Code 128 B, by their widths. */
function symbolsOf(modules: string): string[] {
  const runs = widths(modules);
  expect(runs.slice(0, 6).join('')).toBe('211214');
  expect(runs.slice(-7).join('')).toBe('2331112');
  return Array.from({ length: (runs.length - 13) / 6 }, (_, i) => runs.slice(i * 6 + 6, i * 6 + 12).join(''));
}

/** Symbols by value: that of each character alone. */
function alphabet(): string[] {
  return Array.from({ length: 95 }, (_, value) => {
    return symbolsOf(textBarcode(String.fromCharCode(value + 32))?.modules ?? '')[0] ?? '';
  });
}

/** Reads Code 128 B, and believes it only if the check symbol is right. */
function code128Text(modules: string): string {
  const known = alphabet();
  const values = symbolsOf(modules).map((symbol) => known.indexOf(symbol));
  const check = values.pop();
  expect(values.reduce((sum, value, i) => sum + value * (i + 1), 104) % 103).toBe(check);
  return String.fromCharCode(...values.map((value) => value + 32));
}
