import { DAY, NO_DATE, NO_TIME, dayOf } from './calendar.ts';
import type { Draft } from './draft.ts';
import { add, flag } from './draft.ts';
import type { Text } from './localized.ts';
import { blank, everywhere, localized } from './localized.ts';
import { decimal } from './money.ts';
import { FREE_SHIPPING_FROM } from './delivery.ts';
import type { Random } from './random.ts';
import { randomFor } from './random.ts';
import { countryId } from './texts/places.ts';

export const SHOP_NAME = 'Cap Bivouac';
export const VERSION = '9.1.4';

/** Ids of the customer groups; 1 is a visitor of whom nothing is known. */
export const GUESTS = 2;
export const CUSTOMERS = 3;
export const BUSINESSES = 4;

const GROUPS: readonly (readonly [name: Text, priceDisplay: number])[] = [
  [['Visiteur', 'Visitor', 'Visitante'], 0],
  [['Invité', 'Guest', 'Invitado'], 0],
  [['Client', 'Customer', 'Cliente'], 0],
  [['Professionnels et associations', 'Businesses and organisations', 'Profesionales y asociaciones'], 1],
];

const CONFIGURATION: Readonly<Record<string, string>> = {
  PS_LANG_DEFAULT: '1',
  PS_VERSION_DB: VERSION,
  PS_INSTALL_VERSION: VERSION,
  PS_CURRENCY_DEFAULT: '1',
  PS_COUNTRY_DEFAULT: String(countryId('FR')),
  PS_SHOP_NAME: SHOP_NAME,
  PS_SHOP_EMAIL: 'bonjour@cap-bivouac.example',
  PS_TIMEZONE: 'Europe/Paris',
  PS_PRICE_ROUND_MODE: '2',
  PS_ROUND_TYPE: '2',
  PS_SHIPPING_FREE_PRICE: decimal(FREE_SHIPPING_FROM),
  PS_SHIPPING_HANDLING: '0',
  PS_TAX: '1',
  PS_WEIGHT_UNIT: 'kg',
  PS_DIMENSION_UNIT: 'cm',
  PS_STOCK_MANAGEMENT: '1',
  PS_GUEST_CHECKOUT_ENABLED: '1',
  PS_GIFT_WRAPPING: '1',
  PS_WEBSERVICE: '1',
};

const IMAGE_TYPES: readonly (readonly [name: string, size: number, categories: boolean])[] = [
  ['cart_default', 125, false],
  ['small_default', 98, true],
  ['medium_default', 452, true],
  ['home_default', 250, false],
  ['large_default', 800, false],
];

/** Not a hash of anything: it only looks like bcrypt. */
export const passwordLike = (random: Random): string =>
  `$2y$10$${random.text(53, './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')}`;

function addShop(draft: Draft): void {
  const domain = 'www.cap-bivouac.example';
  const sharing = { share_customer: '0', share_order: '0', share_stock: '0' };
  add(draft, 'shop_groups', { name: 'Default', ...sharing, active: '1', deleted: '0' });
  const look = { name: SHOP_NAME, color: '', theme_name: 'hummingbird' };
  add(draft, 'shops', { id_shop_group: 1, id_category: 2, active: 1, deleted: 0, ...look });
  const address = { domain, domain_ssl: domain, physical_uri: '/', virtual_uri: '' };
  add(draft, 'shop_urls', { id_shop: 1, active: '1', main: '1', ...address });
  for (const [index, [name, value]] of Object.entries(CONFIGURATION).entries()) {
    const owner = index === 0 ? { id_shop_group: 0, id_shop: 0 } : { id_shop_group: '', id_shop: '' };
    add(draft, 'configurations', { value, name, ...owner, date_add: draft.installedOn, date_upd: draft.installedOn });
  }
  for (const [name, size, categories] of IMAGE_TYPES) {
    const uses = { categories: flag(categories), products: '1', manufacturers: flag(categories) };
    add(draft, 'image_types', { name, width: size, height: size, ...uses, suppliers: flag(categories), stores: '0' });
  }
}

function addContacts(draft: Draft): void {
  const contact = (email: string, name: Text, description: Text) =>
    add(draft, 'contacts', {
      email,
      customer_service: '1',
      name: localized(name),
      description: localized(description),
    });
  contact(
    'technique@cap-bivouac.example',
    ['Webmestre', 'Webmaster', 'Webmaster'],
    ['Si un problème technique survient', 'If a technical problem occurs', 'Si surge un problema técnico'],
  );
  contact(
    'bonjour@cap-bivouac.example',
    ['Service client', 'Customer service', 'Servicio al cliente'],
    [
      'Pour toute question sur un produit ou une commande',
      'For any question about a product or an order',
      'Para cualquier pregunta sobre un producto o un pedido',
    ],
  );
}

function addGroups(draft: Draft): void {
  GROUPS.forEach(([name, priceDisplay], index) => {
    add(draft, 'groups', {
      reduction: '0.00',
      price_display_method: priceDisplay,
      // As with the default language, the visitors' group is a context object.
      show_prices: index === 0 ? 1 : '1',
      date_add: draft.installedOn,
      date_upd: draft.installedOn,
      name: localized(name),
    });
  });
}

function addEmployee(draft: Draft, random: Random): void {
  add(draft, 'employees', {
    id_lang: 1,
    last_passwd_gen: draft.installedOn,
    stats_date_from: dayOf(draft.now - 30 * DAY),
    stats_date_to: dayOf(draft.now),
    stats_compare_from: NO_DATE,
    stats_compare_to: NO_DATE,
    passwd: passwordLike(random),
    lastname: 'Rivière',
    firstname: 'Agnès',
    email: 'agnes@cap-bivouac.example',
    active: '1',
    id_profile: 1,
    bo_color: '',
    default_tab: 1,
    bo_theme: 'default',
    bo_css: 'theme.css',
    bo_width: 0,
    bo_menu: '1',
    stats_compare_option: 1,
    preselect_date_range: '',
    id_last_order: 0,
    id_last_customer_message: 0,
    id_last_customer: 0,
    reset_password_token: '',
    reset_password_validity: NO_TIME,
    has_enabled_gravatar: '0',
  });
}

function addStore(draft: Draft): void {
  const open = '["09:30 - 19:00"]';
  add(draft, 'stores', {
    id_country: countryId('FR'),
    id_state: 0,
    hours: everywhere(`[["14:00 - 19:00"],${Array(5).fill(open).join(',')},[""]]`),
    postcode: '38000',
    city: 'Grenoble',
    latitude: '45.18850000',
    longitude: '5.72450000',
    phone: '04 76 00 00 00',
    fax: '',
    email: 'magasin@cap-bivouac.example',
    active: '1',
    date_add: draft.installedOn,
    date_upd: draft.installedOn,
    name: everywhere(`${SHOP_NAME} Grenoble`),
    address1: everywhere('12 cours Berriat'),
    address2: blank(),
    note: localized([
      'Retrait gratuit sous deux heures',
      'Free pick-up within two hours',
      'Recogida gratuita en dos horas',
    ]),
  });
}

/** The shop itself: its addresses, settings, contacts, groups, employee and store. */
export function addShopSettings(draft: Draft): void {
  addShop(draft);
  addContacts(draft);
  addGroups(draft);
  addEmployee(draft, randomFor(draft.seed, 'employee'));
  addStore(draft);
}
