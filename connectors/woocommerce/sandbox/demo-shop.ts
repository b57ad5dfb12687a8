import type { JsonObject } from '#sdk';
import { BILLING, SHIPPING } from './customers.ts';
import { gmt } from './dates.ts';
import { demoOrders } from './demo-orders.ts';
import { CATEGORIES, PEOPLE, PRODUCTS, type DemoProduct } from './demo-texts.ts';
import { freshShop, setSetting } from './fresh-shop.ts';
import { keepMedia } from './media.ts';
import { withMeta } from './meta-data.ts';
import { picture } from './picture.ts';
import { PRODUCT, VARIATION } from './product-fields.ts';
import { seededRandom, type Random } from './seeded-random.ts';
import { slugOf } from '../slug.ts';
import type { Row, Store } from './store.ts';
import { said } from './said.ts';

const DAY = 86_400_000;

export interface Demo {
  store: Store;
  random: Random;
  bornAt: Date;
}

/** A French shop that has sold for three months; the same for the same seed and birth. */
export function demoShop(seed: number, bornAt: Date): Store {
  const store = freshShop(bornAt);
  const demo: Demo = { store, random: seededRandom(seed), bornAt };
  configure(store);
  const categories = CATEGORIES.map(([slug, name, parent], at) => {
    const above = store.rows('categories').find((row) => row['slug'] === parent)?.id ?? 0;
    return store.put('categories', {
      ...{ slug, name, parent: above, description: '', display: 'default', image: null },
      menu_order: at,
    });
  });
  const ids = new Map(categories.map((row) => [said(row['slug']), row.id]));
  PRODUCTS.forEach((product, at) => addProduct(demo, product, { at, category: ids.get(product.category) ?? 15 }));
  trashOne(demo);
  PEOPLE.forEach((_, at) => addCustomer(demo, at));
  store.put('coupons', {
    ...{
      code: 'bienvenue',
      amount: '10.00',
      status: 'publish',
      discount_type: 'percent',
      description: 'Premier achat',
    },
    ...{ date_created_gmt: ago(bornAt, 60), date_modified_gmt: ago(bornAt, 60), date_expires_gmt: null, meta_data: [] },
  });
  demoOrders(demo);
  return store;
}

function configure(store: Store): void {
  const values = {
    'general/woocommerce_default_country': 'FR',
    'general/woocommerce_allowed_countries': 'specific',
    'general/woocommerce_calc_taxes': 'yes',
    'general/woocommerce_currency': 'EUR',
    'tax/woocommerce_prices_include_tax': 'yes',
    'tax/woocommerce_tax_display_shop': 'incl',
  };
  for (const [key, value] of Object.entries(values)) setSetting(store, key, value);
  setSetting(store, 'general/woocommerce_specific_allowed_countries', ['FR', 'BE', 'LU']);
  store.name = 'Librairie Élan';
  store.taxClasses = [...store.taxClasses, { slug: 'taux-reduit', name: 'Taux réduit' }];
  const rate = (country: string, percent: string, name: string, taxClass: string): Row =>
    store.put('taxes', {
      ...{
        country,
        state: '',
        postcode: '',
        city: '',
        rate: percent,
        name,
        priority: 1,
        compound: false,
        shipping: true,
      },
      ...{ order: 0, class: taxClass, postcodes: [], cities: [] },
    });
  rate('FR', '20.0000', 'TVA 20 %', 'standard');
  rate('BE', '21.0000', 'TVA 21 %', 'standard');
  rate('LU', '17.0000', 'TVA 17 %', 'standard');
  rate('FR', '5.5000', 'TVA 5,5 %', 'taux-reduit');
  rate('BE', '6.0000', 'TVA 6 %', 'taux-reduit');
  const zone = store.put('zones', { name: 'France', order: 1 });
  store.locations.set(zone.id, [{ code: 'FR', type: 'country' }]);
  const method = { enabled: true, order: 1, zone_id: zone.id };
  store.put('methods', {
    ...{ ...method, method_id: 'flat_rate', title: 'Colissimo' },
    settings: { title: 'Colissimo', tax_status: 'taxable', cost: '4.92' },
  });
  store.put('methods', {
    ...{ ...method, method_id: 'free_shipping', title: 'Livraison offerte' },
    settings: { title: 'Livraison offerte', requires: 'min_amount', min_amount: '90' },
  });
}

function addProduct(demo: Demo, product: DemoProduct, { at, category }: { at: number; category: number }): void {
  const { store, random, bornAt } = demo;
  const bytes = picture(at + 1);
  const slug = slugOf(product.name);
  const media = keepMedia(store, { name: `${slug}.png`, mime: 'image/png', bytes, alt: product.name });
  const dates = { date_created_gmt: ago(bornAt, 120 - at), date_modified_gmt: ago(bornAt, 90 - at) };
  const told = { ...dates, name: product.name, slug, categories: [category], images: [{ id: media.id }] };
  const texts = { description: `<p>${product.name} — choisi par nos libraires.</p>`, short_description: product.name };
  const feature = {
    id: 0,
    name: 'Marque',
    slug: 'Marque',
    position: 1,
    visible: true,
    variation: false,
    options: [product.brand],
  };
  const { options } = product;
  const chosen = options && {
    id: 0,
    name: options.name,
    slug: options.name,
    position: 0,
    visible: true,
    variation: true,
    options: [...options.values],
  };
  const row = store.put('products', {
    ...{
      ...PRODUCT,
      ...told,
      ...texts,
      tax_class: product.tax,
      weight: product.weight,
      brands: [brand(store, product.brand)],
    },
    ...(options ? { type: 'variable' } : stocked(random, at)),
    ...(options ? {} : { regular_price: product.price }),
    sku: `ELAN-${said(at + 1).padStart(3, '0')}`,
    global_unique_id: options ? '' : gtin(at),
    attributes: chosen ? [chosen, feature] : [feature],
    meta_data:
      at % 5 === 0 ? withMeta(store, [], [{ key: '_yoast_wpseo_title', value: `${product.name} | Élan` }]) : [],
    // A book on sale until the end of next month.
    ...(at === 3 ? { sale_price: '15.60', date_on_sale_to_gmt: ago(bornAt, -40) } : {}),
  });
  options?.values.forEach((value, index) => {
    store.put('variations', {
      ...{ ...VARIATION, ...dates, ...stocked(random, at + index), sku: `${said(row['sku'])}-${index + 1}` },
      ...{
        global_unique_id: gtin(1000 + at * 10 + index),
        regular_price: product.price,
        parent_id: row.id,
        menu_order: index,
      },
      attributes: [{ id: 0, name: options.name, slug: options.name.toLowerCase(), option: value }],
    });
  });
}

function stocked(random: Random, at: number): JsonObject {
  const quantity = at % 11 === 7 ? 0 : 6 + random(40);
  return { manage_stock: true, stock_quantity: quantity, stock_status: quantity > 0 ? 'instock' : 'outofstock' };
}

function brand(store: Store, name: string): number {
  const known = store.rows('brands').find((row) => row['name'] === name);
  return (
    known ??
    store.put('brands', {
      name,
      slug: slugOf(name),
      parent: 0,
      description: '',
      display: 'default',
      image: null,
      menu_order: 0,
    })
  ).id;
}

function gtin(at: number): string {
  const twelve = `376999${said(at).padStart(6, '0')}`;
  const sum = [...twelve].reduce((all, digit, place) => all + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
}

/** What was taken off the shelves lies in the trash, and keeps its codes. */
function trashOne({ store, bornAt }: Demo): void {
  store.put('products', {
    ...{
      ...PRODUCT,
      name: 'Calendrier 2025',
      slug: 'calendrier-2025__trashed',
      sku: 'ELAN-OLD',
      regular_price: '14.00',
    },
    ...{ status: 'trash', date_created_gmt: ago(bornAt, 300), date_modified_gmt: ago(bornAt, 20), categories: [15] },
  });
}

function addCustomer({ store, bornAt }: Demo, at: number): void {
  const [first_name, last_name, city, postcode] = PEOPLE[at] ?? ['', '', '', ''];
  const email = `${slugOf(first_name)}.${slugOf(last_name)}@client.example`;
  const isCompany = at % 5 === 2;
  const address = { first_name, last_name, address_1: `${at + 3} rue des Tilleuls`, city, postcode, country: 'FR' };
  const company = isCompany ? `${last_name} SARL` : '';
  store.put('customers', {
    ...{ email, first_name, last_name, role: 'customer', username: email.split('@')[0] ?? '' },
    billing: { ...BILLING, ...address, company, email, phone: `01990${said(10_000 + at)}` },
    shipping: at % 3 === 0 ? { ...SHIPPING, ...address, phone: '' } : SHIPPING,
    ...{ date_created_gmt: ago(bornAt, 100 - at), date_modified_gmt: ago(bornAt, 80 - at) },
    meta_data: isCompany ? withMeta(store, [], [{ key: 'billing_vat_number', value: `FR4473282932${at % 10}` }]) : [],
  });
}

export function ago(bornAt: Date, days: number): string {
  return gmt(new Date(bornAt.getTime() - days * DAY));
}
