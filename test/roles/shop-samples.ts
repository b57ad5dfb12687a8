import type { Money } from '#sdk';
import type {
  AddressFacet,
  CategoryFacet,
  CustomerFacet,
  InvoiceFacet,
  OrderFacet,
  OrderTotals,
  PriceListFacet,
  ProductFacet,
  VariantFacet,
} from '../../src/roles/shop/facets.ts';
import type { FakeMirror } from './fake-reader.ts';

export const euro = (amount: string): Money => ({ amount, currency: 'EUR' });

export function aProduct(changes: Partial<ProductFacet> = {}): ProductFacet {
  return {
    name: { fr: 'Robe', en: 'Dress' },
    description: { fr: '<p>Longue.</p>' },
    summary: {},
    slug: { fr: 'robe', en: 'dress' },
    metaTitle: {},
    metaDescription: {},
    brand: 'Studio',
    categories: ['c1', 'c2'],
    variants: ['v1', 'v2'],
    images: [{ url: '/blobs/a.jpg', sha256: 'a', alt: { en: 'A dress' }, cover: true, position: 1 }],
    active: true,
    features: [{ name: { en: 'Season', fr: 'Saison' }, value: { en: 'Summer', fr: 'Été' } }],
    tags: [{ en: 'long' }],
    weight: '0.3',
    condition: 'new',
    kind: 'variants',
    pack: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-10-01T00:00:00.000Z',
    ...changes,
  };
}

export function aVariant(changes: Partial<VariantFacet> = {}): VariantFacet {
  return {
    product: 'p1',
    sku: 'ROBE-S',
    gtin: '3760000000017',
    mpn: null,
    options: [{ name: { en: 'Size' }, value: { en: 'S' } }],
    isDefault: true,
    active: true,
    listPrice: euro('23.90'),
    costPrice: null,
    conversion: {},
    ecotax: null,
    taxRates: { FR: '20', BE: '21' },
    defaultMarket: 'FR',
    defaultGroup: 'g1',
    groupReductions: {},
    priceRules: [],
    suppliers: [{ name: 'Atelier', reference: 'A-1', price: euro('9.00') }],
    images: [],
    weight: null,
    minimalQuantity: 1,
    shopQuantity: 5,
    position: 1,
    ...changes,
  };
}

export function aCategory(changes: Partial<CategoryFacet> = {}): CategoryFacet {
  return {
    name: { fr: 'Femmes', en: 'Women' },
    description: {},
    slug: { fr: 'femmes' },
    metaTitle: {},
    metaDescription: {},
    parent: null,
    position: 1,
    active: true,
    images: [],
    depth: 1,
    ...changes,
  };
}

export const ADDRESS: AddressFacet = {
  externalId: '7',
  alias: 'Home',
  firstName: 'Ada',
  lastName: 'Martin',
  company: null,
  vatNumber: null,
  street: '1 rue Haute',
  street2: null,
  postcode: '38000',
  city: 'Grenoble',
  country: 'FR',
  state: null,
  phone: null,
  mobile: null,
};

export function aCustomer(changes: Partial<CustomerFacet> = {}): CustomerFacet {
  return {
    email: 'Ada@example.com',
    firstName: 'Ada',
    lastName: 'Martin',
    company: null,
    companyNumber: null,
    vatNumber: null,
    birthday: null,
    language: 'fr',
    active: true,
    guest: false,
    newsletter: false,
    groups: ['g1'],
    defaultGroup: 'g1',
    note: null,
    addresses: [ADDRESS],
    createdAt: null,
    updatedAt: null,
    ...changes,
  };
}

const TOTALS: OrderTotals = {
  products: euro('23.90'),
  productsWithTax: euro('28.68'),
  shipping: euro('5.00'),
  shippingWithTax: euro('6.00'),
  discounts: euro('0.00'),
  discountsWithTax: euro('0.00'),
  wrapping: euro('0.00'),
  wrappingWithTax: euro('0.00'),
  total: euro('28.90'),
  totalWithTax: euro('34.68'),
  paid: euro('34.68'),
};

export function anOrder(changes: Partial<OrderFacet> = {}): OrderFacet {
  return {
    reference: 'XKBKNABJK',
    number: '5',
    status: 'PAID',
    statusLabel: { fr: 'Paiement accepté', en: 'Payment accepted' },
    history: [{ at: '2026-10-02T10:00:00.000Z', status: 'PAID', label: { fr: 'Paiement accepté' } }],
    placedAt: '2026-10-02T09:00:00.000Z',
    updatedAt: null,
    customer: 'k1',
    lines: [
      {
        externalId: '1',
        variant: 'v1',
        sku: 'ROBE-S',
        gtin: null,
        name: 'Robe - S',
        quantity: 2,
        refundedQuantity: 0,
        unitPrice: euro('23.90'),
        unitPriceWithTax: euro('28.68'),
        total: euro('47.80'),
        totalWithTax: euro('57.36'),
        taxRate: '20',
      },
    ],
    totals: TOTALS,
    payments: [{ method: 'Card', amount: euro('34.68'), at: null, transactionId: null }],
    shippingAddress: ADDRESS,
    billingAddress: ADDRESS,
    carrier: 'Post',
    trackingNumbers: [],
    invoices: ['i1'],
    refunds: [],
    note: null,
    conversionRate: '1',
    mainCurrency: 'EUR',
    ...changes,
  };
}

export const INVOICE: InvoiceFacet = {
  number: '#IN000001',
  issuedAt: '2026-10-02T10:00:00.000Z',
  order: 'o1',
  total: euro('28.90'),
  totalWithTax: euro('34.68'),
  shippingWithTax: euro('6.00'),
};

export const PRICE_LIST: PriceListFacet = { name: { en: 'Visitors' }, reduction: '0', showsTax: true, isDefault: true };

/** A small shop: one dress in two sizes, one inactive hat, one order. */
export function fillShop(mirror: FakeMirror): void {
  mirror.add('Product', 'p1', aProduct());
  mirror.add(
    'Product',
    'p2',
    aProduct({
      name: { fr: 'Chapeau' },
      variants: ['v3'],
      categories: ['c2'],
      brand: null,
      active: false,
      updatedAt: '2026-11-02T00:00:00.000Z',
    }),
  );
  mirror.add('Variant', 'v1', aVariant());
  mirror.add('Variant', 'v2', aVariant({ sku: 'ROBE-M', gtin: null, isDefault: false }));
  mirror.add('Variant', 'v3', aVariant({ product: 'p2', sku: 'CHAPEAU', gtin: null, options: [] }));
  mirror.add('Category', 'c1', aCategory());
  mirror.add('Category', 'c2', aCategory({ name: { fr: 'Été' }, parent: 'c1', depth: 2 }));
  mirror.add('Customer', 'k1', aCustomer());
  mirror.add('Order', 'o1', anOrder());
  mirror.add('Invoice', 'i1', INVOICE);
  mirror.add('PriceList', 'g1', PRICE_LIST);
}
