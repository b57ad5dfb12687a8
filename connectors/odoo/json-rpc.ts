import { isCoded } from '#sdk';
import type { BrickHttp, JsonObject, JsonValue } from '#sdk';
import { brokenAnswer, fromFault, loginRefused, toFault } from './errors.ts';
import { isReading } from './methods.ts';
import type { Asked } from './errors.ts';
import type { Call, Caller } from './odoo.ts';
import type { OdooSettings } from './settings.ts';

const LOGIN: Asked = { model: 'common', method: 'authenticate' };

/** `/jsonrpc`: until Odoo 21. Errors come with status 200. @see https://www.odoo.com/documentation/17.0/developer/reference/external_api.html */
export function jsonRpcCaller(http: BrickHttp, settings: OdooSettings): Caller {
  const { database, user, key } = settings;
  let uid: number | null = null;
  const login = async (signal?: AbortSignal): Promise<number> => {
    const answer = await send(http, 'common', 'authenticate', [database, user, key, {}], LOGIN, signal);
    if (typeof answer !== 'number') throw loginRefused();
    return answer;
  };
  return async (call, signal) => {
    const known = uid;
    uid ??= await login(signal);
    const ask = (as: number): Promise<JsonValue> =>
      send(http, 'object', 'execute_kw', [database, as, key, ...positional(call)], call, signal);
    try {
      return await ask(uid);
    } catch (error) {
      // The user may have been made anew, or its key renewed: one new login tells.
      if (known === null || !isCoded(error) || error.code !== 'BRICK_KEY_REFUSED') throw error;
      uid = null;
      uid = await login(signal);
      return ask(uid);
    }
  };
}

export async function serverVersion(http: BrickHttp, signal?: AbortSignal): Promise<string | null> {
  const answer = await send(http, 'common', 'version', [], { model: 'common', method: 'version' }, signal);
  const version = (answer as { server_version?: unknown } | null)?.server_version;
  return typeof version === 'string' ? version : null;
}

/** `domain`, `ids` or `vals_list` stand first, the rest by name: as Odoo's own documentation writes it. */
function positional({ model, method, args }: Call): JsonValue[] {
  const { domain, ids, vals_list: made, ...named } = args;
  const first = ids ?? domain ?? made;
  return [model, method, first === undefined ? [] : [first], named];
}

async function send(
  http: BrickHttp,
  service: string,
  method: string,
  args: JsonValue[],
  asked: Asked,
  signal?: AbortSignal,
): Promise<JsonValue> {
  const params = { service, method, args };
  const isRead = service === 'common' || isReading(asked.method);
  const { body } = await http.text({
    method: 'POST',
    path: 'jsonrpc',
    body: JSON.stringify({ jsonrpc: '2.0', method: 'call', params, id: 1 }),
    idempotent: isRead,
    ...(signal ? { signal } : {}),
  });
  return resultOf(body, asked, !isRead);
}

function resultOf(body: string, asked: Asked, mayBeNone: boolean): JsonValue {
  const answer = parsed(body, asked.model);
  const error = answer['error'] as { message?: string; data?: unknown } | undefined;
  if (error) throw fromFault(toFault(error.data) ?? { name: 'unknown', message: error.message ?? '' }, asked);
  // Odoo leaves out a result that is None, which only methods that write answer.
  if (!('result' in answer) && (!mayBeNone || !('id' in answer)))
    throw brokenAnswer(asked.model, 'it has neither a result nor an error');
  return answer['result'] ?? null;
}

function parsed(body: string, model: string): JsonObject {
  try {
    const value = JSON.parse(body) as JsonValue;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw brokenAnswer(model, 'it is no JSON object');
}
