import type { JsonValue, Page, RawRecord, ReadContext, Stream } from '#sdk';
import type { Api } from './api.ts';
import { listed } from './reading/listed.ts';
import { whole } from './reading/walk.ts';
import { isObject } from './record.ts';
import { OF_ORDER, orders } from './resources.ts';
import type { MyfulfillmentSettings } from './settings.ts';

const HOUR = 3_600_000;

interface OrdersState {
  /** Ids that were in one of the open statuses. */
  open: string[];
  /** When all orders were last read, in milliseconds. */
  wholeAt: number | null;
}

/**
 * Orders in the open statuses in every run. One that is in none of them any more has been shipped or cancelled: it is
 * looked for from the end of the whole list backwards. All orders within `fullCompareHours`.
 */
export function ordersStream(api: Api, settings: MyfulfillmentSettings): Stream {
  const all = listed(api, orders, settings.pageSize);
  const wholeMs = settings.fullCompareHours * HOUR;
  return {
    kind: orders.kind,
    way: 'cursor',
    parent: (body) => orders.parent?.(body) ?? null,
    personal: OF_ORDER,
    idsEvery: wholeMs,
    read: (context) => read(api, settings, context),
    async *ids({ signal }) {
      for await (const { records } of whole(all, signal)) yield records.map(({ id }) => id);
    },
  };
}

async function* read(api: Api, settings: MyfulfillmentSettings, context: ReadContext): AsyncGenerator<Page> {
  const state = stateFrom(context.checkpoint);
  const now = context.now.getTime();
  const checkpoint = (): JsonValue => ({ open: [...state.open], wholeAt: state.wholeAt });
  const open = new Set<string>();
  for (const status of settings.openStatuses) {
    const list = listed(api, orders, settings.pageSize, `?filters[status]=${encodeURIComponent(status)}`);
    for await (const { records } of whole(list, context.signal)) {
      records.forEach(({ id }) => open.add(id));
      yield { records, checkpoint: checkpoint() };
    }
  }
  const isDue = state.wholeAt === null || now - state.wholeAt >= settings.fullCompareHours * HOUR;
  const left = new Set(state.open.filter((id) => !open.has(id)));
  const rest = isDue ? everything(api, settings, context) : fromTheEnd(api, settings, left, context);
  for await (const records of rest) yield { records, checkpoint: checkpoint() };
  if (isDue) state.wholeAt = now;
  state.open = [...open];
  yield { records: [], checkpoint: checkpoint() };
}

async function* everything(
  api: Api,
  { pageSize }: MyfulfillmentSettings,
  { signal }: ReadContext,
): AsyncGenerator<RawRecord[]> {
  for await (const { records } of whole(listed(api, orders, pageSize), signal)) yield records;
}

/** Pages backwards from the end, until all that are looked for were met; one that was deleted costs the whole list. */
async function* fromTheEnd(
  api: Api,
  { pageSize }: MyfulfillmentSettings,
  wanted: Set<string>,
  { signal }: ReadContext,
): AsyncGenerator<RawRecord[]> {
  if (wanted.size === 0) return;
  const list = listed(api, orders, pageSize);
  const { total } = await list.ask({ offset: 0, limit: 1 }, signal);
  for (let end = total ?? 0; end > 0 && wanted.size > 0; end -= pageSize) {
    const offset = Math.max(0, end - pageSize);
    const { rows } = await list.ask({ offset, limit: end - offset }, signal);
    const records = rows.map((row) => list.toRecord(row, new Set()));
    records.forEach(({ id }) => wanted.delete(id));
    yield records;
  }
}

function stateFrom(checkpoint: JsonValue): OrdersState {
  if (!isObject(checkpoint)) return { open: [], wholeAt: null };
  const { open, wholeAt } = checkpoint;
  return {
    open: Array.isArray(open) ? open.filter((id) => typeof id === 'string') : [],
    wholeAt: typeof wholeAt === 'number' ? wholeAt : null,
  };
}
