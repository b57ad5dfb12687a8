import { textIn } from '../../src/roles/shop/index.ts';

describe('text in a locale', () => {
  const text = { 'fr-FR': 'Bonjour', en: 'Hello', 'de-CH': 'Grüezi', 'de-AT': 'Servus' };

  it.each<[string | null | undefined, string, string]>([
    ['fr-FR', 'Bonjour', 'the locale itself'],
    ['fr', 'Bonjour', 'the language, of whichever country'],
    ['fr-CA', 'Bonjour', 'the language, of another country'],
    ['EN_gb', 'Hello', 'any spelling'],
    ['de', 'Servus', 'the first of several'],
    ['it', 'Hello', 'the default'],
    [null, 'Hello', 'the default when none is asked'],
    [undefined, 'Hello', 'the default when none is asked'],
  ])('%s → %s: %s', (asked, expected) => {
    expect(textIn(text, asked, 'en-US')).toBe(expected);
  });

  it('is any text rather than none', () => {
    expect(textIn({ it: 'Ciao', es: 'Hola' }, 'fr', 'en')).toBe('Hola');
  });

  it('is null when there is none', () => {
    expect(textIn({}, 'fr', 'en')).toBeNull();
  });
});
