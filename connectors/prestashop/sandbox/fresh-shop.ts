import { generateShop } from './demo/index.ts';
import { emptyShop } from './empty-shop.ts';
import type { LocalizedValue, ShopState, WebserviceRecord } from './state.ts';

/** The installer's own settings; those that the demo has and an installation does not are left out. */
const SETTINGS: Readonly<Record<string, string>> = {
  PS_LANG_DEFAULT: '1',
  PS_SHOP_NAME: 'My shop',
  PS_SHOP_EMAIL: 'admin@example.test',
  PS_SHIPPING_FREE_PRICE: '0',
  PS_SHIPPING_HANDLING: '2',
  PS_ROUND_TYPE: '1',
  PS_MAIL_METHOD: '1',
};
const WITHOUT = new Set(['PS_DIMENSION_UNIT']);

/** Languages that the installer was asked for, by their new ids: English first. */
const LANGUAGES: readonly (readonly [id: number, iso: string])[] = [
  [1, 'en'],
  [2, 'fr'],
];

type Ids = ReadonlyMap<number, number>;

/**
 * A shop as the installer leaves it without its demo catalogue, in English and French, for France: one currency, the
 * standard groups and order states, the two top categories, one carrier. Its ids are not those of the demo's shop, so
 * that nothing lands right by chance. Which rows there are follows the recordings where they show them; the rest is
 * written after PrestaShop's public installer.
 */
export function freshShop(now: Date): ShopState {
  const { version, resources } = emptyShop(generateShop({ products: 0, customers: 0, orders: 0, images: false, now }));
  const records = (name: string): WebserviceRecord[] => resources[name] ?? [];
  const languages = languageIds(records('languages'));
  const countries = reversed(records('countries'));
  const groups = shifted(records('tax_rule_groups'), 5);
  const france = records('countries').find((one) => one['iso_code'] === 'FR')?.id ?? 0;
  const rules = records('tax_rules').filter((one) => one['id_country'] === france);
  const taxes = shifted(
    records('taxes').filter(({ id }) => rules.some((rule) => rule['id_tax'] === id)),
    7,
  );
  const kept: Record<string, WebserviceRecord[]> = {
    ...resources,
    languages: renumbered(records('languages'), languages),
    currencies: records('currencies').slice(0, 1),
    countries: renumbered(records('countries'), countries).map((one) => ({
      ...one,
      active: one['iso_code'] === 'FR' ? '1' : '0',
    })),
    states: renumbered(records('states'), reversed(records('states')), { id_country: countries }),
    taxes: renumbered(records('taxes'), taxes),
    tax_rule_groups: renumbered(records('tax_rule_groups'), groups),
    tax_rules: renumbered(rules, shifted(rules, 40), {
      id_tax_rules_group: groups,
      id_country: countries,
      id_tax: taxes,
    }),
    groups: records('groups').slice(0, 3),
    configurations: settings(records('configurations'), countries),
    shops: records('shops').map((one) => ({ ...one, name: 'My shop' })),
    carriers: [pickUp()],
    ...anonymous(countries.get(france) ?? 0),
  };
  const translated = Object.entries(kept).map(([name, rows]) => [name, rows.map((row) => inLanguages(row, languages))]);
  return { version, resources: Object.fromEntries(translated) as ShopState['resources'], images: {} };
}

function languageIds(records: readonly WebserviceRecord[]): Ids {
  return new Map(
    LANGUAGES.flatMap(([id, iso]) => {
      const record = records.find((one) => one['iso_code'] === iso);
      return record ? [[record.id, id] as const] : [];
    }),
  );
}

const reversed = (records: readonly WebserviceRecord[]): Ids =>
  new Map(records.map(({ id }, index) => [id, records.length - index]));

const shifted = (records: readonly WebserviceRecord[], by: number): Ids =>
  new Map(records.map(({ id }) => [id, id + by]));

/** Those that have a new id, under it, in its order; `refs`: fields that hold ids of others. */
function renumbered(
  records: readonly WebserviceRecord[],
  ids: Ids,
  refs: Readonly<Record<string, Ids>> = {},
): WebserviceRecord[] {
  const kept = records.flatMap((record) => {
    const id = ids.get(record.id);
    const moved = Object.entries(refs).map(([name, to]) => [name, to.get(Number(record[name])) ?? 0]);
    return id === undefined ? [] : [{ ...record, ...(Object.fromEntries(moved) as object), id }];
  });
  return kept.sort((one, other) => one.id - other.id);
}

function inLanguages(record: WebserviceRecord, languages: Ids): WebserviceRecord {
  const fields = Object.entries(record).map(([name, value]) => {
    if (name === 'associations' || !Array.isArray(value)) return [name, value];
    const texts = (value as LocalizedValue[]).flatMap(({ id, value: text }) => {
      const own = languages.get(id);
      return own === undefined ? [] : [{ id: own, value: text }];
    });
    return [name, texts.sort((one, other) => one.id - other.id)];
  });
  return Object.fromEntries(fields) as WebserviceRecord;
}

function settings(records: readonly WebserviceRecord[], countries: Ids): WebserviceRecord[] {
  const known = records.filter(({ name }) => !WITHOUT.has(String(name)));
  const values: Readonly<Record<string, string>> = {
    ...SETTINGS,
    PS_COUNTRY_DEFAULT: String(
      countries.get(Number(records.find(({ name }) => name === 'PS_COUNTRY_DEFAULT')?.['value'])) ?? 0,
    ),
  };
  const changed = known.map((one) => ({ ...one, value: values[String(one['name'])] ?? one['value'] }));
  const last = Math.max(...known.map(({ id }) => id));
  const names = new Set(known.map(({ name }) => name));
  const added = Object.entries(values).filter(([name]) => !names.has(name));
  return [
    ...changed,
    ...added.map(([name, value], index) => ({ ...known[1], id: last + 1 + index, name, value, id_shop: '' })),
  ] as WebserviceRecord[];
}

/** The one carrier that was recorded right after an installation. */
function pickUp(): WebserviceRecord {
  return {
    id: 1,
    deleted: '0',
    is_module: '0',
    id_tax_rules_group: 0,
    id_reference: 1,
    name: 'Click and collect',
    active: '1',
    is_free: '1',
    url: '',
    shipping_handling: '0',
    shipping_external: '0',
    range_behavior: '0',
    shipping_method: 1,
    max_width: 0,
    max_height: 0,
    max_depth: 0,
    max_weight: '0.000000',
    grade: 0,
    external_module_name: '',
    need_range: '0',
    position: 0,
    delay: [1, 2, 3].map((id) => ({ id, value: 'Pick up in-store' })),
  };
}

/** The privacy module's account for orders of people who were forgotten, with its address. */
function anonymous(country: number): Record<string, WebserviceRecord[]> {
  const at = '2026-11-23 05:26:20';
  const dates = { date_add: at, date_upd: at };
  const person = { lastname: 'Anonymous', firstname: 'Anonymous', deleted: '0', active: '0' };
  const customer = {
    ...person,
    ...dates,
    id: 1,
    id_default_group: 3,
    id_lang: 1,
    email: 'anonymous@psgdpr.com',
    is_guest: '0',
    newsletter: '0',
    associations: { groups: [{ id: 3 }] },
  };
  const place = { alias: 'Anonymous', address1: 'Anonymous', postcode: '00000', city: 'Anonymous' };
  const address = { ...person, ...dates, ...place, id: 1, id_customer: 1, id_country: country };
  return { customers: [customer], addresses: [address] };
}
