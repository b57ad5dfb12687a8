import {
  PermanentError,
  type BrickCommands,
  type FulfilmentCommands,
  type JsonObject,
  type PlaceOrder,
  type ShopCommands,
  type TillCommands,
} from '#sdk';
import type { Business } from './business.ts';
import { handsOn, ref, touched, type Hands } from './hands.ts';

/** A business can be told everything; every effect is noted, so that tests can count. */
export function commandsOf(business: Business): BrickCommands {
  const hands = handsOn(business);
  return { ...shopCommands(hands), ...peopleCommands(hands), ...fulfilmentCommands(hands), ...tillCommands(hands) };
}

function shopCommands({ business, change, create }: Hands): Omit<ShopCommands, 'setStock' | 'eraseCustomer'> {
  return {
    async placeOrder(order, delivery) {
      const lines = await Promise.all(
        order.lines.map(async (line) => ({ ...line, variant: await ref(delivery, 'Variant', line.variant) })),
      );
      const facet = orderFacet(order, lines as unknown as JsonObject[]);
      return create(delivery, { role: 'shop', type: 'Order', facet }, { type: 'Order', hubId: order.order });
    },
    setOrderStatus: ({ order: hubId, status }, delivery) =>
      change(delivery, { role: 'shop', type: 'Order', hubId }, () => ({ status })),
    addTracking: ({ order: hubId, trackingNumber }, delivery) =>
      change(delivery, { role: 'shop', type: 'Order', hubId }, ({ trackingNumbers }) => ({
        trackingNumbers: [...new Set([...textsOf(trackingNumbers), trackingNumber])],
      })),
    setVariantPrice: ({ variant: hubId, listPrice }, delivery) =>
      change(delivery, { role: 'shop', type: 'Variant', hubId }, () => ({ listPrice: { ...listPrice } })),
    updateProduct: ({ product: hubId, changes }, delivery) =>
      change(delivery, { role: 'shop', type: 'Product', hubId }, (facet) => merged(facet, changes as JsonObject)),
    async upsertCustomer({ customer: hubId, ...customer }, delivery) {
      const known = business
        .things('shop')
        .find(({ type, facet }) => type === 'Customer' && facet['email'] === customer.email);
      if (!known) {
        const facet = { ...CUSTOMER, ...customer } as JsonObject;
        return create(delivery, { role: 'shop', type: 'Customer', facet }, { type: 'Customer', hubId });
      }
      const { firstName, lastName } = customer;
      business.put({ ...known, facet: { ...known.facet, firstName, lastName } });
      business.effects.push({ message: delivery.message, on: `Customer/${known.id}` });
      return touched('shop', `Customer/${known.id}`);
    },
  };
}

/** Whoever they are at the till, they are nobody there either. */
function peopleCommands({ business }: Hands): Pick<ShopCommands, 'eraseCustomer'> {
  return {
    async eraseCustomer({ customer }, delivery) {
      const id = await delivery.externalId('Customer', customer);
      if (id === null)
        throw new PermanentError({
          code: 'CUSTOMER_UNKNOWN',
          message: 'The hub does not know which customer of the business this is.',
          remedy: 'Look for the person there and erase them by hand; then discard the message.',
        });
      const found = (['shop', 'till'] as const).flatMap((role) =>
        business.things(role).filter((one) => ['Customer', 'TillCustomer'].includes(one.type) && one.id === id),
      );
      for (const thing of found) {
        const nobody = {
          firstName: '',
          lastName: '',
          email: '',
          phone: null,
          company: null,
          note: null,
          birthday: null,
        };
        const known = Object.entries(nobody).filter(([field]) => field in thing.facet);
        const addresses = 'addresses' in thing.facet ? { addresses: [] } : {};
        business.put({ ...thing, facet: { ...thing.facet, ...Object.fromEntries(known), ...addresses } });
        business.effects.push({ message: delivery.message, on: `${thing.type}/${thing.id}` });
      }
      return { touched: found.map(({ role, type, id: thing }) => ({ kind: role, ids: [`${type}/${thing}`] })) };
    },
  };
}

/** Stock is fulfilment's where it has any, else the shop's own. */
function fulfilmentCommands({ business, change, create }: Hands): FulfilmentCommands {
  return {
    async setStock({ variant: hubId, quantity }, delivery) {
      const own = business.things('fulfilment').some(({ type }) => type === 'StockItem');
      if (!own) return change(delivery, { role: 'shop', type: 'Variant', hubId }, () => ({ shopQuantity: quantity }));
      const where = { role: 'fulfilment' as const, type: 'StockItem', entity: 'Variant', hubId };
      return change(delivery, where, () => ({ onHand: quantity, available: quantity }));
    },
    async fulfilOrder(order, delivery) {
      const lines = await Promise.all(
        order.lines.map(async ({ variant, sku, name, quantity }) => ({
          ...{ sku: sku ?? '', name, quantity, reserved: quantity, toShip: quantity, shelf: null },
          variant: await ref(delivery, 'Variant', variant),
        })),
      );
      const { reference, number, placedAt } = order;
      const facet = {
        reference,
        number,
        placedAt,
        status: 'OPEN',
        statusLabel: 'open',
        location: null,
        batch: null,
        lines,
      };
      return create(
        delivery,
        { role: 'fulfilment', type: 'FulfilmentOrder', facet },
        { type: 'Order', hubId: order.order },
      );
    },
    async createPurchaseOrder({ purchaseOrder, supplier, location, lines, currency, ...order }, delivery) {
      const facet = {
        ...order,
        ...{ status: 'DRAFT', statusLabel: 'draft', createdAt: null, updatedAt: null, total: null },
        supplier: await ref(delivery, 'Supplier', supplier),
        location: location === null ? null : await ref(delivery, 'Location', location),
        lines: await Promise.all(
          lines.map(async ({ variant, sku, quantity, unitPrice }) => ({
            ...{ sku, quantity, supplierSku: null, name: null, received: 0, packQuantity: 1 },
            variant: await ref(delivery, 'Variant', variant),
            price: unitPrice === null ? null : { amount: unitPrice, currency },
          })),
        ),
      };
      const created = { type: 'PurchaseOrder', hubId: purchaseOrder };
      return create(delivery, { role: 'fulfilment', type: 'PurchaseOrder', facet }, created);
    },
  };
}

function tillCommands({ business }: Hands): TillCommands {
  return {
    async putItems({ items }, delivery) {
      const ids: string[] = [];
      for (const { variant, sku, gtin, name, priceWithTax } of items) {
        const id = (await delivery.externalId('Variant', variant)) ?? sku;
        const facet = { sku, gtin, name, priceWithTax: { ...priceWithTax } };
        business.put({ role: 'till', type: 'TillItem', id, facet });
        business.effects.push({ message: delivery.message, on: `TillItem/${id}` });
        ids.push(`TillItem/${id}`);
      }
      return { touched: [{ kind: 'till', ids }] };
    },
  };
}

const CUSTOMER = {
  ...{
    companyNumber: null,
    vatNumber: null,
    birthday: null,
    active: true,
    guest: false,
    groups: [],
    defaultGroup: null,
  },
  ...{ note: null, addresses: [], createdAt: null, updatedAt: null, language: null },
};

function orderFacet(order: PlaceOrder, lines: readonly JsonObject[]): JsonObject {
  const { totals, currency, payment } = order;
  const money = (amount: string): JsonObject => ({ amount, currency });
  const status = payment.paid ? 'PAID' : 'PENDING';
  const address = (one: typeof order.shippingAddress): JsonObject => ({
    ...{ externalId: '', alias: null, state: null, mobile: null },
    ...one,
  });
  return {
    ...{ reference: order.reference, number: order.reference, status, statusLabel: {}, placedAt: order.placedAt },
    ...{ updatedAt: order.placedAt, customer: null, carrier: null, trackingNumbers: [], invoices: [], refunds: [] },
    ...{ note: order.note, conversionRate: '1', mainCurrency: currency },
    history: [],
    lines: lines.map((line, index) => ({
      ...{ externalId: String(index + 1), gtin: null, refundedQuantity: 0, variant: line['variant'] ?? null },
      ...{ sku: line['sku'] ?? null, name: line['name'] ?? '', quantity: line['quantity'] ?? 0 },
      ...{ unitPrice: line['unitPrice'] ?? null, unitPriceWithTax: line['unitPriceWithTax'] ?? null },
      ...{ total: line['unitPrice'] ?? null, totalWithTax: line['unitPriceWithTax'] ?? null },
      taxRate: line['taxRate'] ?? null,
    })),
    totals: {
      products: money(totals.products),
      productsWithTax: money(totals.productsWithTax),
      shipping: money(totals.shipping),
      shippingWithTax: money(totals.shippingWithTax),
      ...{ discounts: money('0'), discountsWithTax: money('0'), wrapping: money('0'), wrappingWithTax: money('0') },
      total: money(totals.total),
      totalWithTax: money(totals.totalWithTax),
      paid: money(payment.paid ? totals.totalWithTax : '0'),
    },
    payments: [],
    shippingAddress: address(order.shippingAddress),
    billingAddress: address(order.billingAddress),
  };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Texts are laid over language by language. */
function merged(facet: JsonObject, changes: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(changes).map(([key, value]) => {
      const before = facet[key];
      const both = isObject(before) && isObject(value);
      return [key, both ? { ...before, ...value } : value];
    }),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
