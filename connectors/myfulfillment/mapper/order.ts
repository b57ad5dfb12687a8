import type {
  Aggregate,
  FulfilmentOrderFacet,
  FulfilmentOrderLine,
  FulfilmentOrderStatus,
  JsonObject,
  RawRecord,
  Related,
} from '#sdk';
import { count, firstText, list, text } from '../record.ts';
import { itemOf } from './variant-id.ts';
import { CONVENTIONS, conventions, toUtc } from './time.ts';

export const orders: Aggregate = {
  root: 'orders',
  reads: [{ kind: 'in_progress', as: 'siblings' }, CONVENTIONS],
  project(root, related) {
    return [{ type: 'FulfilmentOrder', externalId: root.id, facet: toOrder(root, related) }];
  },
};

function toOrder({ body }: RawRecord, related: Related): FulfilmentOrderFacet {
  const lines = list(body, 'items').flatMap((item) => toLine(item, related));
  const [wave] = related.siblings('in_progress');
  const statusLabel = text(body, 'status') ?? '';
  const warehouse = text(body, 'warehouse_id');
  const { timezone, shop } = conventions(related);
  return {
    // What the vendor calls the reference is the shop's order id.
    reference: null,
    number: text(body, 'reference'),
    ...(shop === null ? {} : { shop }),
    status: toStatus(statusLabel, lines, wave !== undefined),
    statusLabel,
    placedAt: toUtc(text(body, 'created_at'), timezone),
    location: warehouse && related.hubId('Location', warehouse),
    batch: wave ? text(wave.body, 'batch_id') : null,
    lines,
  };
}

function toLine(item: JsonObject, related: Related): FulfilmentOrderLine[] {
  const { sku, variant } = itemOf(item, related);
  if (sku === null) return [];
  // A bundle is picked as its parts, which are lines of their own.
  const isBundle = text(item, 'type') === 'virtual';
  const toShip = isBundle ? 0 : Math.max(0, count(item, 'qty_to_ship'));
  const written = firstText(item, 'qty', 'qty_ordered');
  return [
    {
      variant,
      sku,
      name: text(item, 'name'),
      quantity: written === null ? toShip : Math.trunc(Number(written)) || 0,
      reserved: isBundle ? 0 : count(item, 'qty_reserved'),
      toShip,
      shelf: null,
    },
  ];
}

/** An order can stay `processing` after it was shipped: only what is still to ship counts. */
function toStatus(label: string, lines: readonly FulfilmentOrderLine[], isPicked: boolean): FulfilmentOrderStatus {
  if (/^cancel/i.test(label)) return 'CANCELLED';
  if (/^(complete|shipped|closed)/i.test(label)) return 'SHIPPED';
  if (!lines.some(({ toShip }) => toShip > 0)) return 'SHIPPED';
  if (/^hold/i.test(label)) return 'ON_HOLD';
  return isPicked ? 'PICKING' : 'OPEN';
}
