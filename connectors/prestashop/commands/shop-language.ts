import type { RawRecord } from '#sdk';
import { toLanguages } from '../mapper/localized.ts';
import { flag } from '../record.ts';

export interface ShopLanguage {
  id: string;
  /** BCP 47. */
  tag: string;
  active: boolean;
}

export function shopLanguages(records: readonly RawRecord[]): ShopLanguage[] {
  const { tags } = toLanguages(records, null);
  return records.map(({ id, body }) => ({ id, tag: tags.get(id) ?? '', active: flag(body, 'active') }));
}

/** The shop's language for a locale: the same tag, else the only one of the same language. */
export function languageFor(locale: string, languages: readonly ShopLanguage[]): ShopLanguage | null {
  const wanted = canonical(locale);
  const same = languages.find(({ tag }) => tag.toLowerCase() === wanted.toLowerCase());
  if (same) return same;
  const related = languages.filter(({ tag }) => primary(tag) === primary(wanted));
  return related.length === 1 ? (related[0] ?? null) : null;
}

function canonical(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? locale;
  } catch {
    return locale;
  }
}

function primary(tag: string): string {
  return (tag.split('-')[0] ?? '').toLowerCase();
}
