import type { Localized, RawRecord, Related } from '#sdk';
import { rows, text } from '../record.ts';

/** The kinds that every projection of a shop stands on. */
export const SHOP_KINDS = ['settings', 'site', 'continents'] as const;

/** What the shop's own settings say, gathered once. */
export interface Shop {
  /** A setting's value where it is one text. */
  value(name: string): string | null;
  /** BCP 47: `fr-FR`; `und` where the site does not say. */
  language: string;
  /** Where staff log in, with a slash at its end; null: unknown. */
  home: string | null;
  currency: string;
  /** ISO code of the shop's own country. */
  country: string;
  pricesIncludeTax: boolean;
  /** Countries that may buy, by ISO code; null: all. */
  sellsTo: ReadonlySet<string> | null;
  /** Countries to which is sent; null: all. */
  shipsTo: ReadonlySet<string> | null;
  /** Every country that WooCommerce knows, with its name and its continent. */
  countries: ReadonlyMap<string, { name: string; continent: string }>;
}

export function shopOf(related: Related): Shop {
  return related.derived('woocommerce shop', SHOP_KINDS, () => gather(related));
}

function gather(related: Related): Shop {
  const values = new Map(related.all('settings').map(({ id, body }) => [id, body['value']]));
  const value = (name: string): string | null => text({ value: values.get(name) ?? null }, 'value');
  const list = (name: string): string[] => {
    const found = values.get(name);
    return Array.isArray(found) ? found.map(String) : [];
  };
  const site = related.get('site', 'site')?.body ?? {};
  const countries = countriesOf(related.all('continents'));
  const sellsTo = sold(value('woocommerce_allowed_countries'), list, [...countries.keys()]);
  return {
    value,
    language: text(site, 'language') ?? 'und',
    home: text(site, 'home')?.replace(/\/*$/, '/') ?? null,
    currency: value('woocommerce_currency') ?? 'XXX',
    country: (value('woocommerce_default_country') ?? 'FR').split(':')[0] ?? 'FR',
    pricesIncludeTax: value('woocommerce_prices_include_tax') === 'yes',
    sellsTo,
    shipsTo: sent(value('woocommerce_ship_to_countries'), list, sellsTo),
    countries,
  };
}

function countriesOf(continents: readonly RawRecord[]): Shop['countries'] {
  const found = new Map<string, { name: string; continent: string }>();
  for (const { id, body } of continents) {
    for (const country of rows(body, 'countries')) {
      const code = text(country, 'code');
      if (code !== null) found.set(code, { name: text(country, 'name') ?? code, continent: id });
    }
  }
  return found;
}

type List = (name: string) => string[];

function sold(how: string | null, list: List, all: readonly string[]): ReadonlySet<string> | null {
  if (how === 'specific') return new Set(list('woocommerce_specific_allowed_countries'));
  if (how !== 'all_except') return null;
  const except = new Set(list('woocommerce_all_except_countries'));
  return new Set(all.filter((code) => !except.has(code)));
}

/** Empty: to all to which is sold. `disabled`: nothing is sent. */
function sent(how: string | null, list: List, sellsTo: ReadonlySet<string> | null): ReadonlySet<string> | null {
  if (how === 'specific') return new Set(list('woocommerce_specific_ship_to_countries'));
  if (how === 'all') return null;
  return how === 'disabled' ? new Set() : sellsTo;
}

/** A text in the shop's only language; nothing where there is none. */
export function localized(words: string | null, { language }: Shop): Localized {
  return words === null ? {} : { [language]: words };
}

/** The shop's own text, with the other languages that were kept beside it. */
export function withKept(words: string | null, kept: Record<string, string>, shop: Shop): Localized {
  return { ...kept, ...localized(words, shop) };
}

/** Where staff edit it. */
export function adminUrl(shop: Shop, path: string): { url: string } | object {
  return shop.home === null ? {} : { url: `${shop.home}wp-admin/${path}` };
}
