import type { Command, JsonObject, JsonValue, Localized, ProductChanges, UpdateProduct } from '#sdk';
import { idOf } from '../record.ts';
import { accessTo } from './access.ts';
import type { Access, Shop } from './access.ts';
import type { FieldValue } from './entity-xml.ts';
import { refusal } from './refusal.ts';
import { languageFor, shopLanguages } from './shop-language.ts';
import type { ShopLanguage } from './shop-language.ts';

const TEXTS = {
  name: 'name',
  description: 'description',
  summary: 'description_short',
  slug: 'link_rewrite',
  metaTitle: 'meta_title',
  metaDescription: 'meta_description',
} as const satisfies Partial<Record<keyof ProductChanges, string>>;

export function updateProduct(shop: Shop): Command<UpdateProduct> {
  return async ({ product, changes }, delivery) => {
    const access = accessTo(shop, delivery.signal);
    const id = (await delivery.externalId('Product', product)) ?? '';
    const body = id === '' ? null : await access.row('products', id);
    if (!body) throw unknown(id);
    const fields = await changedFields(access, body, changes);
    if (Object.keys(fields).length > 0) await access.change('products', id, { fields });
    return { touched: [{ kind: 'products', ids: [id] }] };
  };
}

async function changedFields(
  access: Access,
  body: JsonObject,
  changes: ProductChanges,
): Promise<Record<string, FieldValue>> {
  const languages = shopLanguages(await access.rows('languages', {}));
  const fields: Record<string, FieldValue> = {};
  for (const [name, field] of Object.entries(TEXTS) as [keyof typeof TEXTS, string][]) {
    const texts = changes[name];
    if (texts) fields[field] = merged(body[field], texts, languages);
  }
  if (changes.active !== undefined) fields['active'] = changes.active;
  return fields;
}

/**
 * All languages are written, those that are not named with the text that they have: whether a PATCH keeps a language
 * that it does not name was not measured.
 */
function merged(stored: JsonValue | undefined, texts: Localized, languages: readonly ShopLanguage[]): FieldValue {
  const whole = storedTexts(stored, languages);
  for (const [locale, text] of Object.entries(texts)) {
    const language = languageFor(locale, languages);
    if (!language) throw languageUnknown(locale, languages);
    whole.set(language.id, text);
  }
  return whole;
}

/** A shop with one active language shows a text without a list. */
function storedTexts(stored: JsonValue | undefined, languages: readonly ShopLanguage[]): Map<string, string> {
  if (!Array.isArray(stored)) {
    const only = languages.find(({ active }) => active) ?? languages[0];
    return new Map(only && typeof stored === 'string' ? [[only.id, stored]] : []);
  }
  return new Map(
    stored.flatMap((item) => {
      if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
      const value = item['value'];
      return [[idOf(item), typeof value === 'string' || typeof value === 'number' ? String(value) : ''] as const];
    }),
  );
}

function unknown(id: string): Error {
  return refusal(
    'PRODUCT_UNKNOWN',
    'The shop does not have this product (any more).',
    'Restore the product in the shop, or discard the message.',
    id === '' ? undefined : `product ${id}`,
  );
}

function languageUnknown(locale: string, languages: readonly ShopLanguage[]): Error {
  return refusal(
    'PRODUCT_LANGUAGE_UNKNOWN',
    `The shop has no language ${locale}.`,
    'Install the language in International > Localization > Languages, or leave it out of the change.',
    `languages ${languages.map(({ tag }) => tag).join(', ')}`,
  );
}
