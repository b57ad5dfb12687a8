import { preferredLanguage } from '../../console/src/language.ts';

describe('the language of the page', () => {
  it.each([
    ['fr', ['en-GB'], 'fr'],
    [null, ['fr-CA', 'en'], 'fr'],
    [null, ['de-DE', 'fr', 'en'], 'fr'],
    [null, ['EN-us'], 'en'],
    [null, ['de'], 'en'],
    [null, [], 'en'],
    ['de', ['fr'], 'fr'],
  ])('chosen %p, browser %p: %s', (chosen, browser, language) => {
    expect(preferredLanguage(chosen, browser)).toBe(language);
  });
});
