import type { Faults } from './faults.ts';
import type { FulfilmentState } from './state.ts';

export interface Answer {
  status: number;
  /** JSON, or text as it is. */
  body: unknown;
}

const UNKNOWN: Answer = { status: 404, body: { message: 'Not Found' } };

/** A GET below `/api`, with a token that is taken. */
export function answer(url: URL, state: FulfilmentState, faults: Faults): Answer {
  const path = url.pathname.replace(/^\/api\//, '');
  if (faults.pages.has(path)) return { status: 200, body: '<!doctype html><title>Maintenance</title>' };
  const stock = /^advanced-stock\/product\/([^/]+)\/stocks$/.exec(path);
  if (stock) return stockOf(decodeURIComponent(stock[1] ?? ''), state, faults);
  const shelves = /^v2\/warehouses\/([^/]+)\/locations$/.exec(path);
  const rows = shelves ? state.shelves[shelves[1] ?? ''] : lists(url.searchParams, state)[path];
  return rows ? page(path, url.searchParams, rows, faults) : UNKNOWN;
}

/** Lists by their path. Shipments take no notice of filters and sorts. */
function lists(query: URLSearchParams, state: FulfilmentState): Record<string, object[]> {
  const status = query.get('filters[status]');
  const having = (rows: { status: string }[]): object[] =>
    status === null ? rows : rows.filter((row) => row.status === status);
  return {
    'supplier/suppliers': state.suppliers,
    'supplier/purchase-orders': state.purchaseOrders,
    'supplier/receptions': state.receptions,
    'catalog-product/products': state.products,
    'advanced-stock/warehouse': state.warehouses,
    'tms/carrier': state.carriers,
    'v2/sales/orders': having(state.orders),
    'v2/in-progress': having(state.inProgress),
    'v2/sales/shipments': state.shipments,
  };
}

/** `page=` is not read: only offset and limit are. */
function page(path: string, query: URLSearchParams, rows: readonly object[], faults: Faults): Answer {
  const asked = Number(query.get('offset') ?? 0);
  faults.onList?.(path, asked);
  const offset = faults.stuckLists.has(path) ? 0 : asked;
  const limit = Math.min(Number(query.get('limit') ?? 100), 201);
  const shown = rows.slice(0, faults.shortLists.get(path) ?? Infinity);
  return { status: 200, body: { data: shown.slice(offset, offset + limit), meta: { total: rows.length } } };
}

function stockOf(sku: string, state: FulfilmentState, faults: Faults): Answer {
  if (faults.brokenSkus.has(sku)) return { status: 500, body: { message: 'Server Error' } };
  const levels = state.stocks[sku];
  if (levels) return { status: 200, body: levels };
  return { status: 400, body: { message: `Produit ${sku} non trouvé` } };
}
