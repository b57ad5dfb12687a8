import type { RoleTemplate } from './index.ts';

/** A shop whose one list holds goods, customers and orders, told apart by their kind. */
export const SHOP: RoleTemplate = {
  kind: 'things',
  imports: 'OrderFacet, ProductFacet, Projected, RawRecord, VariantFacet',
  rows: [
    { id: 'p1', kind: 'product', sku: 'TENT-2P', name: 'Tente 2 places 🏕', price: '107.50', taxRate: '20' },
    { id: 'p2', kind: 'product', sku: 'MUG-01', name: 'Mug émaillé', price: '8.25', taxRate: '20' },
    { id: 'u1', kind: 'customer', email: 'lea@example.com', firstName: 'Léa', lastName: 'Petit' },
    { id: 'o1', kind: 'order', reference: 'R-1', at: '2026-10-30T09:12:00Z', customer: 'u1', total: '129.00' },
  ],
  mapper: `type HubId = (type: string, externalId: string) => string;
type Fields = Record<string, string>;

export const aggregates: readonly Aggregate[] = [
  { root: 'things', reads: [], project: (record, { hubId }) => toFacets(record, hubId) },
];

const money = (amount: string) => ({ amount, currency: 'EUR' });

/** From the vendor's words to the role's. */
export function toFacets({ id, body }: RawRecord, hubId: HubId): Projected[] {
  const fields = body as Fields;
  if (fields['kind'] === 'product') {
    return [
      { type: 'Product', externalId: id, facet: toProduct(fields, hubId('Variant', id)) },
      { type: 'Variant', externalId: id, facet: toVariant(fields, hubId('Product', id)) },
    ];
  }
  if (fields['kind'] === 'customer') return [{ type: 'Customer', externalId: id, facet: toCustomer(fields) }];
  return [{ type: 'Order', externalId: id, facet: toOrder(fields, hubId('Customer', String(fields['customer']))) }];
}

function toProduct({ name = '' }: Fields, variant: string): ProductFacet {
  const none = { description: {}, summary: {}, slug: {}, metaTitle: {}, metaDescription: {} };
  const lists = { categories: [], images: [], features: [], tags: [], pack: [] };
  const unknown = { brand: null, weight: null, condition: null, createdAt: null, updatedAt: null };
  return { ...none, ...lists, ...unknown, name: { fr: name }, variants: [variant], active: true, kind: 'simple' };
}

function toVariant({ sku = '', price = '0', taxRate = '0' }: Fields, product: string): VariantFacet {
  const unknown = { gtin: null, mpn: null, costPrice: null, ecotax: null, defaultGroup: null, weight: null };
  const lists = { options: [], priceRules: [], suppliers: [], images: [] };
  return {
    ...unknown,
    ...lists,
    product,
    sku,
    isDefault: true,
    active: true,
    listPrice: money(price),
    conversion: {},
    taxRates: { FR: taxRate },
    defaultMarket: 'FR',
    groupReductions: {},
    minimalQuantity: 1,
    shopQuantity: null,
    position: 0,
  };
}

function toCustomer({ email = '', firstName = '', lastName = '' }: Fields) {
  const unknown = { company: null, companyNumber: null, vatNumber: null, birthday: null, language: null, note: null };
  const rest = { groups: [], defaultGroup: null, addresses: [], createdAt: null, updatedAt: null };
  return { ...unknown, ...rest, email, firstName, lastName, active: true, guest: false, newsletter: false };
}

function toOrder({ reference = '', at = '', total = '0' }: Fields, customer: string): OrderFacet {
  const [zero, all] = [money('0'), money(total)];
  const free = { shipping: zero, shippingWithTax: zero, discounts: zero, discountsWithTax: zero };
  const unwrapped = { wrapping: zero, wrappingWithTax: zero };
  const lists = { history: [], lines: [], payments: [], trackingNumbers: [], invoices: [], refunds: [] };
  return {
    ...lists,
    reference,
    number: reference,
    status: 'PAID',
    statusLabel: { fr: 'Payée' },
    placedAt: new Date(at).toISOString(),
    updatedAt: null,
    customer,
    totals: { ...free, ...unwrapped, products: all, productsWithTax: all, total: all, totalWithTax: all, paid: all },
    shippingAddress: null,
    billingAddress: null,
    carrier: null,
    note: null,
    conversionRate: '1',
    mainCurrency: 'EUR',
  };
}
`,
};
