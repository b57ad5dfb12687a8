import type { Command, Delivery, JsonObject, PlaceOrder } from '#sdk';
import { exact, money } from '../mapper/decimal.ts';
import type { KeptOrder } from '../mapper/kept-order.ts';
import { MARK } from '../mapper/marks.ts';
import { WRITTEN } from '../mapper/order-status.ts';
import { adjustment, lineItems, marks, toBilling, toShipping } from '../order-body.ts';
import { idOf, part, text } from '../record.ts';
import type { Rest } from '../rest.ts';
import { accessTo, marked, type Access } from './access.ts';
import { ensureCustomer } from './customer.ts';
import { refusal } from './refusal.ts';
import { findVariant } from './variant.ts';

/**
 * An order that the hub took. It is made unpaid, given what its sum lacks, and then gets its status: each step finds
 * what an earlier try left, by the mark among the buyer's orders.
 */
export function placeOrder(rest: Rest): Command<PlaceOrder> {
  return async (order, delivery) => {
    const access = accessTo(rest, delivery.signal);
    const { shop } = await access.shop();
    if (order.currency !== shop.currency) throw otherCurrency(order.currency, shop.currency);
    const variants = await variantsOf(access, order, delivery);
    const shipping = await shippingLine(access, order, delivery);
    // As the shop's own checkout does, a new account keeps the address to which it is invoiced.
    const billing = toBilling(order.billingAddress, order.customer.email);
    const customer = await ensureCustomer(access, order.customer, delivery, { billing });
    const mine = await access.some('orders', { customer: customer.id, status: 'any,trash' });
    const found = marked(mine, MARK.id, order.order);
    const body =
      found ??
      (await access.create('orders', await orderBody(access, order, { customer: customer.id, variants, shipping })));
    const lacking = adjustment(body, order.totals.totalWithTax);
    if (lacking) await access.change(`orders/${idOf(body)}`, lacking);
    await settle(access, order, body);
    return {
      created: [
        { type: 'Order', hubId: order.order, externalId: idOf(body) },
        ...(customer.isNew ? [{ type: 'Customer', hubId: order.customer.id, externalId: customer.id }] : []),
      ],
      touched: [
        { kind: 'customers', ids: [customer.id] },
        { kind: 'orders', ids: [idOf(body)] },
        { kind: 'products', ids: [...new Set(variants.map((variant) => variant.split('-')[0] ?? ''))] },
      ],
    };
  };
}

/** Paid: its goods are taken out of stock. Only where it is still as it was made. */
async function settle(access: Access, order: PlaceOrder, body: JsonObject): Promise<void> {
  if (text(body, 'status') !== 'pending' || !order.payment.paid) return;
  const status = order.onBackorder ? 'ON_BACKORDER' : 'PAID';
  await access.change(`orders/${idOf(body)}`, {
    ...{ status: WRITTEN[status], transaction_id: order.payment.transactionId ?? '' },
    meta_data: [{ key: MARK.status, value: status }],
  });
}

async function variantsOf(access: Access, { lines }: PlaceOrder, delivery: Delivery): Promise<string[]> {
  const found: string[] = [];
  for (const { variant, sku } of lines) {
    const asked = { hubId: variant, sku, code: 'ORDER_PRODUCT_UNKNOWN' } as const;
    const { product, variation } = await findVariant(access, asked, delivery);
    found.push(`${product}-${variation}`);
  }
  return found;
}

/** The method that is the carrier, by its name and number. */
async function shippingLine(access: Access, { carrier, totals }: PlaceOrder, delivery: Delivery): Promise<JsonObject> {
  const externalId = await delivery.externalId('Carrier', carrier);
  const [, zone, instance] = /^(\d+)-(\d+)$/.exec(externalId ?? '') ?? [];
  const method = zone === undefined ? null : await access.find(`shipping/zones/${zone}/methods/${instance ?? ''}`);
  if (!method) throw carrierGone(externalId);
  return {
    ...{ method_id: text(method, 'method_id') ?? 'flat_rate', instance_id: instance ?? '' },
    ...{ method_title: text(method, 'title') ?? text(part(method, 'settings'), 'title') ?? '', total: totals.shipping },
  };
}

interface Found {
  customer: string;
  variants: readonly string[];
  shipping: JsonObject;
}

async function orderBody(
  access: Access,
  order: PlaceOrder,
  { customer, variants, shipping }: Found,
): Promise<JsonObject> {
  const { related, shop } = await access.shop();
  const lines = order.lines.map(({ name, quantity, unitPrice, taxRate }, at) => ({
    ...{ variant: variants[at] ?? null, name, quantity, taxRate, isTaken: false },
    total: exact(unitPrice.amount).times(quantity).toFixed(),
  }));
  const { vatNumber } = order.billingAddress;
  return {
    ...{ customer_id: Number(customer), status: 'pending', currency: order.currency, created_via: 'mortar' },
    ...{ payment_method: 'mortar', payment_method_title: order.payment.method, customer_note: order.note ?? '' },
    billing: toBilling(order.billingAddress, order.customer.email),
    shipping: toShipping(order.shippingAddress),
    ...lineItems(lines, order.shippingAddress.country, related),
    shipping_lines: [shipping],
    meta_data: marks(order.order, keptOf(order, shop.currency, text(shipping, 'method_title')), vatNumber),
  };
}

function keptOf(order: PlaceOrder, mainCurrency: string, carrier: string | null): KeptOrder {
  const { totals, currency, payment, placedAt } = order;
  const of = (amount: string): KeptOrder['totals']['total'] => money(exact(amount), currency);
  return {
    ...{ reference: order.reference, number: order.reference, placedAt, carrier, note: order.note },
    totals: {
      ...{ products: of(totals.products), productsWithTax: of(totals.productsWithTax) },
      ...{ shipping: of(totals.shipping), shippingWithTax: of(totals.shippingWithTax) },
      ...{ discounts: of(totals.discountsWithTax), discountsWithTax: of(totals.discountsWithTax) },
      ...{
        wrapping: of('0'),
        wrappingWithTax: of('0'),
        total: of(totals.total),
        totalWithTax: of(totals.totalWithTax),
      },
      paid: of(payment.paid ? totals.totalWithTax : '0'),
    },
    lines: order.lines.map(({ sku, name, quantity, unitPrice, unitPriceWithTax, taxRate }) => ({
      ...{ sku, gtin: null, name, quantity, unitPrice, unitPriceWithTax, taxRate },
      total: of(exact(unitPrice.amount).times(quantity).toFixed()),
      totalWithTax: of(exact(unitPriceWithTax.amount).times(quantity).toFixed()),
    })),
    payments: payment.paid
      ? [
          {
            method: payment.method,
            amount: of(totals.totalWithTax),
            at: placedAt,
            transactionId: payment.transactionId,
          },
        ]
      : [],
    ...{ history: [], trackingNumbers: [], conversionRate: '1', mainCurrency },
  };
}

function otherCurrency(given: string, own: string): Error {
  return refusal(
    'ORDER_CURRENCY_MISSING',
    `The order is in ${given}, the shop sells in ${own}.`,
    'Place the order in another brick.',
  );
}

function carrierGone(externalId: string | null): Error {
  return refusal(
    'ORDER_CARRIER_GONE',
    'The shop has no such shipping method (any more).',
    'Sync the shop, and place the order with a carrier that is there.',
    externalId === null ? undefined : `method ${externalId}`,
  );
}
