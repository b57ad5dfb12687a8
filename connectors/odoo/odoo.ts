import { isCoded } from '#sdk';
import type { BrickHttp, BrickRequest, BrickTools, JsonObject, JsonValue } from '#sdk';
import { fromStatus } from './errors.ts';
import type { Asked } from './errors.ts';
import { json2Caller } from './json2.ts';
import { jsonRpcCaller, serverVersion } from './json-rpc.ts';
import type { OdooSettings } from './settings.ts';

/** A method of a model. What comes first in Python (`domain`, `ids`) is named like all the rest. */
export interface Call extends Asked {
  args: JsonObject;
}

/** One way of asking: JSON-RPC or JSON-2. */
export type Caller = (call: Call, signal?: AbortSignal) => Promise<JsonValue>;

/** An Odoo server, asked in its own words. */
export interface Odoo {
  call: Caller;
  /** `17.0-20240709`, or null where the server does not tell. */
  version(signal?: AbortSignal): Promise<string | null>;
  /** Which protocol is spoken; the server is asked once. */
  protocol(signal?: AbortSignal): Promise<'jsonrpc' | 'json2'>;
}

/** Opens one database. @see https://www.odoo.com/documentation/19.0/developer/reference/external_api.html */
export function openOdoo(settings: OdooSettings, tools: BrickTools): Odoo {
  const http = tools.http({
    baseUrl: settings.url,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    secrets: [settings.key],
    concurrency: settings.concurrency,
    ...(settings.perSecond ? { perSecond: settings.perSecond } : {}),
    timeoutMs: settings.timeoutMs,
    toError: (response, request) => fromStatus(response, askedOf(request)),
  });
  const callers = { jsonrpc: jsonRpcCaller(http, settings), json2: json2Caller(http, settings) };
  const version = once((signal) => askVersion(http, settings, signal));
  const protocol = async (signal?: AbortSignal): Promise<'jsonrpc' | 'json2'> =>
    settings.protocol === 'auto' ? spokenBy(await version(signal)) : settings.protocol;
  return {
    version,
    protocol,
    call: async (call, signal) => callers[await protocol(signal)](call, signal),
  };
}

/** `17.0-20240709`, `saas~18.2+e`: what comes before the first dot. No JSON-RPC any more: certainly newer. */
export function spokenBy(version: string | null): 'jsonrpc' | 'json2' {
  const major = Number(/\d+/.exec(version ?? '')?.[0] ?? Infinity);
  return major >= 19 ? 'json2' : 'jsonrpc';
}

async function askVersion(http: BrickHttp, settings: OdooSettings, signal?: AbortSignal): Promise<string | null> {
  try {
    return await serverVersion(http, signal);
  } catch (error) {
    // Removed in 22: whoever does not answer there is asked through JSON-2.
    if (settings.protocol !== 'jsonrpc' && isCoded(error) && error.code === 'BRICK_ADDRESS_WRONG') return null;
    throw error;
  }
}

/** Keeps a success; a failure is asked again. */
export function once<T>(ask: (signal?: AbortSignal) => Promise<T>): (signal?: AbortSignal) => Promise<T> {
  let known: { value: T } | null = null;
  return async (signal) => (known ??= { value: await ask(signal) }).value;
}

function askedOf({ path }: BrickRequest): Asked {
  const [, model, method] = /^\/?json\/2\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  return { model: model ?? 'odoo', method: method ?? '' };
}
