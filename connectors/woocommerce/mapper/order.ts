import type { Aggregate, JsonObject, OrderFacet, Projected, RawRecord, Related } from '#sdk';
import { metaText, ref, text, texts, toUtc } from '../record.ts';
import { toAddress } from './address.ts';
import { exact, money } from './decimal.ts';
import { keptOrder, linesAsKept, type KeptOrder } from './kept-order.ts';
import { keptFacts, keptText, MARK } from './marks.ts';
import { carrierName, toLines, toTotals, variantOf } from './order-lines.ts';
import { toStatus } from './order-status.ts';
import { byId, refundedQuantities, toRefund } from './refund.ts';
import { adminUrl, SHOP_KINDS, shopOf } from './shop.ts';
import { trackingNumbers } from './tracking.ts';

/** Baskets that were never ordered, and the trash. */
const NOT_ORDERED = new Set(['checkout-draft', 'auto-draft', 'draft', 'trash']);

export const orders: Aggregate = {
  root: 'orders',
  reads: [{ kind: 'refunds', as: 'children' }, ...SHOP_KINDS.map((kind) => ({ kind, as: 'all' as const }))],
  project(root, related) {
    if (NOT_ORDERED.has(text(root.body, 'status') ?? '')) return [];
    const url = adminUrl(shopOf(related), `post.php?post=${root.id}&action=edit`);
    return [{ type: 'Order', externalId: root.id, ...url, facet: toOrder(root, related) } satisfies Projected];
  },
};

function toOrder(root: RawRecord, related: Related): OrderFacet {
  const { body, id } = root;
  const { language, currency: mainCurrency } = shopOf(related);
  const facts = keptFacts(body);
  const kept = keptOrder(facts, body);
  const currency = text(body, 'currency') ?? mainCurrency;
  const refunds = byId(related.children('refunds')).map((refund) => toRefund(refund, currency));
  const refunded = refundedQuantities(refunds);
  const shown = toStatus(text(body, 'status') ?? '', metaText(body, MARK.status), language);
  const customer = ref(body, 'customer_id');
  const number = text(body, 'number') ?? id;
  const billing = toAddress(body, 'billing', id);
  return {
    reference: keptText(facts, 'reference') ?? number,
    number: keptText(facts, 'number') ?? number,
    status: shown.status,
    statusLabel: shown.label,
    history: kept?.history ?? history(body, language),
    placedAt: keptText(facts, 'placedAt') ?? toUtc(text(body, 'date_created_gmt')),
    updatedAt: toUtc(text(body, 'date_modified_gmt')),
    customer: customer === null ? keptText(facts, 'customer') : related.hubId('Customer', customer),
    lines: kept
      ? linesAsKept(kept, body, { variantOf: (line) => variantOf(line, related), refunded })
      : toLines(body, { currency, refunded, related }),
    totals: kept?.totals ?? toTotals(root, currency),
    payments: kept ? paymentsOf(kept, body) : payments(body, currency),
    shippingAddress: toAddress(body, 'shipping', id) ?? billing,
    billingAddress: billing,
    carrier: kept?.carrier ?? carrierName(body),
    trackingNumbers: [...new Set([...(kept?.trackingNumbers ?? []), ...trackingNumbers(body)])],
    invoices: texts(facts, 'invoices'),
    refunds,
    note: kept?.note ?? text(body, 'customer_note'),
    conversionRate: kept?.conversionRate ?? '1',
    mainCurrency: kept?.mainCurrency ?? mainCurrency,
  };
}

/** What was kept, until the shop itself takes money for what had none. */
function paymentsOf(kept: KeptOrder, body: JsonObject): OrderFacet['payments'] {
  const { currency } = kept.totals.totalWithTax;
  return kept.payments.length > 0 ? kept.payments : payments(body, currency);
}

function payments(body: JsonObject, currency: string): OrderFacet['payments'] {
  const at = toUtc(text(body, 'date_paid_gmt'));
  if (at === null) return [];
  const method = text(body, 'payment_method_title') ?? text(body, 'payment_method') ?? '';
  const amount = money(exact(text(body, 'total')), currency);
  return [{ method, amount, at, transactionId: text(body, 'transaction_id') }];
}

/** WooCommerce keeps three instants; what lay between is in its notes only. */
function history(body: JsonObject, language: string): OrderFacet['history'] {
  const steps = [
    ['date_created_gmt', 'pending'],
    ['date_paid_gmt', 'processing'],
    ['date_completed_gmt', 'completed'],
  ] as const;
  return steps.flatMap(([field, status]) => {
    const at = toUtc(text(body, field));
    return at === null ? [] : [{ at, ...toStatus(status, null, language) }];
  });
}
