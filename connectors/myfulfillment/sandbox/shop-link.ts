/** The vendor's own link to a PrestaShop: products and orders come from there, stock and parcels go back. */
import type { Article } from './business.ts';
import { available, letGo, takeIn } from './day.ts';
import { addPastShipments } from './past-shipments.ts';
import type { ShopClient, ShopRow } from './shop-client.ts';
import type { FulfilmentState, OrderItem, Shipment } from './state.ts';

/** An article of the shop, and the row in which the shop keeps its stock. */
interface Linked {
  article: Article;
  stockRow: number | null;
}

export interface ShopLink {
  articles: Article[];
  /** New orders; of known ones the status only, never lines or addresses. */
  importOrders(state: FulfilmentState): Promise<void>;
  /** What was shipped before the link was made. */
  importPast(state: FulfilmentState): Promise<void>;
  /** Of SKUs whose stock moved since the last push. */
  pushStock(state: FulfilmentState): Promise<string[]>;
  confirm(shipments: readonly Shipment[]): Promise<void>;
}

export async function linkShop(shop: ShopClient): Promise<ShopLink> {
  const linked = await readArticles(shop);
  const states = await shop.list('order_states');
  const pushed = new Map<string, number>();
  return {
    articles: linked.map(({ article }) => article),
    importOrders: async (state) => importOrders(state, await shop.list('orders'), states),
    importPast: async (state) => addPastShipments(state, await shop.list('orders'), await shop.list('order_carriers')),
    async pushStock(state) {
      const isFirst = pushed.size === 0;
      const moved: string[] = [];
      for (const { article, stockRow } of linked) {
        const quantity = available(state, article.sku);
        const before = pushed.get(article.sku);
        pushed.set(article.sku, quantity);
        if (isFirst || before === quantity || stockRow === null) continue;
        await shop.patch('stock_availables', 'stock_available', { id: stockRow, quantity });
        moved.push(article.sku);
      }
      return moved;
    },
    confirm: (shipments) => confirm(shop, shipments, states),
  };
}

async function readArticles(shop: ShopClient): Promise<Linked[]> {
  const [products, combinations, stocks] = [
    await shop.list('products'),
    await shop.list('combinations'),
    await shop.list('stock_availables'),
  ];
  const names = new Map(products.map((row) => [row.id, nameOf(row)]));
  const combined = new Set(combinations.map((row) => Number(row['id_product'])));
  const rows = [
    ...products.filter(({ id }) => !combined.has(id)).map((row) => ({ row, product: row.id, attribute: 0 })),
    ...combinations.map((row) => ({ row, product: Number(row['id_product']), attribute: row.id })),
  ];
  const found = new Map<string, Linked>();
  for (const { row, product, attribute } of rows) {
    const sku = textOf(row['reference']);
    if (sku === '' || found.has(sku)) continue;
    const stock = stocks.find(
      (one) => Number(one['id_product']) === product && Number(one['id_product_attribute']) === attribute,
    );
    const quantity = Number(stock?.['quantity'] ?? 0);
    const article = { sku, barcode: textOf(row['ean13']), name: names.get(product) ?? sku, quantity };
    found.set(sku, { article, stockRow: stock?.id ?? null });
  }
  return [...found.values()];
}

function importOrders(state: FulfilmentState, orders: readonly ShopRow[], states: readonly ShopRow[]): void {
  const known = new Map(state.orders.map((order) => [order.reference, order]));
  for (const row of orders) {
    const reference = String(row.id);
    const status = statusOf(row, states);
    const order = known.get(reference);
    if (!order) takeIn(state, toOrder(row, reference, status));
    else if (status === 'canceled' || status === 'complete') {
      if (order.items.some(({ qty_to_ship }) => qty_to_ship > 0)) letGo(state, order, status);
    } else if (order.items.some(({ qty_to_ship }) => qty_to_ship > 0)) order.status = status;
  }
}

function toOrder(row: ShopRow, reference: string, status: string): Parameters<typeof takeIn>[1] {
  const isOpen = status === 'processing' || status === 'holded';
  const associations = (row['associations'] ?? {}) as { order_rows?: Record<string, unknown>[] };
  const items = (associations.order_rows ?? []).flatMap((line): OrderItem[] => {
    const sku = textOf(line['product_reference']);
    const quantity = isOpen ? Number(line['product_quantity'] ?? 0) : 0;
    const name = textOf(line['product_name']);
    return sku === '' ? [] : [{ type: 'simple', sku, name, qty_to_ship: quantity, qty_reserved: quantity }];
  });
  const shipping_address = { firstname: 'Client', lastname: reference, country_id: 'FR' };
  return { reference, status, created_at: textOf(row['date_add']), shipping_address, items };
}

/** Paid: to be picked; sent: done; neither: on hold until it is. An invoice-less state that is logged off is cancelled. */
function statusOf(row: ShopRow, states: readonly ShopRow[]): string {
  const state = states.find(({ id }) => id === Number(row['current_state']));
  if (isSet(state?.['shipped'])) return 'complete';
  if (isSet(state?.['paid'])) return 'processing';
  return ['order_canceled', 'refund', 'payment_error'].includes(nameOf({ id: 0, name: state?.['template'] }))
    ? 'canceled'
    : 'holded';
}

/** The parcel's number first, then the state: the mail that the state sends shows the number. */
async function confirm(shop: ShopClient, shipments: readonly Shipment[], states: readonly ShopRow[]): Promise<void> {
  if (shipments.length === 0) return;
  const shipped = states.find((state) => isSet(state['shipped']));
  const parcels = await shop.list('order_carriers');
  for (const { order_reference, trackings } of shipments) {
    const parcel = parcels.find((row) => String(row['id_order'] as number) === order_reference);
    const number = trackings[0]?.number ?? '';
    if (parcel) await shop.patch('order_carriers', 'order_carrier', { id: parcel.id, tracking_number: number });
    if (shipped) {
      await shop.post('order_histories', 'order_history', { id_order: order_reference, id_order_state: shipped.id });
    }
  }
}

function isSet(value: unknown): boolean {
  return value === '1' || value === 1 || value === true;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** A text per language, or one text. */
function nameOf(row: ShopRow): string {
  const name = row['name'];
  const [first] = Array.isArray(name) ? (name as { value?: unknown }[]) : [];
  return textOf(first ? first.value : name);
}
