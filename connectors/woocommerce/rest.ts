import type { BrickHttp, BrickHttpOptions, BrickTools, JsonObject, JsonValue } from '#sdk';
import { brokenAnswer, toError } from './errors.ts';
import { oauthHeader } from './oauth1.ts';
import { isObject } from './record.ts';
import type { WooSettings } from './settings.ts';

export type Query = Readonly<Record<string, string | number | boolean>>;

/** One page of a list, as the shop gave it. */
export interface ListPage {
  rows: JsonObject[];
  /** `X-WP-Total`: how many rows the whole list has; null: this list has no pages. */
  total: number | null;
}

/** A shop's REST API, asked in its own words. Paths are below `wp-json/wc/v3/`. */
export interface Rest {
  list(path: string, query: Query, signal?: AbortSignal): Promise<ListPage>;
  get(path: string, query?: Query, signal?: AbortSignal): Promise<JsonObject>;
  /** A PUT names values, not differences: it may be repeated. */
  put(path: string, body: JsonObject, signal?: AbortSignal): Promise<JsonObject>;
  /** As `put`, where the body of the request is a list. */
  putList(path: string, items: readonly JsonObject[], signal?: AbortSignal): Promise<void>;
  /** Never repeated by itself: what a lost answer left must be looked for first. */
  post(path: string, body: JsonObject, signal?: AbortSignal): Promise<JsonObject>;
  /** The site's own index, which needs no key: name, time zone, namespaces. */
  index(signal?: AbortSignal): Promise<JsonObject>;
  /** A file below the site's address, by that address; null: it is not there, or lies on another host. */
  file(url: string, signal: AbortSignal): Promise<{ bytes: Uint8Array; mime: string } | null>;
}

/** Opens the REST API of one shop. @see https://woocommerce.github.io/woocommerce-rest-api-docs/ */
export function openRest(settings: WooSettings, tools: BrickTools): Rest {
  const { url, homeUrl = url, consumerKey, consumerSecret } = settings;
  const shared: BrickHttpOptions = {
    baseUrl: url,
    secrets: [consumerKey, consumerSecret],
    concurrency: settings.concurrency,
    ...(settings.perSecond ? { perSecond: settings.perSecond } : {}),
    timeoutMs: settings.timeoutMs,
    toError,
  };
  const http = tools.http(url.startsWith('https:') ? withBasic(shared, settings) : withOAuth(shared, settings));
  const files = tools.http({ ...shared, answers: [404, 410] });
  return {
    list: (path, query, signal) => list(http, path, query, signal),
    get: (path, query = {}, signal) => object(http, { path: below(path, query) }, path, signal),
    put: (path, body, signal) =>
      object(http, { method: 'PUT', path: below(path, {}), body, idempotent: true }, path, signal),
    putList: async (path, items, signal) => {
      const headers = { 'Content-Type': 'application/json' };
      const request = {
        method: 'PUT',
        path: below(path, {}),
        body: JSON.stringify(items),
        headers,
        idempotent: true,
      } as const;
      await http.text({ ...request, ...(signal ? { signal } : {}) });
    },
    post: (path, body, signal) => object(http, { method: 'POST', path: below(path, {}), body }, path, signal),
    index: (signal) => object(files, { path: 'wp-json/' }, 'the REST API', signal),
    file: (address, signal) => file(files, address, homeUrl, signal),
  };
}

function withBasic(shared: BrickHttpOptions, { consumerKey, consumerSecret }: WooSettings): BrickHttpOptions {
  const credentials = Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64');
  return {
    ...shared,
    headers: { Authorization: `Basic ${credentials}` },
    secrets: [...shared.secrets, credentials],
  };
}

function withOAuth(shared: BrickHttpOptions, settings: WooSettings): BrickHttpOptions {
  const { url, homeUrl = url } = settings;
  return {
    ...shared,
    sign: (request) => ({
      Authorization: oauthHeader(request, new URL(request.path.replace(/^\//, ''), homeUrl).href, settings),
    }),
  };
}

function below(path: string, query: Query): string {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
  return `wp-json/wc/v3/${path}${text === '' ? '' : `?${text}`}`;
}

async function list(http: BrickHttp, path: string, query: Query, signal?: AbortSignal): Promise<ListPage> {
  const { body, headers } = await http.text({ path: below(path, query), ...(signal ? { signal } : {}) });
  const rows = parsed(body, path);
  if (!Array.isArray(rows) || !rows.every(isObject)) throw brokenAnswer(path, 'no list of records came');
  return { rows, total: headerNumber(headers['x-wp-total']) };
}

interface Asked {
  method?: 'PUT' | 'POST';
  path: string;
  body?: JsonObject;
  idempotent?: boolean;
}

async function object(http: BrickHttp, asked: Asked, subject: string, signal?: AbortSignal): Promise<JsonObject> {
  const { body, ...request } = asked;
  const answer = await http.text({
    ...request,
    ...(body ? { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : {}),
    ...(signal ? { signal } : {}),
  });
  const value = parsed(answer.body, subject);
  if (!isObject(value)) throw brokenAnswer(subject, 'no record came');
  return value;
}

async function file(
  http: BrickHttp,
  address: string,
  homeUrl: string,
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; mime: string } | null> {
  const path = pathBelow(address, homeUrl);
  if (path === null) return null;
  const { status, body, headers } = await http.bytes({ path, as: 'bytes', signal });
  const mime = headers['content-type']?.split(';')[0]?.trim() ?? '';
  if (status !== 200 || !mime.startsWith('image/')) return null;
  if (body.length === 0) throw brokenAnswer('images', 'a picture without bytes came');
  return { bytes: body, mime };
}

/** http and https are the same place: behind a proxy, WordPress may name either. */
function pathBelow(address: string, homeUrl: string): string | null {
  const [wanted, home] = [address, homeUrl].map((one) => one.replace(/^https?:/, ''));
  return wanted !== undefined && home !== undefined && wanted.startsWith(home) ? wanted.slice(home.length) : null;
}

function parsed(body: string, subject: string): JsonValue {
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    throw brokenAnswer(subject, body.trimStart().startsWith('<') ? 'a page came instead of JSON' : 'it is cut off');
  }
}

function headerNumber(header: string | undefined): number | null {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : null;
}
