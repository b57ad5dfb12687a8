import type { FulfilmentOrderFacet, OrderFacet, OrderStatus, ShipmentFacet, StockLevelFacet } from '#sdk';
import type { FacetRow } from '../../../mirror/index.ts';
import type { KitSource } from '../source.ts';
import { articleNames, type ArticleName } from './stock.ts';
import { pagesOf, slicesOf } from './reading.ts';

const OPEN: readonly OrderStatus[] = ['PENDING', 'PAID', 'PROCESSING', 'ON_BACKORDER'];
/** Whatever a warehouse still has on its list, these are not to be sent. */
const NOT_SENT: ReadonlySet<OrderStatus> = new Set(['CANCELLED', 'REFUNDED', 'PAYMENT_ERROR', 'PENDING']);

export interface PickLine extends ArticleName {
  quantity: number;
  /** Where it lies, as far as anybody says it: location and shelf. */
  where: string;
}

/** An order of which something is still to be paid or sent. */
export interface OpenOrder {
  reference: string;
  /** What the shop says of it; null: only a warehouse knows it. */
  order: OrderFacet | null;
  status: OrderStatus | null;
  placedAt: string | null;
  /** Where it is picked (hub id), if that is known. */
  location: string | null;
  /** What is still to be sent; empty while it is not paid. */
  toSend: PickLine[];
}

type DraftLine = Omit<PickLine, 'where'> & { variant: string | null; shelf: string | null };

interface Draft {
  id: string;
  order: OrderFacet | null;
  atWarehouse: FulfilmentOrderFacet[];
  sent: ShipmentFacet[];
}

/** Oldest first. There are as many of them as a store can work off, so they are held at once. */
export async function openOrders(source: KitSource, places: ReadonlyMap<string, string>): Promise<OpenOrder[]> {
  const drafts = new Map<string, Draft>();
  for (const brick of source.shops) {
    const where = [{ column: 'status', in: OPEN }];
    const orderBy = { column: 'placed_at', descending: false };
    for await (const rows of pagesOf<OrderFacet>(source.facets, { type: 'Order', brick, where, orderBy }))
      for (const { id, facet } of rows) drafts.set(id, { id, order: facet, atWarehouse: [], sent: [] });
  }
  for (const brick of source.warehouses) await addWarehouse(source, brick, drafts);
  const open: OpenOrder[] = [];
  for (const slice of slicesOf([...drafts.values()])) open.push(...(await named(source, slice, places)));
  return open.sort((a, b) => (a.placedAt ?? '').localeCompare(b.placedAt ?? ''));
}

/** What a warehouse says of open orders, and the orders that only it holds open. */
async function addWarehouse(source: KitSource, brick: string, drafts: Map<string, Draft>): Promise<void> {
  const { facets } = source;
  for (const ids of slicesOf([...drafts.keys()])) {
    const known = await facets.byIds<FulfilmentOrderFacet>('FulfilmentOrder', brick, ids);
    const sent = await facets.byColumn<ShipmentFacet>('Shipment', brick, 'order_id', ids);
    for (const id of ids) {
      const draft = drafts.get(id);
      const facet = known.get(id)?.facet;
      if (facet) draft?.atWarehouse.push(facet);
      draft?.sent.push(...(sent.get(id) ?? []).map((row) => row.facet));
    }
  }
  const waiting = { type: 'FulfilmentOrder', brick, where: [{ column: 'to_ship', atLeast: 1 }] };
  for await (const rows of pagesOf<FulfilmentOrderFacet>(facets, waiting)) {
    const others = rows.filter(({ id, facet }) => !drafts.has(id) && facet.status !== 'CANCELLED');
    const inShops = await ordersOf(source, others);
    for (const { id, facet } of others) {
      const order = inShops.get(id) ?? null;
      if (order && NOT_SENT.has(order.status)) continue;
      drafts.set(id, { id, order, atWarehouse: [facet], sent: [] });
    }
  }
}

async function ordersOf({ facets, shops }: KitSource, rows: readonly FacetRow[]): Promise<Map<string, OrderFacet>> {
  const ids = rows.map(({ id }) => id);
  const found = new Map<string, OrderFacet>();
  for (const brick of shops)
    for (const [id, { facet }] of await facets.byIds<OrderFacet>('Order', brick, ids)) found.set(id, facet);
  return found;
}

async function named(
  source: KitSource,
  drafts: readonly Draft[],
  places: ReadonlyMap<string, string>,
): Promise<OpenOrder[]> {
  const lines = drafts.map((draft) => linesOf(draft));
  const ids = [...new Set(lines.flat().flatMap(({ variant }) => (variant === null ? [] : [variant])))];
  const names = await articleNames(source, ids);
  const levels = await levelsOf(source, ids);
  return drafts.map(({ order, atWarehouse }, i) => {
    const [first] = atWarehouse;
    return {
      reference: order?.reference ?? first?.reference ?? first?.number ?? '',
      order,
      status: order?.status ?? null,
      placedAt: order?.placedAt ?? first?.placedAt ?? null,
      location: first?.location ?? null,
      toSend: (lines[i] ?? []).map(({ variant, shelf, ...line }) => {
        const known = variant === null ? undefined : names.get(variant);
        const found = variant === null ? [] : (levels.get(variant) ?? []);
        const where = whereText(found, { shelf, location: first?.location ?? null }, places);
        return { ...line, where, gtin: line.gtin ?? known?.gtin ?? null, sku: line.sku ?? known?.sku ?? null };
      }),
    };
  });
}

async function levelsOf(
  { facets, warehouses }: KitSource,
  variants: readonly string[],
): Promise<Map<string, StockLevelFacet[]>> {
  const levels = new Map<string, StockLevelFacet[]>();
  for (const brick of warehouses)
    for (const [id, rows] of await facets.byColumn<StockLevelFacet>('StockLevel', brick, 'variant', variants))
      levels.set(id, [...(levels.get(id) ?? []), ...rows.map(({ facet }) => facet)]);
  return levels;
}

/** The shelf of the order's own location; without one, where most of it lies. */
function whereText(
  levels: readonly StockLevelFacet[],
  { shelf, location }: { shelf: string | null; location: string | null },
  places: ReadonlyMap<string, string>,
): string {
  const most = levels.filter(({ onHand }) => onHand > 0).sort((a, b) => b.onHand - a.onHand)[0];
  const level = location === null ? most : levels.find((one) => one.location === location);
  const place = location === null && level ? (places.get(level.location) ?? '') : '';
  return [place, shelf ?? level?.shelf ?? ''].filter((part) => part !== '').join(' ');
}

/** By what the warehouse still has to send; without one, by what was ordered and neither refunded nor sent. */
function linesOf({ order, atWarehouse, sent }: Draft): DraftLine[] {
  if (order && NOT_SENT.has(order.status)) return [];
  if (atWarehouse.length > 0)
    return atWarehouse
      .flatMap(({ lines }) => lines)
      .filter(({ toShip }) => toShip > 0)
      .map(({ variant, sku, name, toShip, shelf }) => {
        const ordered = order?.lines.find((line) => (variant === null ? line.sku === sku : line.variant === variant));
        return {
          variant,
          sku,
          gtin: ordered?.gtin ?? null,
          name: ordered?.name ?? name ?? '',
          quantity: toShip,
          shelf,
        };
      });
  const gone = new Map<string, number>();
  for (const { variant, sku, quantity } of sent.flatMap(({ lines }) => lines)) {
    const key = variant ?? sku ?? '';
    gone.set(key, (gone.get(key) ?? 0) + quantity);
  }
  return (order?.lines ?? [])
    .map(({ variant, sku, gtin, name, quantity, refundedQuantity }) => {
      const key = variant ?? sku ?? '';
      const due = quantity - refundedQuantity;
      const already = Math.min(due, gone.get(key) ?? 0);
      gone.set(key, (gone.get(key) ?? 0) - already);
      return { variant, sku, gtin, name, quantity: due - already, shelf: null };
    })
    .filter(({ quantity }) => quantity > 0);
}
