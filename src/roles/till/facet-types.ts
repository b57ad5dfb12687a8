import { Decimal } from 'decimal.js';
import { defineFacetType, fold, type FacetLink, type FacetType } from '../../mirror/index.ts';
import { gtinLookup, searchLines, timeColumn } from '../graph/columns.ts';
import type {
  LoyaltyCardFacet,
  SaleFacet,
  StoreFacet,
  TillAlarmFacet,
  TillCustomerFacet,
  TillItemFacet,
  TillSessionFacet,
} from './facets.ts';

const ROLE = 'till';
/** Beside the pieces that a link `variant` measures: what they leave out of kilograms and metres, in millionths. */
export const UNROUNDED = 'variant_unrounded';

const tillItem = defineFacetType<TillItemFacet>({
  name: 'TillItem',
  role: ROLE,
  entity: 'Variant',
  identity: [
    { scheme: 'sku', column: 'sku' },
    { scheme: 'gtin', column: 'gtin_lookup' },
  ],
  columns: {
    sku: { type: 'text', of: ({ sku }) => sku?.trim() || null },
    gtin_lookup: { type: 'text', of: ({ gtin }) => gtinLookup(gtin) },
  },
  links: {},
  search: ({ sku, gtin, name }) => searchLines([sku, gtin, name]),
});

const tillCustomer = defineFacetType<TillCustomerFacet>({
  name: 'TillCustomer',
  role: ROLE,
  entity: 'Customer',
  identity: [{ scheme: 'email', column: 'email' }],
  columns: {
    email: { type: 'text', of: ({ email }) => email?.trim().toLowerCase() || null },
    loyalty_number: { type: 'text', of: ({ loyaltyNumber }) => loyaltyNumber },
  },
  personal: { person: 'self', lookups: ['email', 'loyalty_number'], words: true },
  links: {},
  search: ({ email, firstName, lastName, phone, loyaltyNumber }) =>
    searchLines([firstName, lastName, email, phone, loyaltyNumber]),
});

const store = defineFacetType<StoreFacet>({
  name: 'Store',
  role: ROLE,
  entity: 'Location',
  identity: [
    { scheme: 'code', column: 'code' },
    { scheme: 'name', column: 'name' },
  ],
  columns: {
    code: { type: 'text', of: ({ code }) => (code && fold(code).trim()) || null },
    name: { type: 'text', of: ({ name }) => fold(name).trim() || null },
  },
  links: {},
});

const sale = defineFacetType<SaleFacet>({
  name: 'Sale',
  role: ROLE,
  columns: {
    number: { type: 'text', of: ({ number }) => number },
    till: { type: 'text', of: ({ till }) => till },
    sold_at: { type: 'text', of: ({ soldAt }) => timeColumn(soldAt) },
    customer: { type: 'text', of: (facet) => facet.customer },
    location: { type: 'text', of: ({ location }) => location },
    sequence: { type: 'integer', of: ({ sequence }) => sequence },
    loyalty_number: { type: 'text', of: ({ loyaltyNumber }) => loyaltyNumber },
    session: { type: 'text', of: ({ session }) => session },
  },
  personal: { person: { column: 'customer' }, lookups: ['loyalty_number'] },
  links: { variant: soldVariants, [UNROUNDED]: unrounded },
  search: ({ number }) => number,
});

const tillSession = defineFacetType<TillSessionFacet>({
  name: 'TillSession',
  role: ROLE,
  columns: {
    number: { type: 'text', of: ({ number }) => number },
    till: { type: 'text', of: ({ till }) => till },
    closed_at: { type: 'text', of: ({ closedAt }) => timeColumn(closedAt) },
  },
  links: {},
});

const loyaltyCard = defineFacetType<LoyaltyCardFacet>({
  name: 'LoyaltyCard',
  role: ROLE,
  columns: {
    number: { type: 'text', of: ({ number }) => number },
    customer: { type: 'text', of: (facet) => facet.customer },
  },
  personal: { person: { column: 'customer' }, lookups: ['number'] },
  links: {},
});

const tillAlarm = defineFacetType<TillAlarmFacet>({
  name: 'TillAlarm',
  role: ROLE,
  columns: {
    kind: { type: 'text', of: ({ kind }) => kind },
    at: { type: 'text', of: ({ at }) => timeColumn(at) },
  },
  links: {},
});

/** How the till's facets are found again. */
export const tillFacetTypes: readonly FacetType[] = [
  tillItem,
  tillCustomer,
  store,
  sale,
  tillSession,
  loyaltyCard,
  tillAlarm,
];

/** What was sold, without tax; with tax where the till tells nothing else. Goods brought back count against it. */
function soldVariants({ lines, soldAt, location: scope }: SaleFacet): FacetLink[] {
  const at = timeColumn(soldAt);
  return lines.flatMap(({ variant: target, quantity, total, totalWithTax }) => {
    if (target === null) return [];
    return [{ target, at, quantity: pieces(quantity), micros: micros((total ?? totalWithTax).amount), scope }];
  });
}

/** Only of lines that are not whole: most tickets have none. */
function unrounded({ lines, soldAt, location: scope }: SaleFacet): FacetLink[] {
  const at = timeColumn(soldAt);
  return lines.flatMap(({ variant: target, quantity }) => {
    if (target === null || Number.isInteger(quantity)) return [];
    return [{ target, at, micros: micros(new Decimal(quantity).minus(pieces(quantity))), scope }];
  });
}

// Measures are whole numbers: what is weighed counts as one piece, as on the ticket's count of articles.
function pieces(quantity: number): number {
  return Number.isInteger(quantity) ? quantity : Math.sign(quantity);
}

function micros(amount: Decimal.Value): number {
  return new Decimal(amount).mul(1_000_000).toDecimalPlaces(0).toNumber();
}
