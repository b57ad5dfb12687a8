import { randomUUID } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { isCoded } from '#sdk';
import type { BrickHttp, BrickHttpOptions, BrickTools, JsonValue, RawRecord } from '#sdk';
import { brokenAnswer, toError } from './errors.ts';
import { readRows, toRecords } from './reading/list-answer.ts';
import { listPath } from './reading/list-query.ts';
import type { ListQuery } from './reading/list-query.ts';
import type { PrestashopSettings } from './settings.ts';

/** Lists whose name in an answer differs from the resource's. */
const LIST_NAMES: Readonly<Record<string, string>> = {
  order_slip: 'order_slips',
  product_customization_fields: 'customization_fields',
};

/** More at once deadlock in the shop's database. @see https://github.com/PrestaShop/PrestaShop/issues/12740 */
const MOST_WRITES = 2;

const parser = new XMLParser({ ignoreAttributes: true, processEntities: false, parseTagValue: false });

/** One change of one record. */
export interface WriteQuery {
  method: 'POST' | 'PATCH';
  resource: string;
  /** Of the record that is changed. */
  id?: string;
  xml: string;
  /** Of the address: `sendemail`. */
  parameters: Readonly<Record<string, string>>;
}

/** The bytes of an image, or why there are none. */
export type ImageAnswer =
  | { state: 'bytes'; bytes: Uint8Array; mime: string; sha1: string | null }
  | { state: 'unchanged' }
  | { state: 'absent' };

/** A shop's webservice, asked in its own words. */
export interface Webservice {
  /** Rows by ascending id, checked, each as sent. */
  list(query: ListQuery, signal: AbortSignal): Promise<RawRecord[]>;
  /** The root or an image list: XML only, both fail as JSON. */
  xml(path: string, signal?: AbortSignal): Promise<{ body: string; version: string | null }>;
  /** `sha1`: the SHA-1 that the hub has; answered `unchanged` when the shop's is the same. */
  image(path: string, sha1: string | null, signal: AbortSignal): Promise<ImageAnswer>;
  /** Makes or changes a record; its id. Never PUT, which empties what it does not name. */
  write(query: WriteQuery, signal: AbortSignal): Promise<string>;
  /** Deletes a record; one that is gone already is no failure. */
  remove(resource: string, id: string, signal: AbortSignal): Promise<void>;
  /** Uploads an image to `products/12` or `categories/3`; the id of a product's new image, null for the others. */
  upload(owner: string, picture: Picture, signal: AbortSignal): Promise<string | null>;
}

/** An image on its way to the shop, which encodes it anew. */
export interface Picture {
  bytes: Uint8Array;
  /** `image/jpeg` */
  mime: string;
}

/** Opens the webservice of one shop. @see https://devdocs.prestashop-project.org/9/webservice/ */
export function openWebservice(settings: PrestashopSettings, tools: BrickTools): Webservice {
  const credentials = Buffer.from(`${settings.key}:`).toString('base64');
  const options: BrickHttpOptions = {
    baseUrl: settings.url,
    headers: { Authorization: `Basic ${credentials}` },
    secrets: [settings.key, credentials],
    concurrency: settings.concurrency,
    ...(settings.perSecond ? { perSecond: settings.perSecond } : {}),
    timeoutMs: settings.timeoutMs,
    answers: [304],
    toError,
  };
  const http = tools.http(options);
  // A pace of their own: writes stay few however many readers there are, and do not wait behind images.
  const writing = tools.http({ ...options, concurrency: Math.min(MOST_WRITES, settings.concurrency) });
  return {
    list: (query, signal) => list(http, settings, query, signal),
    xml: (path, signal) => xml(http, path, signal),
    image: (path, sha1, signal) => image(http, path, sha1, signal),
    write: (query, signal) => write(writing, settings, query, signal),
    remove: (resource, id, signal) => remove(writing, settings, `api/${resource}/${id}`, signal),
    upload: (owner, picture, signal) => upload(writing, settings, { owner, ...picture }, signal),
  };
}

async function remove(http: BrickHttp, settings: PrestashopSettings, path: string, signal: AbortSignal): Promise<void> {
  try {
    await http.text({ method: 'DELETE', path: withShop(path, settings), idempotent: true, signal });
  } catch (error) {
    if (!isCoded(error) || !/\b87: /.test(error.detail ?? '')) throw error;
  }
}

/** @see https://devdocs.prestashop-project.org/9/webservice/tutorials/advanced-use/image-management/ */
async function upload(
  http: BrickHttp,
  settings: PrestashopSettings,
  { owner, bytes, mime }: Picture & { owner: string },
  signal: AbortSignal,
): Promise<string | null> {
  const boundary = `mortar${randomUUID().replaceAll('-', '')}`;
  const name = `image.${mime.slice('image/'.length).replace(/[^a-z]/g, '')}`;
  const head = `Content-Disposition: form-data; name="image"; filename="${name}"\r\nContent-Type: ${mime}`;
  const body = Buffer.concat([
    Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}`, 'Output-Format': 'XML' };
  const path = withShop(`api/images/${owner}`, settings);
  // What comes back for a single image is the image itself.
  const answer = await http.bytes({ method: 'POST', path, headers, body, as: 'bytes', signal });
  return owner.startsWith('products/') ? newId(Buffer.from(answer.body).toString('utf8'), 'images') : null;
}

function withShop(path: string, { shopId }: PrestashopSettings): string {
  return shopId ? `${path}?id_shop=${shopId}` : path;
}

/** A PATCH names values, not differences: it may be repeated. A POST must be looked for first. */
async function write(
  http: BrickHttp,
  { shopId }: PrestashopSettings,
  { method, resource, id, xml: body, parameters }: WriteQuery,
  signal: AbortSignal,
): Promise<string> {
  const query = new URLSearchParams({ ...parameters, ...(shopId ? { id_shop: String(shopId) } : {}) }).toString();
  const path = `api/${resource}${id === undefined ? '' : `/${id}`}${query === '' ? '' : `?${query}`}`;
  const headers = { 'Content-Type': 'text/xml; charset=utf-8', 'Output-Format': 'XML' };
  const answer = await http.text({ method, path, headers, body, idempotent: method === 'PATCH', signal });
  return id ?? newId(answer.body, resource);
}

function newId(body: string, resource: string): string {
  const made = Object.values(madeRecords(body)).find((node) => typeof node === 'object');
  const id = typeof made === 'object' ? made.id : undefined;
  if (typeof id === 'string' && /^[1-9]\d*$/.test(id)) return id;
  throw brokenAnswer(resource, 'the new record has no id');
}

/** Nothing where the XML is cut off: what was made is found by a later try. */
function madeRecords(body: string): Record<string, { id?: unknown } | string> {
  try {
    return (parser.parse(body) as { prestashop?: ReturnType<typeof madeRecords> }).prestashop ?? {};
  } catch {
    return {};
  }
}

async function list(
  http: BrickHttp,
  settings: PrestashopSettings,
  query: ListQuery,
  signal: AbortSignal,
): Promise<RawRecord[]> {
  const { body } = await http.text({ path: listPath(query, settings), signal });
  const alias = LIST_NAMES[query.resource];
  const rows: JsonValue[] = readRows(body, query.resource, alias ? [query.resource, alias] : [query.resource]);
  return toRecords(rows, query.resource, query.ids ? 0 : query.after);
}

async function xml(
  http: BrickHttp,
  path: string,
  signal?: AbortSignal,
): Promise<{ body: string; version: string | null }> {
  const { body, headers } = await http.text({
    path,
    headers: { 'Output-Format': 'XML' },
    ...(signal ? { signal } : {}),
  });
  return { body, version: headers['psws-version'] ?? null };
}

async function image(http: BrickHttp, path: string, sha1: string | null, signal: AbortSignal): Promise<ImageAnswer> {
  try {
    const answer = await http.bytes({
      path,
      as: 'bytes',
      signal,
      ...(sha1 ? { headers: { 'Local-Content-Sha1': sha1 } } : {}),
    });
    if (answer.status === 304) return { state: 'unchanged' };
    const mime = answer.headers['content-type']?.split(';')[0]?.trim() ?? '';
    // A picture that is gone may be answered by an error page with status 200.
    if (!mime.startsWith('image/') || answer.body.length === 0) return { state: 'absent' };
    return { state: 'bytes', bytes: answer.body, mime, sha1: answer.headers['content-sha1'] ?? null };
  } catch (error) {
    if (isImageGone(error)) return { state: 'absent' };
    throw error;
  }
}

function isImageGone(error: unknown): boolean {
  return isCoded(error) && (error.code === 'BRICK_IMAGE_ABSENT' || error.code === 'BRICK_RESOURCE_ABSENT');
}
