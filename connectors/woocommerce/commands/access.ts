import { isCoded, RetryableError, type JsonObject } from '#sdk';
import { rows } from '../record.ts';
import { PRODUCT_STATUSES } from '../resources.ts';
import type { Query, Rest } from '../rest.ts';
import { shopNow, type ShopNow } from '../shop-now.ts';

/** The whole shop is out of reach, which says nothing of a command: it waits, while a sync would stop and say so. */
const OUT_OF_REACH: ReadonlySet<string> = new Set([
  ...[
    'BRICK_BLOCKED_BY_HOST',
    'BRICK_REDIRECTED',
    'BRICK_ADDRESS_WRONG',
    'BRICK_KEY_REFUSED',
    'BRICK_KEY_NOT_RECEIVED',
  ],
]);

/** What one delivery asks of the shop and tells it, as the shop is now: nothing here is taken from the mirror. */
export interface Access {
  /** A record, or null where it is not there. */
  find(path: string, query?: Query): Promise<JsonObject | null>;
  /** Rows of a list that a filter keeps short. */
  some(path: string, query: Query): Promise<JsonObject[]>;
  change(path: string, body: JsonObject): Promise<JsonObject>;
  create(path: string, body: JsonObject): Promise<JsonObject>;
  /** Its currency, taxes and language. */
  shop(): Promise<ShopNow>;
}

const MOST_ROWS = 100;

export function accessTo(rest: Rest, signal: AbortSignal): Access {
  let shop: Promise<ShopNow> | null = null;
  return {
    async find(path, query) {
      try {
        return await patiently(rest.get(path, query, signal));
      } catch (error) {
        if (isCoded(error) && error.code === 'BRICK_RECORD_ABSENT') return null;
        throw error;
      }
    },
    async some(path, query) {
      const found: JsonObject[] = [];
      for (let page = 1; ; page += 1) {
        const asked = { ...query, per_page: MOST_ROWS, page, orderby: 'id', order: 'asc' };
        const answer = await patiently(rest.list(path, asked, signal));
        found.push(...answer.rows);
        if (page * MOST_ROWS >= (answer.total ?? 0)) return found;
      }
    },
    change: (path, body) => patiently(rest.put(path, body, signal)),
    create: (path, body) => patiently(rest.post(path, body, signal)),
    shop: () => (shop ??= patiently(shopNow(rest, signal))),
  };
}

/** A variation or product with this code, those in the trash, too. */
export async function bySku(access: Access, sku: string): Promise<JsonObject | null> {
  const found = await access.some('products', { sku, include_status: PRODUCT_STATUSES, context: 'edit' });
  return found.find((row) => row['sku'] === sku) ?? null;
}

/** The record whose `meta_data` bears this mark. */
export function marked(found: readonly JsonObject[], key: string, value: string): JsonObject | undefined {
  return found.find((row) => rows(row, 'meta_data').some((entry) => entry['key'] === key && entry['value'] === value));
}

async function patiently<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isCoded(error) || !OUT_OF_REACH.has(error.code)) throw error;
    const { code, message, remedy, detail } = error;
    throw new RetryableError({ code, message, remedy, ...(detail === undefined ? {} : { detail }) }, { cause: error });
  }
}
