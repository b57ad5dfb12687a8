import type { AddressFacet, Aggregate, OrderFacet, Projected, RawRecord, Related } from '#sdk';
import { toUtc } from '../shop-time.ts';
import { ADDRESS_KINDS, toAddress } from './address.ts';
import { carrierName } from './carrier.ts';
import { decimal, plain } from './decimal.ts';
import { toLines } from './order-lines.ts';
import { byId, toInvoices, toPayments, toRefunds, toTotals } from './order-papers.ts';
import { toStatus } from './order-status.ts';
import { ref, text } from '../record.ts';
import { SETTING_KINDS, shopSettings } from './shop-settings.ts';

const CHILDREN = ['order_details', 'order_histories', 'order_invoices', 'order_slip', 'order_carriers'] as const;
const REFERENCE_KINDS = [...SETTING_KINDS, ...ADDRESS_KINDS, 'order_states', 'carriers', 'taxes'] as const;

/** An order with all that hangs on it, and its invoices. */
export const orders: Aggregate = {
  root: 'orders',
  reads: [
    ...CHILDREN.map((kind) => ({ kind, as: 'children' as const })),
    { kind: 'order_payments', as: 'children', by: 'key' },
    { kind: 'addresses', as: 'siblings' },
    ...REFERENCE_KINDS.map((kind) => ({ kind, as: 'all' as const })),
  ],
  project(root, related) {
    const { currencies, mainCurrency } = shopSettings(related);
    const currency = currencies.get(ref(root.body, 'id_currency') ?? '') ?? mainCurrency;
    const invoices = toInvoices(root, currency, related);
    const order: Projected = { type: 'Order', externalId: root.id, facet: toOrder(root, currency, invoices, related) };
    return [order, ...invoices];
  },
};

function toOrder(root: RawRecord, currency: string, invoices: readonly Projected[], related: Related): OrderFacet {
  const { body } = root;
  const { timezone, mainCurrency } = shopSettings(related);
  const { status, label } = toStatus(ref(body, 'current_state'), related);
  const customer = ref(body, 'id_customer');
  const rate = decimal(body, 'conversion_rate');
  return {
    reference: text(body, 'reference') ?? root.id,
    number: root.id,
    status,
    statusLabel: label,
    history: history(related),
    placedAt: toUtc(text(body, 'date_add'), timezone),
    updatedAt: toUtc(text(body, 'date_upd'), timezone),
    customer: customer && related.hubId('Customer', customer),
    lines: toLines(root, currency, related),
    totals: toTotals(root, currency),
    payments: toPayments(currency, related),
    shippingAddress: address(ref(body, 'id_address_delivery'), related),
    billingAddress: address(ref(body, 'id_address_invoice'), related),
    ...delivery(root, related),
    invoices: invoices.map(({ externalId }) => related.hubId('Invoice', externalId)),
    refunds: toRefunds(currency, related),
    note: text(body, 'note'),
    conversionRate: rate.isZero() ? '1' : plain(rate),
    mainCurrency,
  };
}

function history(related: Related): OrderFacet['history'] {
  const { timezone } = shopSettings(related);
  const entries = byId(related.children('order_histories')).map(({ body }) => ({
    at: toUtc(text(body, 'date_add'), timezone),
    ...toStatus(ref(body, 'id_order_state'), related),
  }));
  return entries.sort((one, other) =>
    (one.at ?? '') < (other.at ?? '') ? -1 : (one.at ?? '') > (other.at ?? '') ? 1 : 0,
  );
}

/** Also one that the customer has deleted since: the shop keeps it for its orders. */
function address(id: string | null, related: Related): AddressFacet | null {
  if (id === null) return null;
  const record = related.siblings('addresses').find((sibling) => sibling.id === id) ?? related.get('addresses', id);
  return record ? toAddress(record, related) : null;
}

/** The carrier and numbers of all parcels; the last parcel's carrier is the order's. */
function delivery({ body }: RawRecord, related: Related): Pick<OrderFacet, 'carrier' | 'trackingNumbers'> {
  const parcels = byId(related.children('order_carriers'));
  const last = parcels.at(-1);
  const carrier = related.get('carriers', (last && ref(last.body, 'id_carrier')) ?? ref(body, 'id_carrier') ?? '');
  const numbers = parcels.flatMap((parcel) => text(parcel.body, 'tracking_number') ?? []);
  const own = text(body, 'shipping_number');
  return {
    carrier: carrier ? carrierName(carrier.body, shopSettings(related)) : null,
    trackingNumbers: [...new Set(own === null ? numbers : [...numbers, own])],
  };
}
