import type { LocalizedValue } from '../state.ts';

/** The same text in the shop's three languages. */
export type Text = readonly [fr: string, en: string, es: string];

export const localized = ([fr, en, es]: Text): LocalizedValue[] => [
  { id: 1, value: fr },
  { id: 2, value: en },
  { id: 3, value: es },
];

export const everywhere = (text: string): LocalizedValue[] => localized([text, text, text]);

export const blank = (): LocalizedValue[] => everywhere('');

/** Builds one text per language from others. */
export const mapText = (compose: (language: 0 | 1 | 2) => string): Text => [compose(0), compose(1), compose(2)];

/** `Réchaud à gaz` to `rechaud-a-gaz`; characters without a Latin letter disappear. */
export function slug(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[œŒ]/g, 'oe')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

export const slugs = (text: Text): Text => mapText((language) => slug(text[language]));
