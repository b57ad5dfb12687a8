import { columnText } from './column-text.ts';
import { authorize, keyOf, NO_KEY, UnknownKey, WebserviceDisabled, type Rights } from './auth.ts';
import type { ShopClock } from './clock.ts';
import { readImages } from './images-reading.ts';
import type { WriteLogEntry } from './logs.ts';
import { apiRootXml, errorsJson, errorsXml } from './output/index.ts';
import type { WebserviceQuery } from './query.ts';
import { read, TYPES, type ReadContext } from './reading.ts';
import { EMPTY_500, UncaughtException, WebserviceFailure, type Reply } from './reply.ts';
import { RESOURCES } from './resources/index.ts';

export interface WebserviceRequest {
  method: string;
  query: WebserviceQuery;
  headers: Record<string, string | string[] | undefined>;
  body: Uint8Array;
}

/** What answers a request needs beside the request. */
export interface Webservice extends ReadContext {
  key: string;
  /** `host:port` that the shop answers to. */
  host: string;
  disabled: boolean;
  rights: Rights;
  clock: ShopClock;
  /** Makes generated values the same on every run. */
  seed: number;
  /** Enters an effect into the write log. */
  note: (entry: Omit<WriteLogEntry, 'at'>) => void;
  write: (request: WebserviceRequest, context: Webservice) => Reply;
}

/** Answers one request as the shop would; never throws. */
export function answer(request: WebserviceRequest, context: Webservice): Reply {
  try {
    return route(request, context);
  } catch (error) {
    if (error instanceof UncaughtException) return EMPTY_500;
    if (error instanceof WebserviceFailure) return refusal(error, request.query);
    throw error;
  }
}

/** The vendor's error list in the format of the request. */
function refusal(failure: WebserviceFailure, query: WebserviceQuery): Reply {
  const { status, errors } = failure;
  const body = query.format === 'JSON' ? errorsJson(errors) : errorsXml(errors);
  const reply: Reply = { status, body, type: TYPES[query.format] };
  if (failure instanceof UnknownKey) return { ...reply, headers: failure.headers, unauthenticated: true };
  return failure instanceof WebserviceDisabled ? { ...reply, unauthenticated: true } : reply;
}

function route(request: WebserviceRequest, context: Webservice): Reply {
  const { method, query } = request;
  const elsewhere = redirect(request, context);
  if (elsewhere) return elsewhere;
  const key = keyOf(single(request.headers['authorization']), query.params);
  if (key === undefined) return NO_KEY;
  if (context.disabled) throw new WebserviceDisabled();
  if (key !== context.key) throw new UnknownKey();
  const [resource] = query.segments;
  if (resource === undefined) return apiRoot(query, context);
  authorize(method, resource, context.rights);
  if (method !== 'GET' && method !== 'HEAD') return context.write(request, context);
  const row = RESOURCES.get(resource);
  if (resource === 'images') return readImages(query, context);
  if (!row || row.fields.length === 0)
    throw new WebserviceFailure(400, [
      100,
      'You have to set both the "language" and "query" parameters to get a result',
    ]);
  return read(row, query, context);
}

const single = (header: string | string[] | undefined): string | undefined => [header].flat()[0];

/** Under another name than its own, or for a shop that it does not have, the front office answers: elsewhere. */
function redirect({ headers, query }: WebserviceRequest, context: Webservice): Reply | undefined {
  const shop = query.params.get('id_shop');
  const shops = context.store.state.resources['shops'] ?? [{ id: 1 }];
  const knownShop = shop === undefined || shops.some(({ id }) => String(id) === shop);
  if (knownShop && single(headers['host']) === context.host) return undefined;
  const path = query.segments.map(encodeURIComponent).join('/');
  const location = `${context.base.replace(/api\/$/, '')}?url=${path}`;
  return { status: 302, body: '', type: 'text/html; charset=utf-8', headers: { Location: location }, bare: true };
}

/** As JSON, the root is an exception that nothing catches. */
function apiRoot(query: WebserviceQuery, context: Webservice): Reply {
  if (query.format === 'JSON') throw new UncaughtException();
  const [shop] = context.store.state.resources['shops'] ?? [];
  const body = apiRootXml(context.base, columnText(shop?.['name']), context.rights);
  return { status: 200, body, type: TYPES.XML, sha1: true };
}
