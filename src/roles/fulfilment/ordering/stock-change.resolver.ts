import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import {
  cannot,
  deliveryOf,
  isRefusal,
  refusal,
  type Refusal,
  repeated,
  submit,
  type Taken,
  toMessage,
  Scopes,
} from '../../graph/index.ts';
import type { Overlay } from '../../../mirror/index.ts';
import type { FulfilmentContext, Maybe, Row } from '../context.ts';
import { AdjustStockResult, type AdjustStockAnswer } from './ordering.type.ts';

export const IDEMPOTENCY_KEY = {
  nullable: true,
  description: 'A word of your own for this wish. Sent twice, it is done once, and answered the same both times.',
};

/** More than any shelf holds: a bar code that was scanned into the wrong field. */
const MOST_PIECES = 10_000_000;

interface Count {
  variant: string;
  location: string | null;
  quantity: number;
}

@Resolver()
export class StockChangeResolver {
  @Scopes('stock:write')
  @Mutation(() => AdjustStockResult, {
    description:
      'Says how many pieces lie there, as counted. It goes to the one brick that owns stock, and to no other; refused where that brick cannot be told.',
  })
  async adjustStock(
    @Arg('variant', () => ID, { description: 'Hub id of the variant.' }) variant: string,
    @Arg('quantity', () => Int, { description: 'Pieces that lie there. What was counted, not a difference.' })
    quantity: number,
    @Arg('location', () => ID, {
      nullable: true,
      description: 'Hub id of the location; needed where there are several.',
    })
    location: Maybe<string>,
    @Arg('idempotencyKey', () => String, IDEMPOTENCY_KEY) idempotencyKey: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<AdjustStockAnswer> {
    const count = { variant, location: location ?? null, quantity };
    const wish = { name: 'adjustStock', idempotencyKey, input: count };
    const before = await repeated(context.request, wish);
    if (before) return isRefusal(before) ? before : adjusted(context, variant, before);
    if (quantity < 0 || quantity > MOST_PIECES)
      return refusal(
        'INVALID_QUANTITY',
        `${quantity} is no number of pieces that can lie somewhere.`,
        'Count again.',
        'quantity',
      );
    const { request } = context;
    const owner = request.outbox.stockOwner();
    if (owner === null)
      return refusal('NO_STOCK_OWNER', 'No brick owns stock.', 'Name one: `stock: { owner: … }` in the configuration.');
    const contested = request.outbox.contested(owner);
    if (contested !== null)
      return refusal(
        'STOCK_CONTESTED',
        contested,
        'Count it there, or name that brick as the owner: `stock: { owner: … }`.',
      );
    const unable = cannot(request, owner, 'setStock');
    if (unable) return unable;
    const found = request.hasBrick('fulfilment', owner)
      ? await inWarehouse(context, owner, count)
      : await inShop(context, owner, count);
    if (isRefusal(found)) return found;
    const taken = await submit(request, {
      ...wish,
      answer: null,
      messages: [
        toMessage({
          brick: owner,
          command: 'setStock',
          lane: `Variant:${found.id}`,
          payload: { variant: found.id, sku: found.sku, location: found.location, quantity },
          overlays: found.overlays,
          replaces: `stock:${found.id}:${found.location ?? ''}`,
        }),
      ],
    });
    return isRefusal(taken) ? taken : adjusted(context, found.id, taken);
  }
}

async function adjusted(
  { request }: FulfilmentContext,
  id: string,
  { messages: [message] }: Taken,
): Promise<AdjustStockAnswer> {
  if (!message) throw new Error('adjustStock was taken without a message');
  return { __typename: 'StockAdjusted', variant: { id }, delivery: await deliveryOf(request, message) };
}

interface Found {
  id: string;
  sku: string | null;
  location: string | null;
  overlays: Overlay[];
}

/** What lies in a warehouse changes at its location, and in the sum. */
async function inWarehouse(
  { loaders }: FulfilmentContext,
  brick: string,
  { variant, location, quantity }: Count,
): Promise<Found | Refusal> {
  const item = await loaders.byId('StockItem', brick).load(variant);
  if (!item) return unknownVariant(brick);
  const { id, facet } = item;
  const levels = await loaders.listed('StockLevel', brick, 'variant', id);
  const level = levelAt(levels, location);
  if (level === 'unclear')
    return refusal(
      'LOCATION_NEEDED',
      `It lies at ${levels.length} locations.`,
      'Say which one: `locations` lists them.',
      'location',
    );
  if (level === 'none')
    return refusal(
      'UNKNOWN_LOCATION',
      'It does not lie at this location.',
      'See `stock { location }` of the variant.',
      'location',
    );
  const more = quantity - (level?.facet.onHand ?? facet.onHand);
  const moved = ({ onHand, available }: { onHand: number; available: number }) => ({
    onHand: onHand + more,
    available: available + more,
  });
  const overlays: Overlay[] = [{ type: 'StockItem', hubId: id, patch: moved(facet), creates: false }];
  if (level) overlays.push({ type: 'StockLevel', hubId: level.id, patch: moved(level.facet), creates: false });
  return { id, sku: facet.sku, location: level?.facet.location ?? null, overlays };
}

function levelAt(
  levels: readonly Row<'StockLevel'>[],
  location: string | null,
): Row<'StockLevel'> | null | 'unclear' | 'none' {
  if (location !== null) return levels.find(({ facet }) => facet.location === location) ?? 'none';
  if (levels.length > 1) return 'unclear';
  return levels[0] ?? null;
}

async function inShop(
  { loaders }: FulfilmentContext,
  brick: string,
  { variant, location, quantity }: Count,
): Promise<Found | Refusal> {
  const row = await loaders.byId('Variant', brick).load(variant);
  if (!row) return unknownVariant(brick);
  if (location !== null)
    return refusal('UNKNOWN_LOCATION', 'A shop counts at no location.', 'Leave the location out.', 'location');
  const overlays = [{ type: 'Variant', hubId: row.id, patch: { shopQuantity: quantity }, creates: false }];
  return { id: row.id, sku: row.facet.sku, location: null, overlays };
}

function unknownVariant(brick: string): Refusal {
  return refusal(
    'UNKNOWN_SKU',
    `The owner of stock ("${brick}") does not know it.`,
    'Make the item there first.',
    'variant',
  );
}
