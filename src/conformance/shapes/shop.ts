import { z, type AddressFacet, type Feature, type Image, type ShopFacets } from '#sdk';
import { currency, decimal, localized, money, percentages, ref, text, time, whole } from './values.ts';

type Shapes = { [Type in keyof ShopFacets]: z.ZodType<ShopFacets[Type]> };

const named = { name: localized, description: localized, slug: localized };
const found = { metaTitle: localized, metaDescription: localized };
const image: z.ZodType<Image> = z.strictObject({
  url: text.nullable(),
  sha256: text.nullable(),
  alt: localized,
  cover: z.boolean(),
  position: whole,
});
const feature: z.ZodType<Feature> = z.strictObject({ name: localized, value: localized });

const priceRule = z.strictObject({
  market: text.nullable(),
  customerGroup: ref('PriceList').nullable(),
  currency: currency.nullable(),
  customer: ref('Customer').nullable(),
  fromQuantity: whole,
  fixedPrice: decimal.nullable(),
  reduction: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('percentage'), percent: decimal }),
      z.strictObject({ kind: z.literal('amount'), amount: decimal, taxIncluded: z.boolean() }),
    ])
    .nullable(),
  from: time.nullable(),
  to: time.nullable(),
  priority: z.number(),
});

const variant = z.strictObject({
  product: ref('Product'),
  sku: text.nullable(),
  gtin: text.nullable(),
  mpn: text.nullable(),
  options: z.array(feature),
  isDefault: z.boolean(),
  active: z.boolean(),
  listPrice: money,
  costPrice: money.nullable(),
  ecotax: z.strictObject({ amount: decimal, taxRates: percentages }).nullable(),
  conversion: z.record(currency, decimal),
  taxRates: percentages,
  defaultMarket: text,
  defaultGroup: ref('PriceList').nullable(),
  groupReductions: percentages,
  priceRules: z.array(priceRule),
  suppliers: z.array(z.strictObject({ name: text, reference: text.nullable(), price: money.nullable() })),
  images: z.array(image),
  weight: decimal.nullable(),
  minimalQuantity: whole,
  shopQuantity: whole.nullable(),
  position: whole,
});

const address: z.ZodType<AddressFacet> = z.strictObject({
  externalId: text,
  alias: text.nullable(),
  firstName: text,
  lastName: text,
  company: text.nullable(),
  vatNumber: text.nullable(),
  street: text,
  street2: text.nullable(),
  postcode: text,
  city: text,
  country: text,
  state: text.nullable(),
  phone: text.nullable(),
  mobile: text.nullable(),
});

const customer = z.strictObject({
  email: text,
  firstName: text,
  lastName: text,
  company: text.nullable(),
  companyNumber: text.nullable(),
  vatNumber: text.nullable(),
  birthday: text.nullable(),
  language: text.nullable(),
  active: z.boolean(),
  guest: z.boolean(),
  newsletter: z.boolean(),
  groups: z.array(ref('PriceList')),
  defaultGroup: ref('PriceList').nullable(),
  note: text.nullable(),
  addresses: z.array(address),
  createdAt: time.nullable(),
  updatedAt: time.nullable(),
});

const status = z.enum([
  ...(['PENDING', 'PAID', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED'] as const),
  ...(['REFUNDED', 'PAYMENT_ERROR', 'ON_BACKORDER'] as const),
]);

const totals = z.strictObject({
  products: money,
  productsWithTax: money,
  shipping: money,
  shippingWithTax: money,
  discounts: money,
  discountsWithTax: money,
  wrapping: money,
  wrappingWithTax: money,
  total: money,
  totalWithTax: money,
  paid: money,
});

const orderLine = z.strictObject({
  externalId: text,
  variant: ref('Variant').nullable(),
  sku: text.nullable(),
  gtin: text.nullable(),
  name: text,
  quantity: whole,
  refundedQuantity: whole,
  unitPrice: money,
  unitPriceWithTax: money,
  total: money,
  totalWithTax: money,
  taxRate: decimal.nullable(),
});

const refund = z.strictObject({
  externalId: text,
  at: time.nullable(),
  goodsWithTax: money,
  shippingWithTax: money,
  totalWithTax: money,
  lines: z.array(z.strictObject({ orderLine: text, quantity: whole, amountWithTax: money })),
});

const order = z.strictObject({
  reference: text,
  number: text,
  status,
  statusLabel: localized,
  history: z.array(z.strictObject({ at: time.nullable(), status, label: localized })),
  placedAt: time.nullable(),
  updatedAt: time.nullable(),
  customer: ref('Customer').nullable(),
  lines: z.array(orderLine),
  totals,
  payments: z.array(
    z.strictObject({ method: text, amount: money, at: time.nullable(), transactionId: text.nullable() }),
  ),
  shippingAddress: address.nullable(),
  billingAddress: address.nullable(),
  carrier: text.nullable(),
  trackingNumbers: z.array(text),
  invoices: z.array(ref('Invoice')),
  refunds: z.array(refund),
  note: text.nullable(),
  conversionRate: decimal,
  mainCurrency: currency,
});

export const SHOP_SHAPES: Shapes = {
  Product: z.strictObject({
    ...named,
    ...found,
    summary: localized,
    brand: text.nullable(),
    categories: z.array(ref('Category')),
    variants: z.array(ref('Variant')),
    images: z.array(image),
    active: z.boolean(),
    features: z.array(feature),
    tags: z.array(localized),
    weight: decimal.nullable(),
    condition: z.enum(['new', 'used', 'refurbished']).nullable(),
    kind: z.enum(['simple', 'variants', 'pack', 'virtual']),
    pack: z.array(z.strictObject({ variant: ref('Variant'), quantity: whole })),
    createdAt: time.nullable(),
    updatedAt: time.nullable(),
  }),
  Variant: variant,
  Category: z.strictObject({
    ...named,
    ...found,
    parent: ref('Category').nullable(),
    position: whole,
    active: z.boolean(),
    images: z.array(image),
    depth: whole,
  }),
  Customer: customer,
  Order: order,
  Invoice: z.strictObject({
    number: text,
    issuedAt: time.nullable(),
    order: ref('Order'),
    total: money,
    totalWithTax: money,
    shippingWithTax: money,
  }),
  PriceList: z.strictObject({ name: localized, reduction: decimal, showsTax: z.boolean(), isDefault: z.boolean() }),
  Carrier: z.strictObject({
    name: text,
    delay: localized,
    active: z.boolean(),
    isFree: z.boolean(),
    rates: z.array(
      z.strictObject({ by: z.enum(['weight', 'price']), zone: text, from: decimal, to: decimal, price: decimal }),
    ),
    outOfRange: z.enum(['refuse', 'highest']),
    handling: decimal,
    freeFromAmount: decimal.nullable(),
    freeFromWeight: decimal.nullable(),
    maxWeight: decimal.nullable(),
    taxRates: percentages,
  }),
  Country: z.strictObject({ code: text, name: localized, active: z.boolean(), zone: text.nullable() }),
  Currency: z.strictObject({
    code: currency,
    active: z.boolean(),
    isMain: z.boolean(),
    rate: decimal,
    rounding: z.enum(['item', 'line', 'total']),
  }),
};
