import pMap from 'p-map';
import { isCoded, RetryableError } from '#sdk';
import type { JsonValue, Page, RawRecord, ReadContext, Stream } from '#sdk';
import type { Api } from './api.ts';
import { inconsistentAnswer, stockIncomplete } from './errors.ts';
import { count, isDeletedSku, isObject, text } from './record.ts';
import { products } from './resources.ts';
import type { MyfulfillmentSettings } from './settings.ts';

/** SKUs between two checkpoints. */
const CHUNK = 50;

/** So many SKUs may fail before the brick is taken to be ill as a whole. */
const MOST_FAILED = 20;

/** Failures that may concern one SKU only. */
const OF_ONE_SKU = new Set(['BRICK_SERVER_ERROR', 'BRICK_ANSWER_BROKEN', 'BRICK_ANSWER_INCONSISTENT', 'BRICK_TIMEOUT']);

/** The stock of each product in all warehouses: there is only a call for one SKU, so all are asked one by one. */
export function stocksStream(api: Api, settings: MyfulfillmentSettings): Stream {
  return {
    kind: 'stocks',
    way: 'compare',
    parent: (body) => text(body, 'sku'),
    watched: [{ field: 'available', sense: 'quantity' }],
    after: [products.kind],
    read: (context) => read(api, settings.stockConcurrency, context),
    byIds: async (ids, { signal }) => {
      const found = await pMap(ids, (sku) => ask(api, sku, signal), { concurrency: settings.stockConcurrency });
      return found.filter((record) => record !== null);
    },
  };
}

/**
 * Goes on after the SKU at which the last pass was cut off; one that was cut off at the very end begins anew.
 * SKUs that failed are asked once more at the end, and if they fail again the pass is none.
 */
async function* read(api: Api, limit: number, context: ReadContext): AsyncGenerator<Page> {
  const skus = await livingSkus(context);
  const done = skus.indexOf(afterOf(context.checkpoint)) + 1;
  const failed: { sku: string; words: string }[] = [];
  for (let at = done === skus.length ? 0 : done; at < skus.length; at += CHUNK) {
    const chunk = skus.slice(at, at + CHUNK);
    const ofOne = async (sku: string): Promise<RawRecord | null> => {
      try {
        return await ask(api, sku, context.signal);
      } catch (error) {
        if (!mayConcernOneSku(error) || failed.length >= MOST_FAILED) throw error;
        failed.push({ sku, words: error.message });
        return null;
      }
    };
    const found = await pMap(chunk, ofOne, { concurrency: limit });
    yield { records: found.filter((record) => record !== null), checkpoint: { after: chunk.at(-1) ?? null } };
  }
  yield* again(api, failed, skus.at(-1) ?? null, context);
}

async function* again(
  api: Api,
  failed: readonly { sku: string; words: string }[],
  after: string | null,
  { signal }: ReadContext,
): AsyncGenerator<Page> {
  const stillFailing: string[] = [];
  for (const { sku } of failed) {
    try {
      const record = await ask(api, sku, signal);
      if (record) yield { records: [record], checkpoint: { after } };
    } catch (error) {
      if (!mayConcernOneSku(error)) throw error;
      stillFailing.push(sku);
    }
  }
  if (stillFailing.length > 0) throw stockIncomplete(stillFailing, failed[0]?.words ?? '');
}

function mayConcernOneSku(error: unknown): error is RetryableError {
  return error instanceof RetryableError && isCoded(error) && OF_ONE_SKU.has(error.code);
}

/** In the order of the mirror, which does not change between two runs. */
async function livingSkus({ mirror }: ReadContext): Promise<string[]> {
  const skus: string[] = [];
  for await (const page of mirror.pages(products.kind)) {
    for (const { id } of page) if (!isDeletedSku(id)) skus.push(id);
  }
  return skus;
}

async function ask(api: Api, sku: string, signal: AbortSignal): Promise<RawRecord | null> {
  const rows = await api.stocks(sku, signal);
  if (rows === null) return null;
  const warehouses = rows.map((row) => text(row, 'w_id')).filter((id) => id !== null);
  if (new Set(warehouses).size < warehouses.length)
    throw inconsistentAnswer('advanced-stock/product/stocks', `a warehouse of "${sku}" came twice`);
  // No order is promised: the same rows in another one are no change.
  const levels = rows.toSorted((one, other) => Number(one['w_id']) - Number(other['w_id']));
  // A sum beside the rows, so that a fall of many stocks at once is noticed.
  const available = levels.reduce((sum, level) => sum + count(level, 'wi_available_quantity'), 0);
  return { id: sku, body: { sku, available, levels } };
}

function afterOf(checkpoint: JsonValue): string {
  const after = isObject(checkpoint) ? checkpoint['after'] : null;
  return typeof after === 'string' ? after : '';
}
