import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { newHubId } from '../../../mirror/index.ts';
import {
  cannot,
  deliveryOf,
  givenUp,
  isRefusal,
  refusal,
  type Refusal,
  repeated,
  submit,
  type Taken,
  toMessage,
  type Wish,
  ArgumentScopes,
  Scopes,
} from '../../graph/index.ts';
import { brickOf, toShopContext, type ShopContext } from '../context.ts';
import { textIn } from '../locale.ts';
import { BRICK, type Maybe } from '../resolvers/arguments.ts';
import { toOrder, toVariant } from '../types/index.ts';
import { OrderInput } from './order.input.ts';
import {
  OrderCommandResult,
  PreviewOrderResult,
  type CarrierOffer,
  type OrderCommandAnswer,
  type PreviewOrderAnswer,
} from './order-preview.type.ts';
import { orderSchema, type OrderRequest } from './order.schema.ts';
import { newReference, placedOverlays, toPlaceOrder, type PlacedRequest } from './placed-order.ts';
import { quote, type Quote, type QuotedCarrier } from './quote.ts';
import { leftOf, stockOnHand, type StockOnHand } from './stock-on-hand.ts';

export const IDEMPOTENCY_KEY = {
  nullable: true,
  description: 'A word of your own for this wish. Sent twice, it is done once, and answered the same both times.',
};

@Resolver()
export class OrderCommandResolver {
  @ArgumentScopes('customers:read', 'input.customer.id')
  @Scopes('orders:read', 'orders:write')
  @Query(() => PreviewOrderResult, {
    description:
      'What an order would come to, without placing it: prices, taxes, carriers, stock. Works while the shop is down.',
  })
  async previewOrder(
    @Arg('input', () => OrderInput, { description: 'The order.' }) input: OrderInput,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<PreviewOrderAnswer> {
    const request = checked(input);
    if (isRefusal(request)) return request;
    const quoted = await quote(context, brickOf(context, asked), request);
    if (isRefusal(quoted)) return quoted;
    const stock = await stockOnHand(
      context,
      quoted.lines.map(({ variant }) => variant),
    );
    return toPreview(quoted, stock, request, context);
  }

  @ArgumentScopes('customers:read', 'input.customer.id')
  @Scopes('orders:write')
  @Mutation(() => OrderCommandResult, {
    description:
      'Places an order in the shop. The hub takes it at once, even while the shop is down, and brings it there once, with these totals.',
  })
  async placeOrder(
    @Arg('input', () => OrderInput, { description: 'The order; `payment` is needed.' }) input: OrderInput,
    @Arg('idempotencyKey', () => String, IDEMPOTENCY_KEY) idempotencyKey: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<OrderCommandAnswer> {
    const brick = brickOf(context, asked);
    const wish = { name: 'placeOrder', idempotencyKey, input: { input, brick } };
    const before = await repeated(context.request, wish);
    if (before) return isRefusal(before) ? before : accepted(context, brick, orderIn(before), before.messages);
    const request = checked(input);
    if (isRefusal(request)) return request;
    const { payment } = request;
    if (!payment) return refusal('PAYMENT_MISSING', 'It is not said how it is paid.', 'Fill in `payment`.', 'payment');
    const unable = cannot(context.request, brick, 'placeOrder');
    if (unable) return unable;
    const quoted = await quote(context, brick, request);
    if (isRefusal(quoted)) return quoted;
    return place(context, quoted, { ...request, payment }, wish);
  }
}

async function place(
  context: ShopContext,
  quoted: Quote,
  asked: PlacedRequest,
  wish: Pick<Wish, 'name' | 'idempotencyKey' | 'input'>,
): Promise<OrderCommandAnswer> {
  const { brick, lines, customer } = quoted;
  const stock = await stockOnHand(
    context,
    lines.map(({ variant }) => variant),
  );
  const policy = context.request.outbox.oversell();
  const lacks = lines.some(({ variant, quantity }) => (leftOf(stock, variant.id) ?? quantity) < quantity);
  const order = newHubId('Order');
  const ids = {
    order,
    customer: customer.known?.id ?? newHubId('Customer'),
    reference: newReference(),
    placedAt: context.request.now().toISOString(),
  };
  const payload = toPlaceOrder(quoted, asked, ids, lacks && policy === 'backorder');
  const lane = `Order:${order}`;
  const overlays = placedOverlays(quoted, payload);
  const taken = await submit(context.request, {
    ...wish,
    answer: { order },
    messages: [toMessage({ brick, command: 'placeOrder', lane, payload, overlays, creates: true })],
    reservations: reservationsOf(quoted, stock),
  });
  if (isRefusal(taken)) return taken;
  return accepted(context, brick, orderIn(taken), taken.messages);
}

function orderIn({ answer }: Taken): string {
  return (answer as { order: string }).order;
}

/** Nothing is set aside where nobody counts. */
function reservationsOf({ lines }: Quote, { owner, available }: StockOnHand) {
  if (owner === null) return [];
  const wanted = new Map<string, number>();
  for (const { variant, quantity } of lines) wanted.set(variant.id, (wanted.get(variant.id) ?? 0) + quantity);
  return [...wanted].map(([variant, quantity]) => ({
    variant,
    quantity,
    available: available.get(variant) ?? null,
    owner,
  }));
}

/** The order as it is shown from now on, read anew: what this request read before is older than its own change. */
export async function accepted(
  { request }: ShopContext,
  brick: string,
  order: string,
  messages: Taken['messages'],
): Promise<OrderCommandAnswer> {
  const row = await toShopContext(request).loaders.byId('Order', brick).load(order);
  const [message] = messages;
  if (!row || !message) return givenUp(messages);
  return { __typename: 'OrderAccepted', order: toOrder(row), delivery: await deliveryOf(request, message) };
}

function checked(input: OrderInput): OrderRequest | Refusal {
  const parsed = orderSchema.safeParse(input);
  return parsed.success ? parsed.data : inputRefusal(parsed.error);
}

/** The first thing that is wrong with what was sent. */
export function inputRefusal({ issues }: z.ZodError): Refusal {
  const [issue] = issues;
  const path = issue?.path.map(String).join('.') ?? '';
  const text = `${path === '' ? 'The input' : path}: ${issue?.message ?? 'is not understood'}.`;
  return refusal('INVALID_INPUT', text, 'Correct it and send it again.', path || null);
}

function toPreview(
  quoted: Quote,
  stock: StockOnHand,
  { locale }: OrderRequest,
  { request }: ShopContext,
): PreviewOrderAnswer {
  const { currency, totals } = quoted;
  const money = (amount: string): { amount: string; currency: string } => ({ amount, currency });
  const offer = ({ row, price, priceWithTax }: QuotedCarrier): CarrierOffer => ({
    id: row.id,
    name: row.facet.name,
    delay: textIn(row.facet.delay, locale, request.defaultLocale),
    price,
    priceWithTax,
  });
  return {
    __typename: 'OrderPreview',
    lines: quoted.lines.map(({ variant, ...line }) => ({
      ...line,
      variant: toVariant(variant),
      available: leftOf(stock, variant.id),
    })),
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
      paid: money('0'),
    },
    carrier: offer(quoted.carrier),
    carriers: quoted.carriers.map(offer),
  };
}
