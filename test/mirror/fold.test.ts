import { fold, words } from '../../src/mirror/fold.ts';

describe('folding', () => {
  it.each([
    ['Été', 'ete'],
    ['e\u0301te\u0301', 'ete'],
    ['ŒUVRE & cœur', 'oeuvre & coeur'],
    ['Straße STRASSE', 'strasse strasse'],
    ['Ærø Łódź Þór', 'aero lodz thor'],
    ['İstanbul ılık', 'istanbul ilik'],
    ['ﬁn ＡＢＣ', 'fin abc'],
    ['plain ASCII 12', 'plain ascii 12'],
  ])('makes “%s” “%s”', (text, folded) => {
    expect(fold(text)).toBe(folded);
    expect(fold(fold(text))).toBe(folded);
  });

  it('finds words: letters and digits, each once, none endless', () => {
    expect(words("L'Été: t-shirt T-SHIRT n°42, 東京")).toEqual(['l', 'ete', 't', 'shirt', 'n', '42', '東京']);
    expect(words('x'.repeat(5_000))).toEqual(['x'.repeat(64)]);
    expect(words(' -- \n')).toEqual([]);
  });
});
