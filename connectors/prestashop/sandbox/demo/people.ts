import { frenchVatNumber, siret } from './barcodes.ts';
import { DAY, NO_DATE, NO_TIME, dayOf, stamp } from './calendar.ts';
import type { Draft } from './draft.ts';
import { add, flag, nextId } from './draft.ts';
import { stateId } from './geography.ts';
import { slug } from './localized.ts';
import type { Random } from './random.ts';
import { DIGITS, HEX, randomFor } from './random.ts';
import { BUSINESSES, CUSTOMERS, GUESTS, passwordLike } from './shop-settings.ts';
import { FIRST_NAMES, LAST_NAMES, ORGANISATIONS, STREETS, nameCountry } from './texts/names.ts';
import { CITIES, COUNTRIES, countryId } from './texts/places.ts';

/** A customer as orders need to know them. */
export interface Person {
  readonly id: number;
  readonly group: number;
  readonly language: 0 | 1 | 2;
  readonly country: string;
  readonly secureKey: string;
  readonly email: string;
  readonly addresses: readonly number[];
  readonly guest: number;
  readonly joinedAt: number;
}

interface Identity {
  readonly kind: 'person' | 'business' | 'guest';
  readonly country: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly siret: string;
  readonly joinedAt: number;
}

const HOMES = [
  ['FR', 70],
  ['BE', 8],
  ['ES', 8],
  ['DE', 4],
  ['GB', 3],
  ['CH', 3],
  ['LU', 1],
  ['IT', 1],
  ['NL', 1],
  ['PT', 1],
] as const;

const FRENCH_SPEAKING = ['FR', 'BE', 'CH', 'LU'];
const languageOf = (country: string): 0 | 1 | 2 => (FRENCH_SPEAKING.includes(country) ? 0 : country === 'ES' ? 2 : 1);

function identify(draft: Draft, random: Random, joinedAt: number): Identity {
  const kind = random.weighted([
    ['person', 74],
    ['business', 13],
    ['guest', 13],
  ] as const);
  const country = random.weighted(HOMES);
  const names = nameCountry(country);
  const isBusiness = kind === 'business';
  return {
    kind,
    country,
    firstName: random.pick(FIRST_NAMES[names] ?? []),
    lastName: random.pick(LAST_NAMES[names] ?? []),
    company: isBusiness ? random.pick(ORGANISATIONS) : '',
    siret: isBusiness && country === 'FR' ? siret(`${random.int(300, 899)}${random.text(6, DIGITS)}0001`) : '',
    joinedAt: kind === 'guest' ? Math.max(joinedAt, draft.now - 300 * DAY) : joinedAt,
  };
}

function customerFields(random: Random, who: Identity, id: number, secureKey: string): Record<string, unknown> {
  const group = who.kind === 'business' ? BUSINESSES : who.kind === 'guest' ? GUESTS : CUSTOMERS;
  const wantsNews = random.chance(0.35);
  const joined = stamp(who.joinedAt);
  return {
    id_default_group: group,
    id_lang: languageOf(who.country) + 1,
    newsletter_date_add: wantsNews ? joined : NO_TIME,
    ip_registration_newsletter: wantsNews ? `203.0.113.${random.int(1, 254)}` : '',
    last_passwd_gen: joined,
    secure_key: secureKey,
    deleted: '0',
    passwd: passwordLike(random),
    lastname: who.lastName,
    firstname: who.firstName,
    email: `${slug(who.firstName)}.${slug(who.lastName)}.${id}@${random.pick(['example.org', 'example.net', 'example.com'])}`,
    id_gender: random.int(1, 2),
    birthday: random.chance(0.4)
      ? dayOf(Date.UTC(random.int(1950, 2004), random.int(0, 11), random.int(1, 28)))
      : NO_DATE,
    newsletter: flag(wantsNews),
    optin: flag(wantsNews && random.chance(0.3)),
    website: '',
    company: who.company,
    siret: who.siret,
    ape: who.siret === '' ? '' : '9499Z',
    outstanding_allow_amount: who.kind === 'business' ? '1500.000000' : '0.000000',
    show_public_prices: '0',
    id_risk: 0,
    max_payment_days: who.kind === 'business' ? 30 : 0,
    active: flag(id < 10 || random.chance(0.97)),
    note: random.chance(0.03) ? 'Appeler avant de livrer 📞' : '',
    is_guest: flag(who.kind === 'guest'),
    id_shop: 1,
    id_shop_group: 1,
    date_add: joined,
    date_upd: joined,
    reset_password_token: '',
    reset_password_validity: NO_TIME,
    associations: { groups: (who.kind === 'business' ? [CUSTOMERS, BUSINESSES] : [group]).map((id) => ({ id })) },
  };
}

function vatNumber(random: Random, who: Identity): string {
  if (who.kind !== 'business') return '';
  return who.siret !== '' ? frenchVatNumber(who.siret.slice(0, 9)) : `${who.country}${random.text(9, DIGITS)}`;
}

function addAddress(
  draft: Draft,
  random: Random,
  who: Identity,
  owner: number,
  alias: string,
  isDeleted: boolean,
): number {
  const [city, postcode, state] = random.pick(CITIES[who.country] ?? []);
  const prefix = COUNTRIES[countryId(who.country) - 1]?.prefix ?? 33;
  const joined = stamp(who.joinedAt);
  return add(draft, 'addresses', {
    id_customer: owner,
    id_manufacturer: 0,
    id_supplier: 0,
    id_country: countryId(who.country),
    id_state: stateId(state),
    id_warehouse: 0,
    alias,
    company: who.company,
    lastname: who.lastName,
    firstname: who.firstName,
    vat_number: vatNumber(random, who),
    address1: `${random.int(1, 180)} ${random.pick(STREETS[nameCountry(who.country)] ?? [])}`,
    address2: random.chance(0.2) ? `Bâtiment ${random.pick(['A', 'B', 'C'])}` : '',
    postcode,
    city,
    other: '',
    phone: random.chance(0.5) ? `+${prefix}4${random.text(8, DIGITS)}` : '',
    phone_mobile: `+${prefix}6${random.text(8, DIGITS)}`,
    dni: who.country === 'ES' ? `${random.text(8, DIGITS)}${random.pick(['A', 'B', 'F', 'J', 'T'])}` : '',
    deleted: flag(isDeleted),
    date_add: joined,
    date_upd: joined,
  });
}

/** Who looks at the shop; a visitor without an account has no customer. */
function addVisitor(draft: Draft, customer: number, language: string): number {
  const unknown = { javascript: '0', screen_resolution_x: 0, screen_resolution_y: 0, screen_color: 0 };
  const plugins = {
    sun_java: '0',
    adobe_flash: '0',
    adobe_director: '0',
    apple_quicktime: '0',
    real_player: '0',
    windows_media: '0',
  };
  const machine = { id_operating_system: 0, id_web_browser: 0, ...unknown, ...plugins };
  return add(draft, 'guests', { id_customer: customer, ...machine, accept_language: language, mobile_theme: '0' });
}

function addPerson(draft: Draft, random: Random, joinedAt: number): Person {
  const who = identify(draft, random, joinedAt);
  const id = nextId(draft, 'customers');
  const secureKey = random.text(32, HEX);
  const fields = customerFields(random, who, id, secureKey);
  add(draft, 'customers', fields);
  const addresses = [addAddress(draft, random, who, id, 'Mon adresse', false)];
  if (random.chance(0.25)) addresses.push(addAddress(draft, random, who, id, 'Bureau', false));
  // PrestaShop hides a used address instead of deleting it.
  if (random.chance(0.06)) addresses.push(addAddress(draft, random, who, id, 'Ancienne adresse', true));
  const language = languageOf(who.country);
  return {
    id,
    group: Number(fields['id_default_group']),
    language,
    country: who.country,
    secureKey,
    email: String(fields['email']),
    addresses,
    guest: addVisitor(draft, id, ['fr', 'en', 'es'][language] ?? 'fr'),
    joinedAt: who.joinedAt,
  };
}

/** Customers with their groups, addresses and visits. */
export function addPeople(draft: Draft, count: number): Person[] {
  const random = randomFor(draft.seed, 'people');
  const span = 900 * DAY;
  const people = Array.from({ length: count }, (_, index) =>
    addPerson(draft, random, draft.now - span + Math.floor((span * (index + random.next())) / (count + 1))),
  );
  for (let i = 0; i < Math.ceil(count / 20); i++) addVisitor(draft, 0, '');
  return people;
}
