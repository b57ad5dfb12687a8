import { Decimal } from 'decimal.js';
import { defineFacetType, fold, type FacetLink, type FacetType } from '../../mirror/index.ts';
import { plainText } from './plain-text.ts';
import type {
  CategoryFacet,
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

const IN_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Wide enough for any amount by any rate; the last step rounds to millionths. */
const Exact = Decimal.clone({ precision: 60 });

const product = defineFacetType<ProductFacet>({
  name: 'Product',
  role: ROLE,
  columns: {
    name: { type: 'text', of: ({ name }) => sortable(name) },
    brand: { type: 'text', of: ({ brand }) => brand },
    active: { type: 'integer', of: ({ active }) => Number(active) },
    updated_at: { type: 'text', of: ({ updatedAt }) => time(updatedAt) },
    created_at: { type: 'text', of: ({ createdAt }) => time(createdAt) },
  },
  links: { category: ({ categories }) => categories.map((target) => ({ target })) },
  search: ({ name, summary, description, brand, tags }) =>
    lines([
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
  columns: {
    product: { type: 'text', of: (facet) => facet.product },
    sku: { type: 'text', of: ({ sku }) => sku },
    gtin: { type: 'text', of: ({ gtin }) => gtin },
    gtin_lookup: { type: 'text', of: ({ gtin }) => gtinLookup(gtin) },
  },
  links: {},
  search: ({ sku, gtin, mpn }) => lines([sku, gtin, mpn]),
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
  columns: {
    email: { type: 'text', of: ({ email }) => email.toLowerCase() },
    last_name: { type: 'text', of: ({ lastName }) => fold(lastName) },
    active: { type: 'integer', of: ({ active }) => Number(active) },
    updated_at: { type: 'text', of: ({ updatedAt }) => time(updatedAt) },
  },
  links: {},
  search: ({ email, firstName, lastName, company, addresses }) =>
    lines([firstName, lastName, email, company, ...addresses.flatMap(({ phone, mobile }) => [phone, mobile])]),
});

const order = defineFacetType<OrderFacet>({
  name: 'Order',
  role: ROLE,
  columns: {
    reference: { type: 'text', of: ({ reference }) => reference },
    status: { type: 'text', of: ({ status }) => status },
    placed_at: { type: 'text', of: ({ placedAt }) => time(placedAt) },
    updated_at: { type: 'text', of: ({ updatedAt }) => time(updatedAt) },
    customer: { type: 'text', of: (facet) => facet.customer },
  },
  links: { variant: orderedVariants },
  search: ({ reference, number, trackingNumbers }) => lines([reference, number, ...trackingNumbers]),
});

const invoice = defineFacetType<InvoiceFacet>({
  name: 'Invoice',
  role: ROLE,
  columns: {
    order_id: { type: 'text', of: (facet) => facet.order },
    number: { type: 'text', of: ({ number }) => number },
    issued_at: { type: 'text', of: ({ issuedAt }) => time(issuedAt) },
  },
  links: {},
});

const priceList = defineFacetType<PriceListFacet>({
  name: 'PriceList',
  role: ROLE,
  columns: { is_default: { type: 'integer', of: ({ isDefault }) => Number(isDefault) } },
  links: {},
});

/** How the shop's facets are found again. */
export const shopFacetTypes: readonly FacetType[] = [product, variant, category, customer, order, invoice, priceList];

/** A trade number as it is compared: EAN-8, UPC and EAN-13 are GTIN-14 with leading zeros left out. */
export function gtinLookup(gtin: string | null): string | null {
  const digits = gtin?.replace(/[\s-]/g, '') ?? '';
  return /^\d{8,14}$/.test(digits) ? digits.padStart(14, '0') : null;
}

/** What was bought, without tax, in the shop's main currency. */
function orderedVariants({ status, placedAt, lines: bought, conversionRate }: OrderFacet): FacetLink[] {
  if (NOT_BOUGHT.has(status)) return [];
  return bought.flatMap(({ variant: target, quantity, total }) =>
    target === null ? [] : [{ target, at: time(placedAt), quantity, micros: micros(total.amount, conversionRate) }],
  );
}

function micros(amount: string, rate: string): number {
  return new Exact(amount).div(rate).mul(1_000_000).toDecimalPlaces(0).toNumber();
}

/** One form for all times, so that they compare as text. */
function time(at: string | null): string | null {
  return at === null || IN_FORM.test(at) ? at : new Date(at).toISOString();
}

/** The same name for everybody, whatever language they read: French, else English, else the first there is. */
function sortable(name: Localized): string | null {
  const tags = Object.keys(name).sort();
  const tag = ['fr', 'en'].flatMap((language) => tags.filter((one) => one.split('-')[0] === language))[0] ?? tags[0];
  return tag === undefined ? null : fold(name[tag] ?? '');
}

function texts(localized: Localized): string[] {
  return Object.values(localized);
}

function lines(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join('\n');
}
