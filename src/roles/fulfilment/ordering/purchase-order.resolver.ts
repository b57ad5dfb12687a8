import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { z } from 'zod';
import type { CreatePurchaseOrder, JsonObject } from '#sdk';
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
  Scopes,
} from '../../graph/index.ts';
import { brickOf, toFulfilmentContext, type FulfilmentContext, type Maybe, type Row } from '../context.ts';
import type { PurchaseOrderFacet } from '../facets.ts';
import { BRICK } from '../resolvers/arguments.ts';
import { toPurchaseOrder } from '../types/index.ts';
import { PurchaseOrderInput, PurchaseOrderResult, type PurchaseOrderAnswer } from './ordering.type.ts';
import { IDEMPOTENCY_KEY } from './stock-change.resolver.ts';

const inputSchema = z.object({
  supplier: z.string().min(1).max(100),
  location: z.string().min(1).max(100).nullish(),
  expectedAt: z.string().nullish(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is no currency code of three capital letters')
    .nullish(),
  lines: z
    .array(
      z.object({
        variant: z.string().min(1).max(100),
        quantity: z.int().min(1).max(1_000_000),
        price: z
          .string()
          .regex(/^\d{1,9}(\.\d{1,6})?$/, 'is no price')
          .nullish(),
      }),
    )
    .min(1)
    .max(500),
});

type Asked = z.output<typeof inputSchema>;

@Resolver()
export class PurchaseOrderCommandResolver {
  @Scopes('stock:write')
  @Mutation(() => PurchaseOrderResult, { description: 'Orders goods from a supplier, in the primary fulfilment.' })
  async createPurchaseOrder(
    @Arg('input', () => PurchaseOrderInput, { description: 'What is ordered, and from whom.' })
    input: PurchaseOrderInput,
    @Arg('idempotencyKey', () => String, IDEMPOTENCY_KEY) idempotencyKey: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<PurchaseOrderAnswer> {
    const brick = brickOf(context, asked);
    const wish = { name: 'createPurchaseOrder', idempotencyKey, input: { input, brick } };
    const before = await repeated(context.request, wish);
    if (before) return isRefusal(before) ? before : shown(context, brick, before);
    const parsed = inputSchema.safeParse(input);
    if (!parsed.success) return wrongInput(parsed.error);
    const unable = cannot(context.request, brick, 'createPurchaseOrder');
    if (unable) return unable;
    const payload = await toPayload(context, brick, parsed.data);
    if (isRefusal(payload)) return payload;
    const { purchaseOrder: id } = payload;
    const patch = facetOf(payload, context.request.now()) as unknown as JsonObject;
    const taken = await submit(context.request, {
      ...wish,
      answer: { id },
      messages: [
        toMessage({
          brick,
          command: 'createPurchaseOrder',
          lane: `PurchaseOrder:${id}`,
          payload,
          overlays: [{ type: 'PurchaseOrder', hubId: id, patch, creates: true }],
          creates: true,
        }),
      ],
    });
    return isRefusal(taken) ? taken : shown(context, brick, taken);
  }
}

/** As it is shown from now on, read anew. */
async function shown({ request }: FulfilmentContext, brick: string, taken: Taken): Promise<PurchaseOrderAnswer> {
  const { id } = taken.answer as { id: string };
  const row = await toFulfilmentContext(request).loaders.byId('PurchaseOrder', brick).load(id);
  const [message] = taken.messages;
  if (!row || !message) return givenUp(taken.messages);
  const delivery = await deliveryOf(request, message);
  return { __typename: 'PurchaseOrderAccepted', purchaseOrder: toPurchaseOrder(row), delivery };
}

async function toPayload(
  { loaders }: FulfilmentContext,
  brick: string,
  asked: Asked,
): Promise<CreatePurchaseOrder | Refusal> {
  const supplier = await loaders.byId('Supplier', brick).load(asked.supplier);
  if (!supplier)
    return refusal('UNKNOWN_SUPPLIER', 'There is no supplier with this id.', 'See `suppliers`.', 'input.supplier');
  const location = asked.location ? await loaders.byId('Location', brick).load(asked.location) : null;
  if (asked.location && !location)
    return refusal('UNKNOWN_LOCATION', 'There is no location with this id.', 'See `locations`.', 'input.location');
  const items = await Promise.all(asked.lines.map(({ variant }) => loaders.byId('StockItem', brick).load(variant)));
  const lines: CreatePurchaseOrder['lines'] = [];
  for (const [index, { quantity, price }] of asked.lines.entries()) {
    const item: Row<'StockItem'> | null | undefined = items[index];
    if (!item)
      return refusal(
        'UNKNOWN_SKU',
        `Fulfilment ("${brick}") does not know it.`,
        'Make the item there first.',
        `input.lines.${index}`,
      );
    lines.push({ variant: item.id, sku: item.facet.sku, quantity, unitPrice: price ?? null });
  }
  const purchaseOrder = newHubId('PurchaseOrder');
  return {
    purchaseOrder,
    // Short enough for every brick's field, and found again by it after a try that was cut off.
    reference: `MO-${purchaseOrder.slice(-10).toUpperCase()}`,
    supplier: supplier.id,
    location: location?.id ?? null,
    expectedAt: asked.expectedAt ?? null,
    currency: asked.currency ?? 'EUR',
    lines,
  };
}

function facetOf(payload: CreatePurchaseOrder, now: Date): PurchaseOrderFacet {
  const { reference, supplier, location, expectedAt, currency, lines } = payload;
  return {
    ...{ reference, supplier, location, expectedAt, status: 'DRAFT', statusLabel: '' },
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    total: null,
    lines: lines.map(({ variant, sku, quantity, unitPrice }) => ({
      ...{ variant, sku, supplierSku: null, name: null, quantity, received: 0, packQuantity: 1 },
      price: unitPrice === null ? null : { amount: unitPrice, currency },
    })),
  };
}

function wrongInput({ issues }: z.ZodError): Refusal {
  const path = ['input', ...(issues[0]?.path.map(String) ?? [])].join('.');
  return refusal(
    'INVALID_INPUT',
    `${path}: ${issues[0]?.message ?? 'is not understood'}.`,
    'Correct it and send it again.',
    path,
  );
}
