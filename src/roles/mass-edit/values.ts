import { Decimal } from 'decimal.js';
import type { CommandName, Localized } from '#sdk';
import { minorUnitOf } from '../graph/index.ts';
import type { Problem } from './targets.ts';

/** Texts of a product to the longest that is taken. */
export const TEXT_FIELDS = {
  name: 128,
  description: 200_000,
  summary: 20_000,
  metaTitle: 255,
  metaDescription: 512,
  slug: 128,
} as const;
export type TextField = keyof typeof TEXT_FIELDS;

/** Shops keep list prices with six decimals; one that took more would round them silently. */
export const PRICE_DECIMALS = 6;
const PRICE_BELOW = new Decimal(10).pow(9);

/** A product without them has no page that could be found. */
const NEVER_EMPTY: ReadonlySet<string> = new Set<TextField>(['name', 'slug']);

export function isTextField(field: string): field is TextField {
  return Object.hasOwn(TEXT_FIELDS, field);
}

/** The command that brings a field to a shop; null: there is none. */
export function commandFor(field: string): Extract<CommandName, 'setVariantPrice' | 'updateProduct'> | null {
  if (field === 'price') return 'setVariantPrice';
  return field === 'active' || isTextField(field) ? 'updateProduct' : null;
}

/** Less than the least coin of its currency would be shown as nothing. */
export function wrongPrice(price: Decimal, currency: string | undefined): Problem | null {
  const shown = price.toFixed();
  if (price.lte(0))
    return { code: 'EDIT_PRICE_WRONG', message: `The price would be ${shown}: it must be more than zero.` };
  const least = new Decimal(10).pow(-minorUnitOf(currency ?? ''));
  if (price.lt(least))
    return { code: 'EDIT_PRICE_WRONG', message: `The price would be ${shown}: the least is ${least.toFixed()}.` };
  if (price.gte(PRICE_BELOW))
    return { code: 'EDIT_PRICE_WRONG', message: `The price would be ${shown}: it must be less than a billion.` };
  if (price.decimalPlaces() > PRICE_DECIMALS)
    return { code: 'EDIT_PRICE_WRONG', message: `The price ${shown} has more than ${PRICE_DECIMALS} decimals.` };
  return null;
}

export function wrongText(field: TextField, text: string): Problem | null {
  if (NEVER_EMPTY.has(field) && text.trim() === '')
    return { code: 'EDIT_TEXT_EMPTY', message: `The text "${field}" would be empty.` };
  const longest = TEXT_FIELDS[field];
  if (text.length <= longest) return null;
  const message = `The text "${field}" would have ${text.length} characters; ${longest} are the most.`;
  return { code: 'EDIT_TEXT_TOO_LONG', message };
}

/** How a text names this language, if it has one of it: `fr` finds `fr-FR`. */
export function tagIn(text: Localized, locale: string): string | undefined {
  if (Object.hasOwn(text, locale)) return locale;
  const language = (tag: string): string | undefined => tag.split(/[-_]/)[0]?.toLowerCase();
  return Object.keys(text)
    .sort()
    .find((one) => language(one) === language(locale));
}

/** The text of this language; never of another. */
export function inLanguage(text: Localized, locale: string): string | undefined {
  const tag = tagIn(text, locale);
  return tag === undefined ? undefined : text[tag];
}

/** Prices compare as numbers: a shop writes more decimals than it was told. */
export function isSameValue(field: string, one: string | null, other: string | null): boolean {
  if (field === 'price' && one !== null && other !== null) return new Decimal(one).eq(other);
  return one === other;
}
