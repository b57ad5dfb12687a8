/** The languages of the staff pages. */
export type Language = 'fr' | 'en';

/** A text in every language; a missing one does not compile. */
export type Bilingual = Readonly<Record<Language, string>>;

const isLanguage = (tag: string | null | undefined): tag is Language => tag === 'fr' || tag === 'en';

/** The language chosen earlier, else the first of the browser's that we speak, else English. */
export function preferredLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen;
  return browser.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}
