import {
  defineStage,
  type AddressFacet,
  type CustomerFacet,
  type IntakeContext,
  type IntakeItem,
  type IntakeStage,
  type JsonObject,
  type OrderFacet,
} from '#sdk';
import { marked } from '../commands/access.ts';
import { exact } from '../mapper/decimal.ts';
import type { KeptOrder } from '../mapper/kept-order.ts';
import { linesOf } from '../mapper/kept-order.ts';
import { MARK } from '../mapper/marks.ts';
import { WRITTEN } from '../mapper/order-status.ts';
import { adjustment, lineItems, marks, toBilling, toShipping } from '../order-body.ts';
import { idOf, text } from '../record.ts';
import type { Target } from './target.ts';
import { loss, words } from './words.ts';

type Item = IntakeItem<OrderFacet>;
type Lines = OrderFacet['lines'];

/** Orders as they were: made unpaid, given what their sum lacks, then their status and what was paid back. */
export function orderStage(target: Target): IntakeStage {
  return defineStage<OrderFacet>({
    kind: 'Order',
    requests: ({ body }) => 3 + body.refunds.length,
    limits: [
      loss(
        'number',
        words('WooCommerce numbers and dates orders itself.', 'WooCommerce numérote et date lui-même les commandes.'),
        words(
          'The reference, the number and the date are kept in the meta _mortar_kept, and the hub goes on showing them.',
          'La référence, le numéro et la date sont gardés dans la méta _mortar_kept, et le hub continue de les montrer.',
        ),
      ),
    ],
    losses: ({ body }) => (body.invoices.length > 0 ? [INVOICES] : []),
    find: (item, context) => findOrder(target, item, context),
    async put(items, context) {
      const placed = [];
      for (const item of items) {
        const made = await target.rest.post('orders', await orderBody(target, item, context), context.signal);
        await settle(target, item, made, context);
        placed.push({ id: item.id, targetId: idOf(made) });
      }
      return placed;
    },
    async take(item, targetId, context) {
      await settle(target, item, await target.rest.get(`orders/${targetId}`, {}, context.signal), context);
      return [{ id: item.id, targetId }];
    },
  });
}

const INVOICES = loss(
  'invoices',
  words('There are no invoices in WooCommerce itself.', 'WooCommerce n’a pas de factures.'),
  words(
    'The hub goes on showing those of the old shop; keep their files, and number new ones with an extension, in a series of its own.',
    'Le hub continue de montrer celles de l’ancienne boutique ; conservez leurs fichiers et numérotez les nouvelles par une extension, dans une série à part.',
  ),
);

/** Who has no account is found by the e-mail in the address. */
async function buyerOf({ body }: Item, context: IntakeContext): Promise<{ id: string | null; email: string }> {
  if (body.customer === null) return { id: null, email: '' };
  const [customer] = (await context.source('Customer', [body.customer])) as unknown as IntakeItem<CustomerFacet>[];
  return { id: context.placed('Customer', body.customer), email: customer?.body.email ?? '' };
}

async function findOrder(target: Target, item: Item, context: IntakeContext): Promise<string | null> {
  const { id, email } = await buyerOf(item, context);
  const query =
    id !== null ? { customer: id } : { search: email || item.body.billingAddress?.lastName || item.body.reference };
  const found = await target.access(context.signal).some('orders', { ...query, status: 'any,trash' });
  const order = marked(found, MARK.id, item.id);
  return order ? idOf(order) : null;
}

/** What the shop has comes first: so are its numbers, and what is kept stands in the same order. */
function inOrder(lines: Lines, context: IntakeContext): { line: Lines[number]; variant: string | null }[] {
  const named = lines.map((line) => ({ line, variant: line.variant && context.placed('Variant', line.variant) }));
  return [...named.filter(({ variant }) => variant !== null), ...named.filter(({ variant }) => variant === null)];
}

async function orderBody(target: Target, item: Item, context: IntakeContext): Promise<JsonObject> {
  const { body } = item;
  const { related, shop } = await target.shop(context.signal);
  const { id: customer, email } = await buyerOf(item, context);
  const lines = inOrder(body.lines, context);
  const [billing, shipping] = [
    body.billingAddress ?? body.shippingAddress,
    body.shippingAddress ?? body.billingAddress,
  ];
  const [payment] = body.payments;
  const written = lines.map(({ line, variant }) => ({
    ...{ variant, name: line.name, quantity: Math.max(1, line.quantity), total: line.total.amount },
    ...{ taxRate: line.taxRate, isTaken: true },
  }));
  return {
    ...{
      customer_id: Number(customer ?? 0),
      status: 'pending',
      currency: body.totals.total.currency,
      created_via: 'mortar',
    },
    ...{ payment_method: 'mortar', payment_method_title: payment?.method ?? '', customer_note: body.note ?? '' },
    transaction_id: payment?.transactionId ?? '',
    ...(billing ? { billing: withState(toBilling(billing, email), billing) } : { billing: { email } }),
    ...(shipping ? { shipping: withState(toShipping(shipping), shipping) } : {}),
    ...lineItems(written, shipping?.country ?? shop.country, related),
    shipping_lines: [{ method_id: 'flat_rate', method_title: body.carrier ?? '', total: body.totals.shipping.amount }],
    meta_data: marks(item.id, keptOf(body, lines), billing?.vatNumber ?? null),
  };
}

function keptOf(body: OrderFacet, lines: readonly { line: Lines[number] }[]): KeptOrder {
  return {
    ...{ reference: body.reference, number: body.number, placedAt: body.placedAt, totals: body.totals },
    ...{ customer: body.customer, invoices: body.invoices },
    lines: lines.map(({ line: { externalId: _, variant: __, refundedQuantity: ___, ...line } }) => line),
    ...{ payments: body.payments, history: body.history, carrier: body.carrier, note: body.note },
    ...{ trackingNumbers: body.trackingNumbers, conversionRate: body.conversionRate, mainCurrency: body.mainCurrency },
  };
}

/** Each step looks whether an earlier try did it. */
async function settle(target: Target, { body }: Item, made: JsonObject, context: IntakeContext): Promise<void> {
  const id = idOf(made);
  const access = target.access(context.signal);
  const isUntouched = text(made, 'status') === 'pending';
  const lacking = isUntouched ? adjustment(made, body.totals.totalWithTax.amount) : null;
  if (lacking) await access.change(`orders/${id}`, lacking);
  const status = WRITTEN[body.status];
  if (isUntouched && status !== 'pending') {
    await access.change(`orders/${id}`, { status, meta_data: [{ key: MARK.status, value: body.status }] });
  }
  await refund(target, body, made, context);
}

/** The sum alone: lines of the old shop and their taxes are kept beside it. */
async function refund(
  target: Target,
  { refunds, lines }: OrderFacet,
  made: JsonObject,
  context: IntakeContext,
): Promise<void> {
  if (refunds.length === 0) return;
  const id = idOf(made);
  const access = target.access(context.signal);
  const there = await access.some(`orders/${id}/refunds`, {});
  const ids = newIds(lines, made, context);
  for (const one of refunds) {
    if (marked(there, MARK.id, one.externalId) || exact(one.totalWithTax.amount).isZero()) continue;
    const kept = {
      ...one,
      externalId: undefined,
      lines: one.lines.map((line) => ({ ...line, orderLine: ids.get(line.orderLine) ?? '' })),
    };
    await target.rest.post(
      `orders/${id}/refunds`,
      {
        ...{ amount: one.totalWithTax.amount, api_refund: false, api_restock: false },
        meta_data: [
          { key: MARK.id, value: one.externalId },
          { key: MARK.kept, value: JSON.stringify({ refund: kept, at: one.at }) },
        ],
      },
      context.signal,
    );
  }
}

/** From a line's number in the source to the one that it has now. */
function newIds(lines: Lines, made: JsonObject, context: IntakeContext): ReadonlyMap<string, string> {
  const now = linesOf(made).map(idOf);
  return new Map(inOrder(lines, context).map(({ line }, at) => [line.externalId, now[at] ?? '']));
}

function withState(fields: JsonObject, { state, phone, mobile }: AddressFacet): JsonObject {
  return { ...fields, state: state ?? '', phone: phone ?? mobile ?? '' };
}
