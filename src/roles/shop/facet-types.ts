import { Decimal } from 'decimal.js';
import { defineFacetType, fold, type FacetLink, type FacetType } from '../../mirror/index.ts';
import { gtinLookup, searchLines, timeColumn } from '../graph/columns.ts';
import { hasRefundedGoods, settlementOf } from '../graph/settlement.ts';
import { plainText } from './plain-text.ts';
import type {
  CarrierFacet,
  CategoryFacet,
  CountryFacet,
  CurrencyFacet,
  CustomerFacet,
  InvoiceFacet,
  Localized,
  OrderFacet,
  OrderStatus,
  PriceListFacet,
  ProductFacet,
  VariantFacet,
} from './facets.ts';

const ROLE = 'shop';

/** Orders in which nothing was bought. */
const NOT_BOUGHT: ReadonlySet<OrderStatus> = new Set(['CANCELLED', 'PAYMENT_ERROR']);

/** Wide enough for any amount by any rate; the last step rounds to millionths. */
const Exact = Decimal.clone({ precision: 60 });

const product = defineFacetType<ProductFacet>({
  name: 'Product',
  role: ROLE,
  follows: { type: 'Variant', column: 'product' },
  columns: {
    name: { type: 'text', of: ({ name }) => sortable(name) },
    brand: { type: 'text', of: ({ brand }) => brand },
    active: { type: 'integer', of: ({ active }) => Number(active) },
    updated_at: { type: 'text', of: ({ updatedAt }) => timeColumn(updatedAt) },
    created_at: { type: 'text', of: ({ createdAt }) => timeColumn(createdAt) },
  },
  links: { category: ({ categories }) => categories.map((target) => ({ target })) },
  search: ({ name, summary, description, brand, tags }) =>
    searchLines([
      ...texts(name),
      brand,
      ...tags.flatMap(texts),
      ...texts(summary).map(plainText),
      ...texts(description).map(plainText),
    ]),
});

const variant = defineFacetType<VariantFacet>({
  name: 'Variant',
  role: ROLE,
  identity: [
    { scheme: 'sku', column: 'sku' },
    { scheme: 'gtin', column: 'gtin_lookup' },
  ],
  columns: {
    product: { type: 'text', of: (facet) => facet.product },
    sku: { type: 'text', of: ({ sku }) => sku?.trim() ?? null },
    gtin: { type: 'text', of: ({ gtin }) => gtin },
    gtin_lookup: { type: 'text', of: ({ gtin }) => gtinLookup(gtin) },
    shop_quantity: { type: 'integer', of: ({ shopQuantity }) => shopQuantity },
  },
  // Their targets are no hub ids: a variant has as many of them as suppliers, and a column holds one value.
  links: {
    supplier_reference: ({ suppliers }) => supplierReferences(suppliers),
    supplier: ({ suppliers }) => supplierNames(suppliers),
  },
  search: ({ sku, gtin, mpn }) => searchLines([sku, gtin, mpn]),
  foundAs: { type: 'Product', of: (facet) => facet.product },
});

const category = defineFacetType<CategoryFacet>({
  name: 'Category',
  role: ROLE,
  columns: {
    parent: { type: 'text', of: ({ parent }) => parent },
    position: { type: 'integer', of: ({ position }) => position },
  },
  links: {},
});

const customer = defineFacetType<CustomerFacet>({
  name: 'Customer',
  role: ROLE,
  identity: [{ scheme: 'email', column: 'match_email' }],
  columns: {
    email: { type: 'text', of: ({ email }) => email.toLowerCase() },
    // Guests are another customer each time, with the same address.
    match_email: { type: 'text', of: ({ email, guest }) => (guest ? null : email.trim().toLowerCase() || null) },
    last_name: { type: 'text', of: ({ lastName }) => fold(lastName) },
    active: { type: 'integer', of: ({ active }) => Number(active) },
    updated_at: { type: 'text', of: ({ updatedAt }) => timeColumn(updatedAt) },
  },
  personal: { person: 'self', lookups: ['email', 'match_email'], sorted: ['last_name'], words: true },
  links: {},
  search: ({ email, firstName, lastName, company, addresses }) =>
    searchLines([firstName, lastName, email, company, ...addresses.flatMap(({ phone, mobile }) => [phone, mobile])]),
});

const order = defineFacetType<OrderFacet>({
  name: 'Order',
  role: ROLE,
  identity: [
    { scheme: 'reference', column: 'reference' },
    { scheme: 'number', column: 'number', local: true },
  ],
  home: 'own',
  columns: {
    reference: { type: 'text', of: ({ reference }) => reference },
    number: { type: 'text', of: ({ number }) => number },
    status: { type: 'text', of: ({ status }) => status },
    placed_at: { type: 'text', of: ({ placedAt }) => timeColumn(placedAt) },
    updated_at: { type: 'text', of: ({ updatedAt }) => timeColumn(updatedAt) },
    customer: { type: 'text', of: (facet) => facet.customer },
    unsettled: { type: 'integer', of: (facet) => Number(settlementOf(facet).kind !== null) },
    goods_refunded: { type: 'integer', of: (facet) => Number(hasRefundedGoods(facet)) },
  },
  personal: { person: { column: 'customer' } },
  links: { variant: orderedVariants },
  search: ({ reference, number, trackingNumbers }) => searchLines([reference, number, ...trackingNumbers]),
});

const invoice = defineFacetType<InvoiceFacet>({
  name: 'Invoice',
  role: ROLE,
  columns: {
    order_id: { type: 'text', of: (facet) => facet.order },
    number: { type: 'text', of: ({ number }) => number },
    issued_at: { type: 'text', of: ({ issuedAt }) => timeColumn(issuedAt) },
  },
  links: {},
});

const priceList = defineFacetType<PriceListFacet>({
  name: 'PriceList',
  role: ROLE,
  columns: { is_default: { type: 'integer', of: ({ isDefault }) => Number(isDefault) } },
  links: {},
});

const carrier = defineFacetType<CarrierFacet>({
  name: 'Carrier',
  role: ROLE,
  columns: {
    active: { type: 'integer', of: ({ active }) => Number(active) },
    name: { type: 'text', of: ({ name }) => fold(name) },
  },
  links: {},
});

const country = defineFacetType<CountryFacet>({
  name: 'Country',
  role: ROLE,
  columns: {
    code: { type: 'text', of: ({ code }) => code.toUpperCase() },
    active: { type: 'integer', of: ({ active }) => Number(active) },
    name: { type: 'text', of: ({ name }) => sortable(name) },
  },
  links: {},
});

const currency = defineFacetType<CurrencyFacet>({
  name: 'Currency',
  role: ROLE,
  columns: {
    code: { type: 'text', of: ({ code }) => code.toUpperCase() },
    active: { type: 'integer', of: ({ active }) => Number(active) },
  },
  links: {},
});

/** How the shop's facets are found again. */
export const shopFacetTypes: readonly FacetType[] = [
  product,
  variant,
  category,
  customer,
  order,
  invoice,
  priceList,
  carrier,
  country,
  currency,
];

/** What was bought, without tax, in the shop's main currency. */
function orderedVariants({ status, placedAt, lines: bought, conversionRate }: OrderFacet): FacetLink[] {
  if (NOT_BOUGHT.has(status)) return [];
  return bought.flatMap(({ variant: target, quantity, total }) =>
    target === null
      ? []
      : [{ target, at: timeColumn(placedAt), quantity, micros: micros(total.amount, conversionRate) }],
  );
}

function micros(amount: string, rate: string): number {
  return new Exact(amount).div(rate).mul(1_000_000).toDecimalPlaces(0).toNumber();
}

/** The same name for everybody, whatever language they read: French, else English, else the first there is. */
function sortable(name: Localized): string | null {
  const tags = Object.keys(name).sort();
  const tag = ['fr', 'en'].flatMap((language) => tags.filter((one) => one.split('-')[0] === language))[0] ?? tags[0];
  return tag === undefined ? null : fold(name[tag] ?? '');
}

function supplierReferences(suppliers: VariantFacet['suppliers']): FacetLink[] {
  const references = suppliers.map(({ reference }) => reference?.trim() ?? '').filter((reference) => reference !== '');
  return [...new Set(references)].map((target) => ({ target }));
}

/** Without case, accents and outer blanks: as fulfilment's suppliers are found by their name. */
function supplierNames(suppliers: VariantFacet['suppliers']): FacetLink[] {
  const names = suppliers.map(({ name }) => fold(name.trim())).filter((name) => name !== '');
  return [...new Set(names)].map((target) => ({ target }));
}

function texts(localized: Localized): string[] {
  return Object.values(localized);
}
