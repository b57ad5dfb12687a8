import type { RawRecord, Related } from '#sdk';
import { shopZone } from './shop-zone.ts';
import { toLanguages } from './localized.ts';
import type { Languages } from './localized.ts';
import { decimal, plain } from './decimal.ts';
import { flag, text } from '../record.ts';

/** The kinds that every projection of a shop stands on. */
export const SETTING_KINDS = ['configurations', 'languages', 'currencies', 'countries'] as const;

/** What the shop's own settings say, gathered once. */
export interface ShopSettings {
  /** A setting's value, of all shops. */
  value(name: string): string | null;
  timezone: string;
  languages: Languages;
  /** ISO code by currency id. */
  currencies: ReadonlyMap<string, string>;
  mainCurrency: string;
  /** Rates from the main currency to the other ones in use. */
  conversion: Record<string, string>;
  /** ISO code by country id. */
  countries: ReadonlyMap<string, string>;
  /** Countries that the shop sells to. */
  markets: string[];
  defaultMarket: string;
}

export function shopSettings(related: Related): ShopSettings {
  return related.derived('prestashop settings', SETTING_KINDS, () => gather(related));
}

function gather(related: Related): ShopSettings {
  const values = settingValues(related.all('configurations'));
  const value = (name: string): string | null => values.get(name) ?? null;
  return {
    value,
    timezone: shopZone(value('PS_TIMEZONE')),
    languages: toLanguages(related.all('languages'), value('PS_LANG_DEFAULT')),
    ...money(related.all('currencies'), value('PS_CURRENCY_DEFAULT')),
    ...places(related.all('countries'), value('PS_COUNTRY_DEFAULT')),
  };
}

/** A multi-shop repeats a setting for its shops; the one of all shops counts. */
function settingValues(records: readonly RawRecord[]): Map<string, string> {
  const values = new Map<string, string>();
  const own = (record: RawRecord): number => Number(record.body['id_shop'] || record.body['id_shop_group'] || 0);
  for (const { body } of [...records].sort((one, other) => own(other) - own(one))) {
    const name = text(body, 'name');
    const value = text(body, 'value');
    if (name && value !== null) values.set(name, value);
  }
  return values;
}

function money(
  records: readonly RawRecord[],
  defaultId: string | null,
): Pick<ShopSettings, 'currencies' | 'mainCurrency' | 'conversion'> {
  const code = ({ body }: RawRecord): string => text(body, 'iso_code') ?? 'XXX';
  const main =
    records.find(({ id }) => id === defaultId) ??
    records.find(({ body }) => decimal(body, 'conversion_rate').equals(1) && !flag(body, 'deleted')) ??
    records[0];
  const others = records.filter(
    (record) => record !== main && flag(record.body, 'active') && !flag(record.body, 'deleted'),
  );
  return {
    currencies: new Map(records.map((record) => [record.id, code(record)])),
    mainCurrency: main ? code(main) : 'XXX',
    conversion: Object.fromEntries(
      others.map((record) => [code(record), plain(decimal(record.body, 'conversion_rate'))]),
    ),
  };
}

function places(
  records: readonly RawRecord[],
  defaultId: string | null,
): Pick<ShopSettings, 'countries' | 'markets' | 'defaultMarket'> {
  const code = ({ body }: RawRecord): string => text(body, 'iso_code')?.toUpperCase() ?? 'ZZ';
  const markets = records.filter(({ body }) => flag(body, 'active')).map(code);
  const countries = new Map(records.map((record) => [record.id, code(record)]));
  return { countries, markets, defaultMarket: countries.get(defaultId ?? '') ?? markets[0] ?? 'FR' };
}
