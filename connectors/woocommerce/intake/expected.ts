import type {
  AddressFacet,
  CarrierFacet,
  CustomerFacet,
  DifferenceAt,
  ExpectedDifference,
  JsonObject,
  JsonValue,
  VariantFacet,
} from '#sdk';
import { exact } from '../mapper/decimal.ts';
import { slugOf } from '../slug.ts';
import { costsOf } from './carrier.stage.ts';
import { salePrice, saleRule } from './product-body.ts';
import { words } from './words.ts';

type Value = JsonValue | undefined;
type Facets = DifferenceAt['facets'];

const OWN_IDS = words('The shop numbers its things itself.', 'La boutique numérote elle-même.');
const OWN_DATES = words('The shop dates its changes itself.', 'La boutique date elle-même ses modifications.');
const OWN_WORDS = words('The shop has words of its own for it.', 'La boutique a ses propres mots pour cela.');
const ONE_LANGUAGE = words('WooCommerce has one language.', 'WooCommerce n’a qu’une langue.');
const ONE_PRICE = words(
  'WooCommerce has one sale price and no groups.',
  'WooCommerce n’a qu’un prix promo et pas de groupes.',
);
const ABSENT = words('WooCommerce has no field for it.', 'WooCommerce n’a pas de champ pour cela.');
const SHIPPING = words('Prices of delivery are one for a zone.', 'Un seul prix de livraison par zone.');
const INSTALLED = words('The installation brings it.', 'L’installation l’apporte.');

const isSilent = (value: Value): boolean => value === undefined || value === null;
const isEmpty = (value: Value): boolean => isSilent(value) || (Array.isArray(value) && value.length === 0);
/** What is said is lost; what is said otherwise is not expected. */
const lost = (_: Value, target: Value): boolean => isEmpty(target);
const becomes =
  (...values: JsonValue[]) =>
  (_: Value, target: Value): boolean =>
    values.some((value) => value === target);

/** What a reading back shows otherwise by nature, and why. A value that is wrong is none of these. */
export function expected({ pictures }: { pictures: boolean }): readonly ExpectedDifference[] {
  return [...ofProducts(pictures), ...ofPeople(), ...ofMarkets()];
}

function ofProducts(pictures: boolean): ExpectedDifference[] {
  return [
    { path: 'Product.updatedAt', reason: OWN_DATES },
    { path: 'Product.kind', reason: ABSENT, allows: (source, target) => source === 'pack' && target === 'simple' },
    { path: 'Product.pack', reason: ABSENT, allows: lost },
    { path: 'Product.slug', reason: OWN_IDS, allows: isNumberedSlug },
    { path: 'Product.features', reason: OWN_WORDS, fits: ({ facets }) => isSameSet('features', facets) },
    { path: 'Product.tags', reason: OWN_WORDS, fits: ({ facets }) => isSameSet('tags', facets) },
    { path: 'Product.categories', reason: INSTALLED, fits: ({ facets }) => isFiledSomewhere(facets) },
    ...['Product', 'Variant', 'Category'].flatMap((type): ExpectedDifference[] =>
      pictures ? [] : [{ path: `${type}.images`, reason: ABSENT, allows: lost }],
    ),
    { path: 'Variant.priceRules', reason: ONE_PRICE, fits: ({ facets }) => isTheSale(facets) },
    ...['defaultGroup', 'groupReductions', 'conversion'].map((field) => ({
      ...{ path: `Variant.${field}`, reason: ONE_PRICE, allows: lost },
    })),
    { path: 'Variant.ecotax', reason: ABSENT, allows: lost },
    // No rate and a rate of nothing are the same.
    { path: 'Variant.taxRates', reason: OWN_WORDS, allows: isNothing },
    { path: 'Category', reason: INSTALLED, allows: isUncategorized },
    ...['name', 'description', 'slug'].map((field) => ({
      ...{ path: `Category.${field}`, reason: ONE_LANGUAGE, fits: isOtherLanguage },
    })),
    { path: 'Category.slug', reason: OWN_IDS, allows: isNumberedSlug },
    ...['metaTitle', 'metaDescription'].map((field) => ({ path: `Category.${field}`, reason: ABSENT, allows: lost })),
    { path: 'Category.active', reason: ABSENT, allows: becomes(true) },
    { path: 'Category.images', reason: ABSENT, allows: isFirstOnly },
  ];
}

function ofPeople(): ExpectedDifference[] {
  const addresses = ['Customer.addresses', 'Order.shippingAddress', 'Order.billingAddress'];
  return [
    ...['Customer', 'Order'].map((type) => ({ path: `${type}.updatedAt`, reason: OWN_DATES })),
    ...['groups', 'defaultGroup'].map((field) => ({ path: `Customer.${field}`, reason: ABSENT, allows: lost })),
    { path: 'Customer.active', reason: ABSENT, allows: becomes(true) },
    ...addresses.flatMap((path): ExpectedDifference[] => [
      { path: `${path}.externalId`, reason: OWN_IDS },
      ...['alias', 'mobile'].map((field) => ({ path: `${path}.${field}`, reason: ABSENT, allows: lost })),
      { path: `${path}.phone`, reason: ABSENT, fits: isMobile },
      { path: `${path}.vatNumber`, reason: ABSENT, fits: isKnownVat },
    ]),
    ...['lines', 'refunds'].map((list) => ({ path: `Order.${list}.externalId`, reason: OWN_IDS })),
    { path: 'Order.refunds.lines.orderLine', reason: OWN_IDS },
    { path: 'Order.statusLabel', reason: OWN_WORDS },
  ];
}

function ofMarkets(): ExpectedDifference[] {
  return [
    { path: 'Carrier.rates', reason: SHIPPING, fits: ({ facets }) => areCosts(facets) },
    { path: 'Carrier.handling', reason: SHIPPING, allows: becomes('0') },
    { path: 'Carrier.outOfRange', reason: SHIPPING, allows: becomes('highest') },
    { path: 'Carrier.taxRates', reason: SHIPPING },
    ...['delay', 'freeFromAmount', 'freeFromWeight', 'maxWeight'].map((field) => ({
      ...{ path: `Carrier.${field}`, reason: SHIPPING, allows: lost },
    })),
    { path: 'Country.name', reason: OWN_WORDS },
    { path: 'Country.zone', reason: OWN_IDS, fits: isZone },
    { path: 'Country', reason: INSTALLED, allows: (source, target) => isInactive(source ?? target) },
    { path: 'PriceList.name', reason: ONE_PRICE },
    { path: 'PriceList.reduction', reason: ONE_PRICE, allows: becomes('0') },
    { path: 'Currency.rounding', reason: ABSENT, allows: (source, target) => source === 'item' && target === 'line' },
  ];
}

/** The shop makes an address of the words, and numbers those that are taken. */
function isNumberedSlug(source: Value, target: Value): boolean {
  if (typeof source !== 'string' || typeof target !== 'string') return false;
  return target === slugOf(source) || target.replace(/-\d+$/, '') === slugOf(source);
}

/** The order of attributes is the shop's own, and it has each of them once. */
function isSameSet(field: 'features' | 'tags', { source, target }: Facets): boolean {
  const texts = (facet: JsonObject | null): string[] => {
    const all = Array.isArray(facet?.[field]) ? (facet[field] as JsonObject[]) : [];
    return [...new Set(all.map((one) => JSON.stringify(sorted(one))))].sort();
  };
  return JSON.stringify(texts(source)) === JSON.stringify(texts(target));
}

function sorted(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name] ?? null)]));
}

/** What is in no category is put into the installation's. Others stand in an order of the shop. */
function isFiledSomewhere({ source, target }: Facets): boolean {
  const [before, after] = [source?.['categories'], target?.['categories']];
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  if (before.length === 0) return after.length === 1;
  return before.length === after.length && before.every((id) => after.includes(id)) && before[0] === after[0];
}

/** The one reduction that WooCommerce can have, to the price. */
function isTheSale({ source, target }: Facets): boolean {
  if (!source || !target) return false;
  const before = source as unknown as VariantFacet;
  const { priceRules } = target as unknown as VariantFacet;
  const rule = saleRule(before.priceRules);
  const price = rule && salePrice(before, rule);
  const [sale, ...more] = priceRules;
  if (price === null || !rule) return priceRules.length === 0;
  if (!sale || more.length > 0 || sale.fixedPrice === null) return false;
  const isSamePrice = exact(sale.fixedPrice).minus(exact(price)).abs().lessThanOrEqualTo('0.000001');
  const isForAll = [sale.customerGroup, sale.customer, sale.market, sale.currency].every((one) => one === null);
  const seconds = (time: string | null): number | null => (time === null ? null : Math.floor(Date.parse(time) / 1000));
  const isSameTime = seconds(sale.from) === seconds(rule.from) && seconds(sale.to) === seconds(rule.to);
  return isSamePrice && isForAll && isSameTime && sale.fromQuantity === 1 && sale.reduction === null;
}

function isNothing(source: Value, target: Value): boolean {
  return (isSilent(source) || Number(source) === 0) && (isSilent(target) || Number(target) === 0);
}

/** What WooCommerce calls it in the languages in which shops of this hub are installed. */
const UNCATEGORIZED = new Set(['uncategorized', 'non-classe', 'non-classifiee', 'uncategorised']);

function isUncategorized(source: Value, target: Value): boolean {
  if (!isSilent(source) || typeof target !== 'object' || target === null || Array.isArray(target)) return false;
  const slugs = Object.values((target['slug'] ?? {}) as JsonObject);
  return slugs.length > 0 && slugs.every((slug) => typeof slug === 'string' && UNCATEGORIZED.has(slug));
}

/** The shop's own language is the only one in which its categories have a name. */
function isOtherLanguage({ path, target, facets }: DifferenceAt): boolean {
  const own = Object.keys((facets.target?.['name'] ?? {}) as JsonObject);
  return isSilent(target) && !own.includes(path.split('.').at(-1) ?? '');
}

function isFirstOnly(source: Value, target: Value): boolean {
  if (!Array.isArray(source) || !Array.isArray(target)) return false;
  const [kept, ...more] = target as JsonObject[];
  return more.length === 0 && (source as JsonObject[]).some((one) => one['sha256'] === kept?.['sha256']);
}

/** Who has no telephone but a mobile has that as telephone. */
function isMobile({ source, target, facets }: DifferenceAt): boolean {
  return isSilent(source) && addressesOf(facets).some(({ mobile }) => mobile !== null && mobile === target);
}

/** A VAT number is the account's, or the order's. */
function isKnownVat({ target, facets }: DifferenceAt): boolean {
  const own = (facets.source as unknown as Partial<CustomerFacet> | null)?.vatNumber ?? null;
  return isSilent(target) || target === own || addressesOf(facets).some(({ vatNumber }) => vatNumber === target);
}

function addressesOf({ source }: Facets): AddressFacet[] {
  const { addresses, shippingAddress, billingAddress } = (source ?? {}) as Record<string, Value>;
  const all = [...(Array.isArray(addresses) ? addresses : []), shippingAddress, billingAddress];
  return all.filter((one) => !isSilent(one)) as unknown as AddressFacet[];
}

/** One price in each zone; zones have numbers of the shop. */
function areCosts({ source, target }: Facets): boolean {
  if (!source || !target) return false;
  const before = source as unknown as CarrierFacet;
  const { rates } = target as unknown as CarrierFacet;
  const amounts = (all: readonly string[]): string => JSON.stringify(all.map((one) => exact(one).toFixed()).sort());
  const areFlat = rates.every(({ by, from }) => by === 'price' && from === '0');
  return areFlat && amounts(rates.map(({ price }) => price)) === amounts(costsOf(before));
}

/** Countries to which nothing is sent need no zone. */
function isZone({ source, target, facets }: DifferenceAt): boolean {
  return isSilent(target) ? facets.source?.['active'] === false || isSilent(source) : !isSilent(source);
}

function isInactive(country: Value): boolean {
  return typeof country === 'object' && country !== null && !Array.isArray(country) && country['active'] === false;
}
