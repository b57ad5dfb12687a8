import { randomInt } from 'node:crypto';
import type { JsonObject, PlaceOrder, PostalAddress } from '#sdk';
import type { Overlay } from '../../../mirror/index.ts';
import type { AddressFacet, CustomerFacet, OrderFacet, OrderStatus } from '../facets.ts';
import type { OrderRequest } from './order.schema.ts';
import type { Quote } from './quote.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** As PrestaShop writes them: 9 capital letters. 26^9 of them, so that no two orders ever have the same. */
export function newReference(): string {
  return Array.from({ length: 9 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

export interface OrderIds {
  order: string;
  /** Hub id of the buyer, new or known. */
  customer: string;
  reference: string;
  placedAt: string;
}

export type PlacedRequest = OrderRequest & { payment: NonNullable<OrderRequest['payment']> };

/** What the shop is told. */
export function toPlaceOrder(quoted: Quote, asked: PlacedRequest, ids: OrderIds, onBackorder: boolean): PlaceOrder {
  const { known, email } = quoted.customer;
  // One that only an earlier order of the hub made may be the very one that the shop refused for its name.
  const told = known && !known.externalId.startsWith('msg_') ? known.facet : null;
  const { order, reference, placedAt } = ids;
  const billing = asked.billingAddress ?? asked.shippingAddress;
  return {
    order,
    reference,
    placedAt,
    currency: quoted.currency,
    locale: asked.locale,
    customer: {
      id: ids.customer,
      email,
      firstName: told?.firstName ?? asked.customer.firstName ?? billing.firstName,
      lastName: told?.lastName ?? asked.customer.lastName ?? billing.lastName,
    },
    shippingAddress: asked.shippingAddress,
    billingAddress: billing,
    lines: quoted.lines.map(({ variant, name, quantity, unitPrice, unitPriceWithTax, taxRate }) => ({
      variant: variant.id,
      sku: variant.facet.sku,
      name,
      quantity,
      unitPrice,
      unitPriceWithTax,
      taxRate,
    })),
    carrier: quoted.carrier.row.id,
    totals: quoted.totals,
    payment: asked.payment,
    onBackorder,
    note: asked.note,
  };
}

/** What queries show until the shop shows it itself. */
export function placedOverlays(quoted: Quote, order: PlaceOrder): Overlay[] {
  const creates = { type: 'Order', hubId: order.order, patch: orderFacet(quoted, order) as unknown as JsonObject };
  const overlays: Overlay[] = [{ ...creates, creates: true }];
  if (quoted.customer.known === null) {
    const patch = customerFacet(order) as unknown as JsonObject;
    overlays.push({ type: 'Customer', hubId: order.customer.id, patch, creates: true });
  }
  return overlays;
}

export function statusOf({ payment, onBackorder }: PlaceOrder): OrderStatus {
  if (!payment.paid) return 'PENDING';
  return onBackorder ? 'ON_BACKORDER' : 'PAID';
}

function orderFacet(quoted: Quote, order: PlaceOrder): OrderFacet {
  const { currency, totals, payment, placedAt } = order;
  const money = (amount: string): { amount: string; currency: string } => ({ amount, currency });
  const status = statusOf(order);
  const label = { fr: 'Prise par le hub', en: 'Taken by the hub' };
  return {
    reference: order.reference,
    number: '',
    status,
    statusLabel: label,
    history: [{ at: placedAt, status, label }],
    placedAt,
    updatedAt: placedAt,
    customer: order.customer.id,
    lines: quoted.lines.map(
      ({ variant, name, quantity, unitPrice, unitPriceWithTax, total, totalWithTax, taxRate }) => ({
        externalId: variant.id,
        variant: variant.id,
        sku: variant.facet.sku,
        gtin: variant.facet.gtin,
        name,
        quantity,
        refundedQuantity: 0,
        ...{ unitPrice, unitPriceWithTax, total, totalWithTax, taxRate },
      }),
    ),
    totals: {
      products: money(totals.products),
      productsWithTax: money(totals.productsWithTax),
      shipping: money(totals.shipping),
      shippingWithTax: money(totals.shippingWithTax),
      discounts: money('0'),
      discountsWithTax: money(totals.discountsWithTax),
      wrapping: money('0'),
      wrappingWithTax: money('0'),
      total: money(totals.total),
      totalWithTax: money(totals.totalWithTax),
      paid: money(payment.paid ? totals.totalWithTax : '0'),
    },
    payments: payment.paid
      ? [
          {
            method: payment.method,
            amount: money(totals.totalWithTax),
            at: placedAt,
            transactionId: payment.transactionId,
          },
        ]
      : [],
    shippingAddress: addressFacet(order.shippingAddress),
    billingAddress: addressFacet(order.billingAddress),
    carrier: quoted.carrier.row.facet.name,
    trackingNumbers: [],
    invoices: [],
    refunds: [],
    note: order.note,
    conversionRate: quoted.rate,
    mainCurrency: quoted.mainCurrency,
  };
}

function addressFacet(address: PostalAddress): AddressFacet {
  return { ...address, externalId: '', alias: null, state: null, mobile: null };
}

function customerFacet({ customer, locale, placedAt, shippingAddress }: PlaceOrder): CustomerFacet {
  return {
    email: customer.email,
    firstName: customer.firstName,
    lastName: customer.lastName,
    company: null,
    companyNumber: null,
    vatNumber: null,
    birthday: null,
    language: locale,
    active: true,
    guest: false,
    newsletter: false,
    groups: [],
    defaultGroup: null,
    note: null,
    addresses: [addressFacet(shippingAddress)],
    createdAt: placedAt,
    updatedAt: placedAt,
  };
}
