import type { JsonObject, RoleName } from '#sdk';
import type { Business } from './business.ts';

const DAY = 86_400_000;
const ref = (type: string, id: string): JsonObject => ({ $ref: `${type}/${id}` });
const euro = (amount: string): JsonObject => ({ amount, currency: 'EUR' });

/** Two articles in four roles: enough to show how they hang together. */
export function believable(business: Business, bornAt: Date): void {
  const put = (role: RoleName, type: string, id: string, facet: JsonObject): void => {
    business.put({ role, type, id, facet }, bornAt);
  };
  for (const [sku, name, price] of [
    ['TENT-2P', 'Tente 2 places 🏕', '107.50'],
    ['MUG-01', 'Mug émaillé 𝄞', '8.25'],
  ] as const) {
    put('shop', 'Product', sku, product(sku, name));
    put('shop', 'Variant', sku, variant(sku, price));
    const quantities = { onHand: 12, available: 10, incoming: 0 };
    put('fulfilment', 'StockItem', sku, { sku, gtin: null, name, active: true, ...quantities });
    const place = { variant: ref('Variant', sku), sku, location: ref('Location', 'main'), shelf: 'A-1' };
    put('fulfilment', 'StockLevel', sku, { ...place, ...quantities, reserved: 2 });
  }
  put('fulfilment', 'Location', 'main', { name: 'Entrepôt', code: 'main', kind: 'warehouse', active: true });
  put('fulfilment', 'Supplier', 'rivage', { name: 'Rivage', code: null, email: null, address: null });
  put('shop', 'Carrier', 'home', carrier());
  put('shop', 'Customer', 'lea', customer());
  put('shop', 'Order', 'R-1', order(bornAt));
  put('till', 'Sale', 'T-1', sale('T-1', bornAt));
  put('mass-edit', 'BulkEdit', 'spring', edit(bornAt));
}

/** One more ticket, and one price that moved. */
export function anotherDay(business: Business, bornAt: Date): void {
  const next = `T-${business.things('till').length + 1}`;
  const at = new Date(bornAt.getTime() + DAY);
  business.put({ role: 'till', type: 'Sale', id: next, facet: sale(next, at) }, at);
  business.put({ role: 'shop', type: 'Variant', id: 'MUG-01', facet: variant('MUG-01', '7.95') }, at);
}

function product(sku: string, name: string): JsonObject {
  const texts = { description: {}, summary: {}, slug: {}, metaTitle: {}, metaDescription: {} };
  const lists = { categories: [], images: [], features: [], tags: [], pack: [] };
  const unknown = { brand: null, weight: null, condition: null, createdAt: null, updatedAt: null };
  return {
    ...texts,
    ...lists,
    ...unknown,
    name: { fr: name },
    variants: [ref('Variant', sku)],
    active: true,
    kind: 'simple',
  };
}

function variant(sku: string, price: string): JsonObject {
  const unknown = { gtin: null, mpn: null, costPrice: null, ecotax: null, defaultGroup: null, weight: null };
  const lists = { options: [], priceRules: [], suppliers: [], images: [] };
  const tax = { conversion: {}, taxRates: { FR: '20' }, defaultMarket: 'FR', groupReductions: {} };
  const shown = { isDefault: true, active: true, minimalQuantity: 1, shopQuantity: 9, position: 0 };
  return { ...unknown, ...lists, ...tax, ...shown, product: ref('Product', sku), sku, listPrice: euro(price) };
}

function carrier(): JsonObject {
  const limits = { freeFromAmount: null, freeFromWeight: null, maxWeight: null, outOfRange: 'highest', handling: '0' };
  return { name: 'Domicile', delay: { fr: '48 h' }, active: true, isFree: true, rates: [], taxRates: {}, ...limits };
}

function customer(): JsonObject {
  const unknown = { company: null, companyNumber: null, vatNumber: null, birthday: null, language: null, note: null };
  const rest = { groups: [], defaultGroup: null, addresses: [], createdAt: null, updatedAt: null };
  const flags = { active: true, guest: false, newsletter: false };
  return { ...unknown, ...rest, ...flags, email: 'lea@example.com', firstName: 'Léa', lastName: 'Petit' };
}

function order(bornAt: Date): JsonObject {
  const parts = ['shipping', 'shippingWithTax', 'discounts', 'discountsWithTax', 'wrapping', 'wrappingWithTax'];
  const sums = ['products', 'productsWithTax', 'total', 'totalWithTax', 'paid'];
  const totals = Object.fromEntries([
    ...parts.map((part) => [part, euro('0.00')]),
    ...sums.map((sum) => [sum, euro('129.00')]),
  ]) as JsonObject;
  const lists = { history: [], lines: [], payments: [], trackingNumbers: [], invoices: [], refunds: [] };
  const unknown = { shippingAddress: null, billingAddress: null, carrier: null, note: null, updatedAt: null };
  const placedAt = new Date(bornAt.getTime() - DAY).toISOString();
  const named = { reference: 'R-1', number: '1', status: 'PAID', statusLabel: { fr: 'Payée' } };
  const money = { totals, conversionRate: '1', mainCurrency: 'EUR' };
  return { ...lists, ...unknown, ...named, ...money, placedAt, customer: ref('Customer', 'lea') };
}

function sale(number: string, at: Date): JsonObject {
  const totalWithTax = euro('9.90');
  const line = { variant: ref('Variant', 'MUG-01'), sku: 'MUG-01', gtin: null, name: 'Mug émaillé 𝄞', quantity: 1 };
  const amounts = { unitPriceWithTax: totalWithTax, total: euro('8.25'), totalWithTax, taxRate: '20' };
  const unknown = { location: null, customer: null, loyaltyNumber: null, hash: null, session: null };
  const named = { number, sequence: Number(number.slice(2)), till: 'A', soldAt: at.toISOString() };
  return { ...unknown, ...named, lines: [{ ...line, ...amounts }], payments: [], total: euro('8.25'), totalWithTax };
}

function edit(bornAt: Date): JsonObject {
  const line = { line: 2, key: { sku: 'MUG-01' }, values: { price: '7.95' }, locale: null, other: {} };
  const about = { name: 'printemps.csv', direction: 'import', idBy: 'prodref', receivedAt: bornAt.toISOString() };
  return { ...about, lines: [line], failures: [], todo: null };
}
