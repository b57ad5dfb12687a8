import { isCoded } from '#sdk';
import type { BrickHttp, BrickResponse, BrickTools, JsonObject, JsonValue } from '#sdk';
import {
  brokenAnswer,
  busy,
  complaintsIn,
  inconsistentAnswer,
  isBusyAnswer,
  isPage,
  loginRefused,
  pageAnswer,
  subjectOf,
  toError,
} from './errors.ts';
import { isObject } from './record.ts';
import type { MyfulfillmentSettings } from './settings.ts';
import { openToken } from './token.ts';

/** One answer of a list. */
export interface ListAnswer {
  rows: JsonObject[];
  /** How many rows there are in all; null where the answer does not say. */
  total: number | null;
  /** The list came whole, as a plain array: there are no pages. */
  whole: boolean;
}

/** The interface of one myFulfillment. Paths are below `/api`. */
export interface Api {
  list(path: string, page: { offset: number; limit: number }, signal: AbortSignal): Promise<ListAnswer>;
  /** The stock of one SKU, a row for each warehouse; null: the SKU is not known. */
  stocks(sku: string, signal: AbortSignal): Promise<JsonObject[] | null>;
}

/** Opens the interface. No page of the vendor describes it publicly; see README. */
export function openApi(settings: MyfulfillmentSettings, tools: BrickTools): Api {
  const http = tools.http({
    baseUrl: settings.url,
    headers: { Accept: 'application/json' },
    secrets: [settings.password],
    concurrency: settings.concurrency,
    perSecond: settings.perSecond,
    timeoutMs: settings.timeoutMs,
    answers: [401],
    toError: (response, request) => toError({ ...response, body: token.redact(response.body) }, request),
  });
  const token = openToken(http, settings);
  const ask = (path: string, signal: AbortSignal): Promise<JsonValue> => askWithToken(http, token, path, signal);
  return {
    async list(path, { offset, limit }, signal) {
      const paged = `${path}${path.includes('?') ? '&' : '?'}offset=${offset}&limit=${limit}`;
      return toListAnswer(await ask(paged, signal), subjectOf(path));
    },
    async stocks(sku, signal) {
      try {
        const answer = await ask(`advanced-stock/product/${encodeURIComponent(sku)}/stocks`, signal);
        return toListAnswer(answer, 'advanced-stock/product/stocks').rows;
      } catch (error) {
        if (isCoded(error) && error.code === 'BRICK_RECORD_ABSENT') return null;
        throw error;
      }
    },
  };
}

/** A token that is no longer taken is renewed once; a second refusal stands. */
async function askWithToken(
  http: BrickHttp,
  token: ReturnType<typeof openToken>,
  path: string,
  signal: AbortSignal,
): Promise<JsonValue> {
  const send = (bearer: string): Promise<BrickResponse<string>> =>
    http.text({ path: `api/${path}`, headers: { Authorization: `Bearer ${bearer}` }, signal });
  const first = await token.current();
  let answer = await send(first);
  if (answer.status === 401) answer = await send(await token.renewed(first));
  if (answer.status === 401) throw loginRefused(`HTTP 401 · ${token.redact(complaintsIn(answer.body))}`);
  return toJson(answer.body, subjectOf(path));
}

function toJson(body: string, subject: string): JsonValue {
  const text = body.replace(/^\uFEFF+/, '').trim();
  if (isPage(text)) throw pageAnswer(subject);
  if (isBusyAnswer(text)) throw busy(subject, 'Too Many Attempts, with a success as its status');
  if (text === '') throw brokenAnswer(subject, 'the body is empty');
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw brokenAnswer(subject, 'the JSON is cut off or mixed with other output');
  }
}

function toListAnswer(content: JsonValue, subject: string): ListAnswer {
  const rows = Array.isArray(content) ? content : isObject(content) ? content['data'] : null;
  if (!Array.isArray(rows)) throw inconsistentAnswer(subject, 'no list came');
  if (!rows.every(isObject)) throw inconsistentAnswer(subject, 'a row is no object');
  const meta = isObject(content) && isObject(content['meta']) ? content['meta'] : {};
  const total = Number(meta['total'] ?? NaN);
  return { rows, total: Number.isSafeInteger(total) && total >= 0 ? total : null, whole: Array.isArray(content) };
}
