/**
 * What a shop says of its entities: the canonical facets of the role shop. A connector's mapper writes them, the
 * role's resolvers read them, a swap rebuilds a brick from them: so they keep what a page does not show, too.
 * Ids are hub ids. Amounts are exact decimals as text with a dot. Times are RFC 3339 UTC. Absent means unknown.
 */
import type { Money } from '#sdk';

/** Text by BCP 47 language tag (`fr-FR`, `fr`), never empty strings. */
export type Localized = Record<string, string>;

export interface Image {
  /** Address below the hub: `/blobs/<sha256>.jpg`. Null while the bytes are not mirrored yet. */
  url: string | null;
  sha256: string | null;
  alt: Localized;
  cover: boolean;
  position: number;
}

export interface Feature {
  name: Localized;
  value: Localized;
}

export interface ProductFacet {
  name: Localized;
  description: Localized;
  summary: Localized;
  slug: Localized;
  metaTitle: Localized;
  metaDescription: Localized;
  brand: string | null;
  /** Hub ids of categories; the first is the main one. */
  categories: string[];
  /** Hub ids of variants, in the shop's order; a product without options has one. */
  variants: string[];
  images: Image[];
  active: boolean;
  features: Feature[];
  tags: Localized[];
  /** Kilograms, exact decimal. */
  weight: string | null;
  condition: 'new' | 'used' | 'refurbished' | null;
  kind: 'simple' | 'variants' | 'pack' | 'virtual';
  /** For a pack: what it holds. */
  pack: { variant: string; quantity: number }[];
  createdAt: string | null;
  updatedAt: string | null;
}

/** One way in which a price departs from the list price, as the shop applies it. */
export interface PriceRule {
  /** Market (ISO country, upper case) or null: everywhere. */
  market: string | null;
  /** Customer group: hub id of a PriceList, or null: everybody. */
  customerGroup: string | null;
  currency: string | null;
  /** For one customer only (hub id), or null. */
  customer: string | null;
  fromQuantity: number;
  /** Replaces the list price before reductions; null: the list price. */
  fixedPrice: string | null;
  reduction: { kind: 'percentage'; percent: string } | { kind: 'amount'; amount: string; taxIncluded: boolean } | null;
  from: string | null;
  to: string | null;
  /** Higher wins; computed by the connector from the shop's own priority order. */
  priority: number;
}

export interface VariantFacet {
  product: string;
  sku: string | null;
  gtin: string | null;
  /** Manufacturer's part number. */
  mpn: string | null;
  /** `[{ name: {fr: 'Taille'}, value: {fr: 'M'} }]`; empty for a product without options. */
  options: Feature[];
  isDefault: boolean;
  active: boolean;
  /** List price without tax in the shop's main currency. */
  listPrice: Money;
  /** Purchase price without tax. */
  costPrice: Money | null;
  /**
   * Eco-participation in the main currency without tax, with its own tax rates in percent by market. It comes on top
   * of the list price (or of the price that replaces it) before reductions; null: none.
   */
  ecotax: { amount: string; taxRates: Record<string, string> } | null;
  /** Rates to other currencies of the shop: `{ GBP: '0.86' }`. */
  conversion: Record<string, string>;
  /** Tax rates in percent by market, exact decimal: `{ FR: '20', BE: '21' }`. */
  taxRates: Record<string, string>;
  /** The market of a visitor of whom nothing is known: `FR`. */
  defaultMarket: string;
  /** The PriceList (hub id) of such a visitor. */
  defaultGroup: string | null;
  /** Group-wide reductions in percent by PriceList hub id. */
  groupReductions: Record<string, string>;
  priceRules: PriceRule[];
  suppliers: { name: string; reference: string | null; price: Money | null }[];
  images: Image[];
  /** Kilograms, exact decimal. */
  weight: string | null;
  minimalQuantity: number;
  /** What the shop believes is in stock: shown only in discrepancies, stock belongs to fulfilment. */
  shopQuantity: number | null;
  position: number;
}

export interface CategoryFacet {
  name: Localized;
  description: Localized;
  slug: Localized;
  metaTitle: Localized;
  metaDescription: Localized;
  parent: string | null;
  position: number;
  active: boolean;
  images: Image[];
  depth: number;
}

export interface AddressFacet {
  /** The shop's id of the address. */
  externalId: string;
  alias: string | null;
  firstName: string;
  lastName: string;
  company: string | null;
  vatNumber: string | null;
  street: string;
  street2: string | null;
  postcode: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  state: string | null;
  phone: string | null;
  mobile: string | null;
}

export interface CustomerFacet {
  email: string;
  firstName: string;
  lastName: string;
  company: string | null;
  /** SIREN/SIRET or the like. */
  companyNumber: string | null;
  vatNumber: string | null;
  birthday: string | null;
  /** BCP 47. */
  language: string | null;
  active: boolean;
  guest: boolean;
  newsletter: boolean;
  /** Hub ids of PriceLists. */
  groups: string[];
  defaultGroup: string | null;
  note: string | null;
  addresses: AddressFacet[];
  createdAt: string | null;
  updatedAt: string | null;
}

export type OrderStatus =
  | 'PENDING'
  | 'PAID'
  | 'PROCESSING'
  | 'SHIPPED'
  | 'DELIVERED'
  | 'CANCELLED'
  | 'REFUNDED'
  | 'PAYMENT_ERROR'
  | 'ON_BACKORDER';

export interface OrderLineFacet {
  externalId: string;
  /** Hub id, or null where the variant is no longer known. */
  variant: string | null;
  sku: string | null;
  gtin: string | null;
  name: string;
  quantity: number;
  refundedQuantity: number;
  unitPrice: Money;
  unitPriceWithTax: Money;
  total: Money;
  totalWithTax: Money;
  /** Percent, exact decimal. */
  taxRate: string | null;
}

export interface OrderTotals {
  products: Money;
  productsWithTax: Money;
  shipping: Money;
  shippingWithTax: Money;
  discounts: Money;
  discountsWithTax: Money;
  wrapping: Money;
  wrappingWithTax: Money;
  total: Money;
  totalWithTax: Money;
  paid: Money;
}

export interface RefundFacet {
  externalId: string;
  at: string | null;
  goodsWithTax: Money;
  shippingWithTax: Money;
  totalWithTax: Money;
  lines: { orderLine: string; quantity: number; amountWithTax: Money }[];
}

export interface OrderFacet {
  reference: string;
  /** The shop's own number, shown to staff. */
  number: string;
  status: OrderStatus;
  /** The shop's own words for the status. */
  statusLabel: Localized;
  history: { at: string | null; status: OrderStatus; label: Localized }[];
  placedAt: string | null;
  updatedAt: string | null;
  /** Hub id. */
  customer: string | null;
  lines: OrderLineFacet[];
  totals: OrderTotals;
  payments: { method: string; amount: Money; at: string | null; transactionId: string | null }[];
  shippingAddress: AddressFacet | null;
  billingAddress: AddressFacet | null;
  carrier: string | null;
  trackingNumbers: string[];
  /** Hub ids. */
  invoices: string[];
  refunds: RefundFacet[];
  note: string | null;
  /** How many units of the order's currency one unit of `mainCurrency` bought when it was placed, exact decimal. */
  conversionRate: string;
  /** The shop's main currency: `EUR`. */
  mainCurrency: string;
}

export interface InvoiceFacet {
  number: string;
  issuedAt: string | null;
  order: string;
  total: Money;
  totalWithTax: Money;
  shippingWithTax: Money;
}

export interface PriceListFacet {
  name: Localized;
  /** Percent off everything, exact decimal. */
  reduction: string;
  showsTax: boolean;
  /** The group of a visitor of whom nothing is known. */
  isDefault: boolean;
}

/** A way of delivery, with what it costs. */
export interface CarrierFacet {
  name: string;
  delay: Localized;
  active: boolean;
  isFree: boolean;
  /** Prices without tax in the main currency: the first rate of the address's zone whose range (from <= x < to) fits. */
  rates: { by: 'weight' | 'price'; zone: string; from: string; to: string; price: string }[];
  /** Beyond all ranges: refused, or the price of the highest. */
  outOfRange: 'refuse' | 'highest';
  /** Added to every delivery, without tax. */
  handling: string;
  /** From this total of products with tax on, in the main currency, delivery is free; null: never. */
  freeFromAmount: string | null;
  /** From this weight in kilograms on; null: never. */
  freeFromWeight: string | null;
  /** Heaviest parcel in kilograms; null: any. */
  maxWeight: string | null;
  /** Tax rates in percent by country. */
  taxRates: Record<string, string>;
}

export interface CountryFacet {
  /** ISO 3166-1 alpha-2. */
  code: string;
  name: Localized;
  /** Whether orders are sent there. */
  active: boolean;
  zone: string | null;
}

export interface CurrencyFacet {
  /** ISO 4217. */
  code: string;
  active: boolean;
  isMain: boolean;
  /** How many units one unit of the main currency buys, exact decimal. */
  rate: string;
  /** Where the shop rounds an order's amounts: each piece, each line, or the sum. */
  rounding: 'item' | 'line' | 'total';
}

/** Facet type name to its shape. */
export interface ShopFacets {
  Product: ProductFacet;
  Variant: VariantFacet;
  Category: CategoryFacet;
  Customer: CustomerFacet;
  Order: OrderFacet;
  Invoice: InvoiceFacet;
  PriceList: PriceListFacet;
  Carrier: CarrierFacet;
  Country: CountryFacet;
  Currency: CurrencyFacet;
}
