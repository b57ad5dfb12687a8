/** What a shopper may ask for: their own account and orders, as a storefront shows them. Everything else is refused. */
const SHOWN: Readonly<Record<string, string>> = {
  Query: 'me',
  Viewer: 'name admin scopes expiresAt customer orders',
  Customer:
    'id email firstName lastName company companyNumber vatNumber birthday language active guest newsletter addresses createdAt updatedAt orders',
  Address:
    'externalId alias firstName lastName company vatNumber street street2 postcode city country state phone mobile',
  Order:
    'id reference number status statusLabel history placedAt updatedAt lines totals payments refunds carrier trackingNumbers customer shippingAddress billingAddress invoices',
  OrderStatusChange: 'at status label',
  OrderLine: 'externalId sku gtin name quantity refundedQuantity unitPrice unitPriceWithTax total totalWithTax taxRate',
  OrderTotals:
    'products productsWithTax shipping shippingWithTax discounts discountsWithTax wrapping wrappingWithTax total totalWithTax paid',
  Payment: 'method amount at',
  Refund: 'externalId at goodsWithTax shippingWithTax totalWithTax lines',
  RefundLine: 'orderLine quantity amountWithTax',
  Invoice: 'id number issuedAt total totalWithTax shippingWithTax',
  Money: 'amount currency',
};

const FIELDS: ReadonlySet<string> = new Set([
  '__typename',
  ...Object.entries(SHOWN).flatMap(([type, fields]) => fields.split(' ').map((field) => `${type}.${field}`)),
]);

/** The first field that is not a shopper's to ask for. */
export function notForShoppers(fields: Iterable<string>): string | undefined {
  for (const field of fields) if (!FIELDS.has(field)) return field;
  return undefined;
}
