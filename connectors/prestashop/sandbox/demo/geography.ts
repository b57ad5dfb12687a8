import type { Draft } from './draft.ts';
import { add, flag } from './draft.ts';
import { everywhere, localized } from './localized.ts';
import { COUNTRIES, STATES, ZONES, countryId } from './texts/places.ts';

const LANGUAGES = [
  { name: 'Français (French)', iso_code: 'fr', locale: 'fr-FR', language_code: 'fr', date: 'd/m/Y' },
  { name: 'English GB (English)', iso_code: 'en', locale: 'en-GB', language_code: 'en-gb', date: 'd/m/Y' },
  { name: 'Español (Spanish)', iso_code: 'es', locale: 'es-ES', language_code: 'es-es', date: 'd/m/Y' },
];

function addLanguages(draft: Draft): void {
  LANGUAGES.forEach(({ date, ...language }, index) => {
    // The default language is the webservice's own context object, whose booleans come out as numbers.
    const yes = index === 0 ? 1 : '1';
    const no = index === 0 ? 0 : '0';
    add(draft, 'languages', {
      ...language,
      active: yes,
      is_rtl: no,
      date_format_lite: date,
      date_format_full: `${date} H:i:s`,
    });
  });
}

export const EUR = 1;
export const GBP = 2;
/** Pounds for a euro, in micros. */
export const POUNDS_FOR_A_EURO = 860_000;

function addCurrency(
  draft: Draft,
  fields: { name: string; symbol: string; iso: string; numeric: string; rate: string },
) {
  add(draft, 'currencies', {
    names: everywhere(fields.name),
    name: fields.name,
    symbol: everywhere(fields.symbol),
    iso_code: fields.iso,
    numeric_iso_code: fields.numeric,
    precision: 2,
    conversion_rate: fields.rate,
    deleted: 0,
    active: 1,
    unofficial: 0,
    modified: 0,
    pattern: everywhere(''),
  });
}

function addCountries(draft: Draft): void {
  for (const country of COUNTRIES) {
    add(draft, 'countries', {
      id_zone: country.zone,
      id_currency: 0,
      call_prefix: country.prefix,
      iso_code: country.iso,
      active: flag(country.isServed === true),
      contains_states: flag(STATES.some(([, , iso]) => iso === country.iso)),
      need_identification_number: flag(country.iso === 'ES'),
      need_zip_code: flag(country.zip !== ''),
      zip_code_format: country.zip,
      display_tax_label: '1',
      name: localized(country.name),
    });
  }
}

/** Languages, currencies, zones, countries and their provinces. */
export function addGeography(draft: Draft): void {
  addLanguages(draft);
  addCurrency(draft, { name: 'Euro', symbol: '€', iso: 'EUR', numeric: '978', rate: '1.000000' });
  addCurrency(draft, { name: 'Livre sterling', symbol: '£', iso: 'GBP', numeric: '826', rate: '0.860000' });
  for (const name of ZONES) add(draft, 'zones', { name, active: '1' });
  addCountries(draft);
  for (const [iso, name, country] of STATES) {
    const fields = {
      id_zone: country === 'US' ? 2 : 1,
      id_country: countryId(country),
      iso_code: iso,
      name,
      active: '1',
    };
    add(draft, 'states', fields);
  }
}

export const stateId = (iso: string | undefined): number => STATES.findIndex(([code]) => code === iso) + 1;
