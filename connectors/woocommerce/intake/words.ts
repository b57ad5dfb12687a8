import type { Localized, Loss } from '#sdk';

type Words = { en: string; fr: string };

export const words = (en: string, fr: string): Words => ({ en, fr });

export function loss(field: string, reason: Words, remedy: Words): Loss {
  return { field, reason, remedy };
}

/** The text in the shop's language, or in a near one, or in whichever there is. */
export function pick(texts: Localized, language: string): string {
  const near = Object.keys(texts).find((tag) => tag.split('-')[0] === language.split('-')[0]);
  return texts[language] ?? (near === undefined ? undefined : texts[near]) ?? Object.values(texts)[0] ?? '';
}

/** All others: they are kept beside the record. */
export function others(texts: Localized, language: string): Localized {
  const own = pick(texts, language);
  return Object.fromEntries(
    Object.entries(texts).filter(([tag, text]) => tag !== language && !(text === own && tag === '')),
  );
}

/** Without what says nothing: records stay small. */
export function told(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).filter(
      ([, value]) =>
        value !== null && value !== undefined && !(typeof value === 'object' && Object.keys(value).length === 0),
    ),
  );
}
