import type { JsonObject, JsonValue, Page, RawRecord, ReadContext, Stream } from '#sdk';
import { toUtc, wallClock } from '../store-time.ts';
import { isWhole, toSaleRecord, wordOf, type SaleReading } from './sale-record.ts';
import type { ShopSettings } from './settings.ts';
import type { ShopWebservice } from './webservice.ts';

const LIGHT = '[id,module,payment,date_upd]';
const LIGHT_ROWS = 1000;
const FULL_ROWS = 100;
const MINUTE = 60_000;
/** An order's rows are written after it: one that was touched just now is read in the next run. */
const SETTLE = 2 * MINUTE;
/** Wider than the hour that comes twice in autumn. */
const OVERLAP = 90 * MINUTE;
const IDS_EVERY = 6 * 60 * MINUTE;

type Checkpoint = {
  /** Wall-clock time of the shop after which changes are asked for; null: all. */
  since: string | null;
  /** Last id of a pass that goes on. */
  after: number;
  /** The latest change that this pass has seen. */
  seen: string | null;
};

export interface OpenShop {
  shop: ShopSettings;
  webservice: ShopWebservice;
}

interface ShopOrders extends OpenShop {
  timezone: string;
  store: string;
  /** Told of each sale that was read. */
  noteSale(sale: RawRecord): void;
}

/** Orders that the till's module wrote: sales that were said once and for all. */
export function shopOrdersStream(
  open: OpenShop,
  { stores, timezone }: { stores: readonly { code: string }[]; timezone: string },
  noteSale: (sale: RawRecord) => void,
): Stream {
  const store = stores[0]?.code ?? '';
  const orders: ShopOrders = { ...open, timezone: open.shop.timezone ?? timezone, store, noteSale };
  return {
    kind: 'shop_orders',
    way: 'cursor',
    appendOnly: true,
    after: ['tickets'],
    key: (body) => (typeof body['number'] === 'string' ? body['number'] : null),
    read: (context) => read(orders, context),
    ids: (context) => ids(orders, context),
    idsEvery: IDS_EVERY,
    byIds: async (wanted, context) => {
      const currencies = await currenciesOf(orders, context.signal);
      const found: RawRecord[] = [];
      for (let i = 0; i < wanted.length; i += FULL_ROWS)
        found.push(...(await fullOrders(orders, wanted.slice(i, i + FULL_ROWS), currencies, context.signal)));
      return found;
    },
  };
}

async function* read(orders: ShopOrders, context: ReadContext): AsyncGenerator<Page> {
  const state = checkpointOf(context.checkpoint);
  const latest = shopText(context.now.getTime() - SETTLE, orders.timezone);
  const currencies = await currenciesOf(orders, context.signal);
  for await (const rows of lightRows(orders, state, context.signal)) {
    const settled = rows.filter((row) => wordOf(row['date_upd']) <= latest);
    for (const row of settled) {
      const changed = wordOf(row['date_upd']);
      if (state.seen === null || changed > state.seen) state.seen = changed;
    }
    const wanted = settled.filter((row) => isOfTill(row, orders.shop)).map(({ id }) => wordOf(id));
    for (let i = 0; i < wanted.length; i += FULL_ROWS) {
      const records = await fullOrders(orders, wanted.slice(i, i + FULL_ROWS), currencies, context.signal);
      records.forEach((record) => {
        orders.noteSale(record);
      });
      yield { records, checkpoint: { ...state } };
    }
    state.after = Number(rows.at(-1)?.['id'] ?? state.after);
    yield { records: [], checkpoint: { ...state } };
  }
  const since = state.seen === null ? state.since : earlier(state.seen, orders.timezone);
  yield { records: [], checkpoint: { since, after: 0, seen: state.seen } };
}

/** All orders by a few fields: those of the till cannot be asked for by module or payment in one question. */
async function* lightRows(
  { webservice }: ShopOrders,
  { since, after }: Pick<Checkpoint, 'since' | 'after'>,
  signal: AbortSignal,
): AsyncGenerator<JsonObject[]> {
  for (let last = after; ;) {
    const query = { display: LIGHT, after: last, since, limit: LIGHT_ROWS };
    const rows = await webservice.list('orders', query, signal);
    // A short page is no end: rows may have been deleted meanwhile.
    if (rows.length === 0) return;
    yield rows;
    last = Number(rows.at(-1)?.['id']);
  }
}

async function* ids(orders: ShopOrders, { signal }: ReadContext): AsyncGenerator<string[]> {
  for await (const rows of lightRows(orders, { since: null, after: 0 }, signal))
    yield rows.filter((row) => isOfTill(row, orders.shop)).map(({ id }) => wordOf(id));
}

async function fullOrders(
  orders: ShopOrders,
  wanted: readonly string[],
  currencies: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<RawRecord[]> {
  if (wanted.length === 0) return [];
  const { shop, timezone, store } = orders;
  const reading: SaleReading = { shop, timezone, store, currencies };
  const rows = await orders.webservice.list('orders', { display: 'full', ids: wanted }, signal);
  return rows
    .filter((row) => isOfTill(row, shop) && wanted.includes(wordOf(row['id'])) && isWhole(row))
    .map((row) => toSaleRecord(row, reading));
}

function isOfTill(row: JsonObject, { modules, payments }: ShopSettings): boolean {
  return modules.includes(wordOf(row['module'])) || payments.includes(wordOf(row['payment']));
}

async function currenciesOf({ webservice }: ShopOrders, signal: AbortSignal): Promise<Map<string, string>> {
  const rows = await webservice.list('currencies', { display: '[id,iso_code]' }, signal);
  return new Map(rows.map((row) => [wordOf(row['id']), wordOf(row['iso_code'])]));
}

function checkpointOf(value: JsonValue): Checkpoint {
  const { since, after, seen } = value === null || Array.isArray(value) || typeof value !== 'object' ? {} : value;
  return {
    since: typeof since === 'string' ? since : null,
    after: typeof after === 'number' ? after : 0,
    seen: typeof seen === 'string' ? seen : null,
  };
}

function shopText(instant: number, timezone: string): string {
  const second = Math.floor(instant / 1000) * 1000;
  return naive(wallClock(second, timezone));
}

function earlier(wall: string, timezone: string): string | null {
  const instant = toUtc(wall, '', timezone);
  return instant === null ? null : shopText(Date.parse(instant) - OVERLAP, timezone);
}

function naive(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
