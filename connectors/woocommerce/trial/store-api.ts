import type { BrickHttp, BrickTools, JsonObject, JsonValue } from '#sdk';
import { toError } from '../errors.ts';
import { isObject } from '../record.ts';
import type { WooSettings } from '../settings.ts';

/** Refusals that a guest would see, too: they are answers here. */
const ANSWERS = [400, 401, 402, 403, 404, 409, 410, 422, 500, 501, 502, 503];

export interface StoreAnswer {
  status: number;
  /** Empty where something else than an object came. */
  body: JsonObject;
}

/** A visitor with a cart. @see https://developer.woocommerce.com/docs/apis/store-api/ */
export interface Visitor {
  get(path: string): Promise<StoreAnswer>;
  post(path: string, body: JsonObject): Promise<StoreAnswer>;
}

/** Somebody who comes for the first time. */
export function newVisitor(settings: Pick<WooSettings, 'url' | 'timeoutMs'>, tools: BrickTools): Visitor {
  const http = tools.http({
    ...{ baseUrl: settings.url, secrets: [], concurrency: 1, timeoutMs: settings.timeoutMs },
    ...{ answers: ANSWERS, toError },
  });
  // Who holds the token of a cart needs no cookie; older versions know only the nonce.
  const own: Record<string, string> = {};
  const ask = async (method: 'GET' | 'POST', path: string, body?: JsonObject): Promise<StoreAnswer> => {
    const answer = await http.text({
      ...{ method, path: `wp-json/wc/store/v1/${path}` },
      headers: { ...own, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    remember(own, answer);
    return { status: answer.status, body: parsed(answer.body) };
  };
  return { get: (path) => ask('GET', path), post: (path, body) => ask('POST', path, body) };
}

function remember(own: Record<string, string>, { headers }: Awaited<ReturnType<BrickHttp['text']>>): void {
  const { nonce, 'cart-token': token, 'set-cookie': cookie } = headers;
  if (nonce !== undefined) own['Nonce'] = nonce;
  if (token !== undefined) own['Cart-Token'] = token;
  // Where the token is not known yet, the session is a cookie.
  if (token === undefined && own['Cart-Token'] === undefined && cookie !== undefined) {
    own['Cookie'] = cookie
      .split(/,(?=\s*[\w-]+=)/)
      .map((one) => one.trim().split(';')[0])
      .join('; ');
  }
}

function parsed(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
