import type { Localized } from './facets.ts';

const languageOf = (tag: string): string => tag.split(/[-_]/)[0]?.toLowerCase() ?? '';

/**
 * The text to show: in the locale that was asked for, else in the same language, else in the default locale or its
 * language, else in whichever language there is (the first by tag, so that it does not change between answers).
 */
export function textIn(text: Localized, asked: string | null | undefined, defaultLocale: string): string | null {
  for (const locale of [asked, defaultLocale]) {
    if (!locale) continue;
    const found = text[locale] ?? sameLanguage(text, locale);
    if (found !== undefined) return found;
  }
  const any = Object.keys(text).sort()[0];
  return any === undefined ? null : (text[any] ?? null);
}

function sameLanguage(text: Localized, locale: string): string | undefined {
  const language = languageOf(locale);
  const tag = Object.keys(text)
    .sort()
    .find((candidate) => languageOf(candidate) === language);
  return tag === undefined ? undefined : text[tag];
}
